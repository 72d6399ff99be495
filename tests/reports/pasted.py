"""Run code as a reader pastes it, in a cell: what each made, as JSON.

Reads a list of [scenario, form, code] from the standard input. Each is run in an empty module.
``raised`` is what that raised, None if nothing did. What the code defines last is then driven as
the scenario is, and ``seen`` is the observation; None if the scenario is not driven by a stream in
the default loop, or drives several things.
"""

import asyncio
import json
import sys
import traceback
from contextlib import redirect_stdout, suppress
from dataclasses import replace
from types import ModuleType
from typing import Any

from compat.incell.caller import StreamCaller
from compat.incell.loading import load
from compat.incell.observation import observe_stream
from compat.incell.registry import Case


def paste(code: str) -> tuple[dict[str, Any], str]:
    """Run code in a module of its own; return its names and the traceback of what it raised."""
    module = ModuleType("pasted")
    sys.modules["pasted"] = module  # where annotations are looked up
    try:
        exec(compile(code, "pasted", "exec"), vars(module))  # noqa: S102 - what is under test
    except BaseException:  # noqa: BLE001 - whatever it is
        return {}, traceback.format_exc()
    return vars(module), ""


async def builds_several(case: Case) -> bool:
    """Tell whether a case drives several things; some are built where a loop runs."""
    return isinstance(case.build(), list)


def drive(case: Case, code: str) -> Any:  # noqa: ANN401 - JSON
    """Return what is observed of the thing that code defines last."""
    if not isinstance(case.caller, StreamCaller) or case.loop or case.flag:
        return None
    with suppress(Exception):  # not to be built here: a scenario of its own
        if asyncio.run(builds_several(case)):
            return None
    again = replace(case, build=lambda: [*paste(code)[0].values()][-1], facts=None)
    return asyncio.run(observe_stream(again, case.caller)).seen


cases = {str(case): case for each in load().scenarios.values() for case in each.every()}
found = []
with redirect_stdout(sys.stderr):  # a reader's handler prints
    for name, form, code in json.load(sys.stdin):
        raised = paste(code)[1]
        case = cases.get(f"{name}/{form}")
        seen = drive(case, code) if case and not raised else None
        found.append({"raised": raised or None, "seen": seen})
json.dump(found, sys.stdout)
