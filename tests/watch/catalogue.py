"""Runs in a cell: every form of the catalogue under the watcher, called by nobody who listens.

``python catalogue.py ROOT``: the folder that holds ``compat``. Prints JSON: by form, what each
call that was judged came to, how it is written and which package made it for this code, if one
did, and the error that ended the form, if any.
``python catalogue.py ROOT inlayer`` does so for the rows of the layer, in a cell that has one.
"""

from __future__ import annotations

import asyncio
import copy
import importlib
import json
import logging
import os
import sys
from contextvars import Context
from typing import Any


def main(root: str, suite: str = "incell") -> None:
    """Run everything and print what was seen."""
    sys.path[:0] = [root, os.path.join(root, "compat", "watch")]  # noqa: PTH118 - on 3.9 too
    from langchain_core_watch.judge import judge
    from langchain_core_watch.session import start_watching
    from langchain_core_watch.sites import describe_shape

    from compat.incell.loading import switch_tracing_off
    from compat.incell.requirement import first_unmet

    logging.disable(logging.CRITICAL)
    switch_tracing_off(os.environ)
    calls: list[Any] = []

    def heed(run: Any) -> None:
        if run.path.site is not None and run.caller is not None:
            shape = vars(describe_shape(run, run.caller, run.path))
            calls.append([run.name, shape, judge(run), run.path.through])

    watch = start_watching()
    session = sys.modules["langchain_core_watch.session"]
    session._session.watcher.observers[:] = [heed]  # noqa: SLF001 - runs, not call sites
    found: dict[str, Any] = {}
    load = importlib.import_module(f"compat.{suite}.loading").load
    for scenario in load().scenarios.values():
        for case in scenario.every():
            if first_unmet(case.requires) or case.flag or case.loop:
                continue
            calls.clear()
            error = _drive(case)
            found[str(case)] = {"error": error, "calls": list(calls)}
    json.dump({"problem": watch.problem, "forms": found}, sys.stdout)


def _drive(case: Any) -> str | None:
    """Call a form as it is meant to be called; return the name of the error that it raises."""
    from compat.incell.caller import StreamCaller

    try:
        if isinstance(case.caller, StreamCaller):
            asyncio.run(_call(case))
        else:
            Context().run(case.caller.plain, case.build(), copy.deepcopy(case.value), {})
    except BaseException as error:  # noqa: BLE001 - a cancelled call raises no Exception
        return type(error).__name__
    return None


async def _call(case: Any) -> None:
    from compat.incell.isolation import alone, tidied

    async def call() -> None:
        built = case.build()
        for each in built if isinstance(built, (list, tuple)) else [built]:
            await case.caller.plain(each, copy.deepcopy(case.value), {})

    async with tidied():
        await alone(call())


if __name__ == "__main__":
    main(*sys.argv[1:])
