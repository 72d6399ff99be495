"""Reads a request, drives its target, and notes what became of each way.

A request is a JSON object: ``target``, ``input`` (null: one is made), ``setup`` (a file that runs
first, or null), ``models`` (``stub`` or ``real``), ``path`` (folders to import from) and ``ways``.
The exit code is 0 if a way went through, 1 if all raised, 2 if there is nothing to drive.
"""

from __future__ import annotations

import json
import os
import runpy
import sys
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..start import find_output
from .load import find_target
from .stubs import stubbed
from .theirs import TargetError, theirs
from .ways import drive

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from .stubs import Stubs


@dataclass(frozen=True)
class Request:
    """What is to be driven, and how."""

    target: str
    input: Any
    setup: str | None
    models: str
    path: tuple[str, ...]
    ways: tuple[str, ...]


def main(file: str) -> int:
    """Drive what a request asks for; return the exit code."""
    request = _read(file)
    _extend_path(request.path)
    try:
        return 0 if _drive_all(request) else 1
    except TargetError as error:
        sys.stderr.write(f"{error}\n")
        _note(told="target", problem=str(error))
        return 2


def _read(file: str) -> Request:
    with open(file, encoding="utf-8") as opened:
        told = json.load(opened)
    return Request(
        target=told["target"],
        input=told["input"],
        setup=told["setup"],
        models=told["models"],
        path=tuple(told["path"]),
        ways=tuple(told["ways"]),
    )


def _extend_path(folders: tuple[str, ...]) -> None:
    """Let modules be imported from the folder that this runs in, and from others after it."""
    wanted = [os.getcwd(), *(os.path.abspath(each) for each in folders)]
    if os.path.isdir("src"):
        wanted.append(os.path.abspath("src"))
    sys.path[:] = list(dict.fromkeys([*wanted, *(each for each in sys.path if each)]))


def _drive_all(request: Request) -> bool:
    """Drive a target in each way; tell whether any went through."""
    if request.setup is not None:
        with theirs(f"running {request.setup}"):
            runpy.run_path(request.setup, run_name="setup")
    with _answering(request.models) as stubs:
        target = find_target(request.target)
        through = False
        for way in request.ways:
            driven = drive(target, way, request.input, stubs)
            _note(
                told="driven", target=request.target, way=way,
                error=driven.error, ran=driven.ran, shown=driven.shown, unshown=driven.unshown,
            )  # fmt: skip
            through = through or driven.error is None
    return through


def _answering(models: str) -> AbstractContextManager[Stubs | None]:
    """Put stubs in the models' place, or leave these as they are."""
    try:
        import langchain_core  # noqa: F401
    except ModuleNotFoundError:
        message = f"langchain-core is not installed in {sys.prefix}"
        raise TargetError(message) from None
    return stubbed() if models == "stub" else nullcontext()


def _note(**told: Any) -> None:
    output = find_output()
    if output is not None:
        output.write("note", **told)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
