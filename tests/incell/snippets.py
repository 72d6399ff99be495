"""Run code as a reader of the reports would have it, in a cell: what came of it, as JSON.

Reads a list of [scenario, form, code] from the standard input. The names that the code leaves open
are those of the scenario's module; the object under test is what the code names or gives last.
"""

import ast
import asyncio
import json
import sys
from dataclasses import replace
from typing import Any

from compat.incell.loading import load
from compat.incell.observation import observe_stream
from compat.incell.registry import Case


def built(code: str, names: dict[str, Any]) -> Any:  # noqa: ANN401 - whatever is built
    body = ast.parse(code).body
    last = body[-1]
    if isinstance(last, ast.Expr):
        rest = ast.Module(body=body[:-1], type_ignores=[])
        exec(compile(rest, "snippet", "exec"), names)  # noqa: S102 - our own code
        return eval(compile(ast.Expression(last.value), "snippet", "eval"), names)  # noqa: S307 - our own code
    exec(compile(code, "snippet", "exec"), names)  # noqa: S102 - our own code
    target = last.targets[0] if isinstance(last, ast.Assign) else last
    return names[target.id if isinstance(target, ast.Name) else getattr(target, "name", "")]


def observed(case: Case, code: str) -> dict[str, Any]:
    module = vars(sys.modules[case.build.__module__])
    again = replace(case, build=lambda: built(code, dict(module)), facts=None, variant="naive")
    return asyncio.run(observe_stream(again, case.caller)).seen  # type: ignore[arg-type]


registry = load()
found = [
    observed(next(c for c in registry.scenarios[name].every() if str(c) == f"{name}/{form}"), code)
    for name, form, code in json.load(sys.stdin)
]
json.dump(found, sys.stdout)
