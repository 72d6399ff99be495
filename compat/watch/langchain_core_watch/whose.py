"""Whose code a frame runs, and what is special about it: both are known of code once."""

from __future__ import annotations

import sysconfig
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from .internals.agents import calls_model
from .internals.handing import EDGES, STEP, begins_loop
from .internals.interrupts import changed, is_interrupt
from .internals.layer import is_scheduler
from .internals.told import is_telling

if TYPE_CHECKING:
    from types import CodeType

PERSON, FRAMEWORK, STDLIB = "a person's code", "the framework", "the standard library"
STEPS, LOOPS, EDGE, AGENTS, INTERRUPTS, TELLS, SERVES, PLACES = range(1, 9)
"""What is special: a loop's step, what runs a loop, where work of a thread or a pool begins, what
calls an agent's model for a person, what Python calls in between, what tells handlers, answers a
request, or is LangGraph's scheduler."""

_OWN = str(PurePath(__file__).parent)
_SELFTEST = str(PurePath(__file__).with_name("selftest.py"))
_SEPARATOR = "\\" if "\\" in _OWN else "/"
_STDLIB = {sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")}
_SERVERS = frozenset({"aiohttp", "django", "fastapi", "flask", "starlette", "werkzeug"})
"""A request that these answer has no caller here: its client is elsewhere, but in some tests."""
_MOST = 20_000


class Kind(NamedTuple):
    """Some code, which is kept: whose it is, what is special about it, if anything.

    ``tells`` is true of what is not just the framework's or the standard library's.
    """

    code: CodeType
    owner: str
    special: int
    tells: bool


known: dict[int, Kind] = {}
"""By the id of the code."""
changed.append(lambda code: known.pop(id(code), None))
_files: dict[str, str] = {}


def classify(code: CodeType) -> Kind:
    """Return what is to be known of some code."""
    found = known.get(id(code))
    if found is None:
        if len(known) > _MOST:
            known.clear()
        owner = whose(code.co_filename)
        special = _find_special(owner, code)
        tells = special != 0 or owner not in (FRAMEWORK, STDLIB)
        found = known[id(code)] = Kind(code, owner, special, tells)
    return found


def whose(file: str) -> str:
    """Return whose code a file holds.

    A person's, the framework's (langchain and langgraph), the standard library's (with what is
    made of no file, and this package), or else the name of an installed package.
    """
    owner = _files.get(file)
    if owner is None:
        if len(_files) > _MOST:
            _files.clear()
        owner = _files[file] = _find_owner(file)
    return owner


def _find_special(owner: str, code: CodeType) -> int:
    if code is STEP:
        return STEPS
    if code in EDGES:
        return EDGE
    if begins_loop(code):
        return LOOPS
    if is_interrupt(code, persons=owner is PERSON):
        return INTERRUPTS
    if owner is FRAMEWORK:
        return _find_special_of_framework(code)
    return SERVES if owner in _SERVERS else 0


def _find_special_of_framework(code: CodeType) -> int:
    if is_telling(code):
        return TELLS
    if is_scheduler(code):
        return PLACES
    return AGENTS if calls_model(code) else 0


def _find_owner(file: str) -> str:
    if file == _SELFTEST:
        return PERSON
    if file.startswith(("<", _OWN)):
        return STDLIB
    parts = PurePath(file).parts
    for folder in ("site-packages", "dist-packages"):
        if folder in parts:
            package = parts[parts.index(folder) + 1].partition(".")[0]
            return FRAMEWORK if package.startswith(("langchain", "langgraph")) else package
    inside = any(file.startswith(f"{each}{_SEPARATOR}") for each in _STDLIB if each)
    return STDLIB if inside else PERSON
