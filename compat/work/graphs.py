"""What a check drives: targets that are typed, or the graphs that a ``langgraph.json`` names.

Its format: https://docs.langchain.com/langsmith/cli#configuration-file
"""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeGuard

from compat.axes.text import join_lines
from compat.errors import NothingSelectedError, UsageError
from compat.files import StrangeFileError, read_stranger
from compat.work.given import parse_given, read_given

FILE: Final = "langgraph.json"
PLACEHOLDER: Final = "not-a-key"

_LARGEST: Final = 1_000_000  # bytes of a file that a person writes
_TARGET: Final = re.compile(r"[^:]+:[A-Za-z_][\w.]*")
_NAME: Final = re.compile(r"[^\x00-\x20=\x7f]{1,200}")
_VARIABLE: Final = re.compile(
    r"^[^\S\n]*+(?:export[^\S\n]++)?([A-Za-z_]\w{0,199}+)[^\S\n]*+=", re.MULTILINE
)
_MOST_GRAPHS: Final = 100
_MOST_VARIABLES: Final = 100_000  # characters


@dataclass(frozen=True, kw_only=True)
class Target:
    """Something to drive: ``module:attribute`` or ``file.py:attribute``.

    ``path`` are folders to import from, ``variables`` what its process sees besides.
    """

    name: str
    path: tuple[str, ...] = ()
    variables: Mapping[str, str] = field(default_factory=dict)


def find_targets(folder: Path, typed: tuple[str, ...]) -> tuple[Target, ...]:
    """Return the targets that are typed; a ``langgraph.json`` stands for its graphs.

    Raises UsageError for what is no target, NothingSelectedError for a file without graphs.
    """
    return tuple(target for text in typed for target in _find(folder, text))


def has_graphs(folder: Path) -> bool:
    """Tell whether a project says which graphs it has."""
    return (folder / FILE).is_file()


def _find(folder: Path, text: str) -> Iterator[Target]:
    if Path(text).name == FILE:
        yield from _read_graphs(folder / text)
    elif _is_target(text):
        yield Target(name=text)
    else:
        shown = join_lines(text, limit=80)
        message = f"{shown!r} is no target; write it like app.graph:graph, or {FILE}"
        if os.path.exists(folder / text) or " " in text:  # noqa: PTH110 - no name is too long for it
            message = f"{message}; a command comes after --, like compat check -- pytest {shown}"
        raise UsageError(message)


def _is_target(text: object) -> TypeGuard[str]:
    return isinstance(text, str) and text.isprintable() and bool(_TARGET.fullmatch(text))


def _read_graphs(path: Path) -> Iterator[Target]:
    """Give the graphs that a file names, each once."""
    content = read_given(path, _LARGEST)
    if content is None:
        message = f"there is no {path.name} here"
        raise NothingSelectedError(message)
    parsed = parse_given(content, path.name)
    graphs = parsed.get("graphs") if isinstance(parsed, dict) else None
    if not isinstance(graphs, dict) or not graphs:
        message = f"{path.name} names no graphs"
        raise NothingSelectedError(message)
    places = tuple(dict.fromkeys(map(_find_place, graphs.values())))
    if len(places) > _MOST_GRAPHS:
        message = (
            f"{path.name} names {len(places):,} graphs, and each is a process of its own; "
            f"name at most {_MOST_GRAPHS} of them, like app.graph:graph"
        )
        raise UsageError(message)
    folders = tuple(_list_folders(parsed.get("dependencies")))
    variables = _read_variables(path.parent, parsed.get("env"))
    for place in places:
        yield Target(name=place, path=folders, variables=variables)


def _find_place(graph: object) -> str:
    place = graph.get("path") if isinstance(graph, dict) else graph
    if _is_target(place):
        return place.removeprefix("./")
    message = f"{FILE} has a graph that is no target: {join_lines(str(place), limit=80)}"
    raise UsageError(message)


def _list_folders(dependencies: object) -> Iterator[str]:
    """Give the dependencies that are folders of the project; others are installed."""
    for each in dependencies if isinstance(dependencies, list) else ():
        if isinstance(each, str) and each[:1] == "." and each.isprintable():
            yield each


def _read_variables(folder: Path, env: object) -> dict[str, str]:
    """Return the variables that the file sets, all of which a process can be given."""
    variables = dict(_list_variables(folder, env))
    for name, value in variables.items():
        if not _NAME.fullmatch(name) or "\0" in value:
            message = f"{FILE} sets a variable that none can be: {join_lines(name, limit=80)!r}"
            raise UsageError(message)
    if sum(map(len, (*variables, *variables.values()))) > _MOST_VARIABLES:
        message = f"{FILE} sets more variables than a process can be given"
        raise UsageError(message)
    return variables


def _list_variables(folder: Path, env: object) -> Iterator[tuple[str, str]]:
    """Give the variables that the file sets; of a file of its own the names alone, for the keys."""
    if isinstance(env, dict):
        yield from ((name, value) for name, value in env.items() if isinstance(value, str))
    elif isinstance(env, str):
        try:
            text = (read_stranger(folder / env, _LARGEST) or b"").decode("utf-8", "replace")
        except (StrangeFileError, ValueError):
            return
        yield from ((name, PLACEHOLDER) for name in _VARIABLE.findall(text))
