"""Says whether a release can be watched: three calls whose outcomes are known.

They run in a process of their own, so that no tracer or handler of the program hears of them.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from contextvars import Context
from functools import lru_cache
from typing import Any

from .model import FLATTENED, LOST, NESTED
from .session import watching

_EXPECTED = {"passed_on": NESTED, "passed_past": FLATTENED, "hidden": LOST}
_TIME_LIMIT = 60.0  # seconds
_SWITCHES = (
    "LANGCHAIN_TRACING_V2",
    "LANGSMITH_TRACING",
    "LANGCHAIN_TRACING",
    "LANGSMITH_TRACING_V2",
)


@lru_cache(maxsize=1)
def check_release() -> str | None:
    """Return why the langchain-core of this Python cannot be watched, None if it can."""
    program = (
        f"import sys; sys.path[:] = {json.dumps(sys.path)}\n"
        f"from {__name__} import print_result; print_result()"
    )
    env = {key: value for key, value in os.environ.items() if key not in _SWITCHES}
    env.pop("LANGCHAIN_CORE_WATCH_FOLDER", None)
    try:
        done = subprocess.run(  # noqa: S603 - this Python, and a program of ours
            [sys.executable, "-c", program],
            env=env, capture_output=True, text=True, timeout=_TIME_LIMIT, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"the self-test did not run: {error}"
    lines = done.stdout.splitlines()
    if not lines or not lines[-1].startswith("result: "):
        return f"the self-test did not run: {(done.stderr.splitlines() or ['no output'])[-1]}"
    return lines[-1][len("result: ") :] or None


def print_result() -> None:
    """Print what the self-test found: nothing after the colon if all is well."""
    sys.stdout.write(f"result: {' '.join((run_selftest() or '').split())}\n")


def run_selftest() -> str | None:
    """Return what came out otherwise than it is known to, None if nothing did."""
    with watching() as watch:
        from langchain_core.runnables import RunnableLambda

        Context().run(asyncio.run, _call(RunnableLambda))
    if watch.problem is not None:
        return watch.problem
    seen = {each.site.function.rpartition(".")[2]: each.outcomes["handler"] for each in watch}
    wrong = [
        f"{name} is {seen.get(name)}, not {expected}"
        for name, expected in _EXPECTED.items()
        if seen.get(name) != expected
    ]
    return f"this langchain-core cannot be watched: {', '.join(wrong)}" if wrong else None


async def _call(make: Any) -> None:
    child = make(lambda given: given)
    kept: list[Any] = []

    async def passed_on(given: Any, config: Any) -> Any:
        return await child.ainvoke(given, config)

    async def passed_past(given: Any) -> Any:
        return await child.ainvoke(given, kept[0])

    async def above(given: Any, config: Any) -> Any:
        kept.append(config)
        return await make(passed_past).ainvoke(given, config)

    async def hidden(given: Any) -> Any:
        return await child.ainvoke(given, {"callbacks": []})

    for function in (passed_on, above, hidden):
        function.__annotations__.clear()
        await make(function).ainvoke(1)
