"""The configuration of a project: the Python and the langchain-core that it has, and who says so.

Its environment comes before its locks; where both tell and differ both are named.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, Literal, TypeVar

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from compat.axes.python import PYTHONS
from compat.axes.release import allows
from compat.files import StrangeFileError
from compat.work.graphs import FILE as GRAPHS
from compat.work.project_environment import Place, read_environment
from compat.work.project_langgraph import read_graph_file
from compat.work.project_lock import (
    UnpinnedError,
    list_locks,
    parse_toml,
    read_lines,
    read_lock,
    read_text,
)

_VENV: Final = ".venv"
_ACTIVE: Final = "the active environment"
_PINNED: Final = ".python-version"
_PROJECT: Final = "pyproject.toml"
_ALLOWED: Final = "the oldest measured that pyproject.toml allows"
# As uv and pyenv write it: 3.11, 3.11.4, cpython-3.11.4-linux-x86_64-gnu
_NAMED: Final = re.compile(r"(?:c?python[-@]?)?(3\.[0-9]{1,2})(?:[.-].*|rc[0-9]+)?")
_LARGEST: Final = 1_000_000  # bytes of a file that a person writes
_LONGEST: Final = 1000  # characters of requires-python

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Sourced:
    """A version and the place that tells it; ``others`` tell another one."""

    value: str
    place: str
    others: "tuple[Sourced, ...]" = ()


@dataclass(frozen=True, kw_only=True)
class Project:
    """What a project has, each None where no place tells; ``layer`` is its langgraph.

    ``graphs`` are those that its langgraph.json names. ``unread`` are the reasons why places cannot
    be read.
    """

    python: Sourced | None
    core: Sourced | None
    layer: Sourced | None
    unread: tuple[str, ...]
    graphs: tuple[str, ...] = ()


def find_project(folder: Path, environ: Mapping[str, str]) -> Project:
    """Return what the project in a folder has: of its environments, then of its locks.

    The Python of a lock is that of ``.python-version``, else that of ``langgraph.json``, else the
    oldest measured one that ``requires-python`` allows: the project promises to work there. What
    ``langgraph.json`` depends on is looked into after the project's own locks. No process is
    started, and of a file no more is read than it can have.
    """
    unread: list[str] = []
    unpinned: list[str] = []
    roots = list_environments(folder, environ)
    places = list(_read(unread, [partial(read_environment, root, name) for name, root in roots]))
    pinned = list(_read(unread, [partial(_read_pinned, folder)]))
    graphs = next(_read(unread, [partial(read_graph_file, folder)]), None)
    if graphs and graphs.python:
        pinned.append(Sourced(value=graphs.python, place=GRAPHS))
    python = _join([*(Sourced(value=p.python, place=p.name) for p in places if p.python), *pinned])
    if python is None:
        python = next(_read(unread, [partial(_read_allowed, folder)]), None)
    names = list_locks(folder, graphs.folders if graphs else ())
    here = python.value if python else None
    places += _read(unread, [partial(read_lock, folder, name, here) for name in names], unpinned)
    if graphs:
        lines = partial(read_lines, graphs.requirements, GRAPHS, here)
        places += _read(unread, [lines], unpinned)
    if not places:
        unread += unpinned
    return Project(
        python=python,
        core=_gather(places, "core"),
        layer=_gather(places, "layer"),
        unread=tuple(unread),
        graphs=graphs.graphs if graphs else (),
    )


def _read(
    unread: list[str], reads: Iterable[Callable[[], T | None]], unpinned: list[str] | None = None
) -> Iterator[T]:
    """Give what is there; note what cannot be read, and what leaves the version open."""
    for read in reads:
        try:
            found = read()
        except UnpinnedError as error:
            (unread if unpinned is None else unpinned).append(str(error))
            continue
        except StrangeFileError as error:
            unread.append(str(error))
            continue
        if found is not None:
            yield found


def _gather(places: list[Place], part: Literal["core", "layer"]) -> Sourced | None:
    """Return a version as the first place tells it: one that lacks it has none."""
    if not places or getattr(places[0], part) is None:
        return None
    told = ((place.name, getattr(place, part)) for place in places)
    return _join([Sourced(value=value, place=name) for name, value in told if value])


def _join(told: list[Sourced]) -> Sourced | None:
    """Return the first, with those that differ from it."""
    if not told:
        return None
    first, *rest = told
    others = tuple(each for each in rest if each.value != first.value)
    return Sourced(value=first.value, place=first.place, others=others)


def list_environments(folder: Path, environ: Mapping[str, str]) -> Iterator[tuple[str, Path]]:
    """Give the places where an environment may be, by name: the active one, and ``.venv``."""
    own = folder / _VENV
    active = environ.get("VIRTUAL_ENV")
    if active and os.path.realpath(active) != os.path.realpath(own):
        yield _ACTIVE, Path(active)
    yield _VENV, own


def _read_pinned(folder: Path) -> Sourced | None:
    """Return the first Python of ``.python-version``, if it names a CPython."""
    text = read_text(folder / _PINNED, _LARGEST) or ""
    lines = (line.strip() for line in text.splitlines())
    named = next((line for line in lines if line and not line.startswith("#")), "")
    found = _NAMED.fullmatch(named)
    return Sourced(value=found[1], place=_PINNED) if found else None


def _read_allowed(folder: Path) -> Sourced | None:
    """Return the oldest measured Python that ``requires-python`` allows."""
    content = parse_toml(read_text(folder / _PROJECT, _LARGEST) or "", _PROJECT)
    table = content.get("project")
    asked = table.get("requires-python") if isinstance(table, dict) else None
    if not isinstance(asked, str) or len(asked) > _LONGEST:
        return None
    try:
        SpecifierSet(asked)
    except InvalidSpecifier as error:
        message = f"{_PROJECT} has a requires-python that cannot be read"
        raise StrangeFileError(message) from error
    fitting = (python.id for python in PYTHONS if allows(asked, python.id))
    return next((Sourced(value=python, place=_ALLOWED) for python in fitting), None)
