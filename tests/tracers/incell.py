"""The catalogue called plainly under a real tracer: ``python -m tests.tracers.incell NAME OUT``.

Writes a JSON file: what each listener saw of each form, as the record of a cell holds it. ``ours``
is what a hook, or a handler, of our own saw of another call in the same process.
"""

from __future__ import annotations

import asyncio
import json
import sys
import warnings
from pathlib import Path
from typing import Any

from langchain_core.tools import tool

from compat.incell.caller import StreamCaller, own_config
from compat.incell.child import LONG_TEXT, guide_chain
from compat.incell.failure import RAISED
from compat.incell.isolation import alone, tidied
from compat.incell.loading import load
from compat.incell.plain import observe_plain
from compat.incell.registry import Case
from compat.incell.requirement import first_unmet
from compat.incell.runs import canonical
from tests.tracers.listening import TRACERS, Tracer, as_runs

LIMIT = 20.0  # seconds a call


async def traced(case: Case, caller: StreamCaller, tracer: Tracer) -> dict[str, Any]:
    """Call a case, and return what the tracer made of each object that was called."""
    drives: list[Any] = []
    error = None
    try:
        built = case.build()
        for root in built if isinstance(built, (list, tuple)) else [built]:
            config = own_config()
            if tracer.handlers:
                config["callbacks"] = tracer.handlers
            try:
                call = caller.plain(root, case.value, config)
                await asyncio.wait_for(call, LIMIT)
            finally:
                drives.append(canonical(as_runs(tracer.take()), root_first=True))
    except RAISED as raised:
        error = {"type": type(raised).__name__, "message": ""}
    return {"exception": error, "drives": drives}


async def run(tracer: Tracer) -> list[dict[str, Any]]:
    """Return what became of every form that can be called in a loop."""
    found = []
    for known in load().scenarios.values():
        for case in known.every():
            if case.loop or case.flag or first_unmet(case.requires):
                continue
            if not isinstance(case.caller, StreamCaller) or known.child == "custom_event":
                continue
            async with tidied():
                calls = await observe_plain(case, case.caller, handled=True, apart=True)
            tracer.take()
            async with tidied():
                seen = await alone(traced(case, case.caller, tracer))
            ours = calls[f"{tracer.listener}_call"]
            found.append({
                "scenario": case.scenario, "variant": case.variant, "remedy": case.remedy,
                "path": list(case.path), "ours": ours, "theirs": seen,
            })  # fmt: skip
    return found


async def trace_functions(tracer: Tracer) -> dict[str, str]:
    """Return what is above a model where LangSmith's @traceable is around a tool, and inside it."""
    from langsmith import traceable  # noqa: PLC0415 - of this tracer alone

    @tool
    async def plain(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text})

    @traceable
    async def step(long_text: str) -> str:
        return await guide_chain().ainvoke({"long_text": long_text})

    @tool
    async def stepping(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        return str(await step(long_text))

    @traceable
    async def caller(long_text: str) -> str:
        return str(await plain.ainvoke({"long_text": long_text}))

    found = {}
    for name, work in (
        ("around", caller(LONG_TEXT)), ("inside", stepping.ainvoke({"long_text": LONG_TEXT})),
    ):  # fmt: skip
        tracer.take()
        await alone(work)
        runs = canonical(as_runs(tracer.take()), root_first=True)
        above = [run["parents"] for run in runs if run["kind"] == "chat_model"]
        found[name] = " and ".join(" > ".join(names) or "nothing" for names in above)
    return found


def main(name: str, out: str) -> None:
    """Run one tracer, and write what came."""
    warnings.simplefilter("ignore")
    tracer = TRACERS[name]()
    forms = asyncio.run(run(tracer))
    functions = asyncio.run(trace_functions(tracer)) if name == "langsmith" else {}
    content = {"listener": tracer.listener, "forms": forms, "traceable": functions}
    Path(out).write_text(json.dumps(content), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
