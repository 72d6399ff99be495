"""What a check drives: targets that are typed, or the graphs that a ``langgraph.json`` names.

Its format: https://docs.langchain.com/langsmith/cli#configuration-file
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from compat.axes.text import join_lines
from compat.errors import NothingSelectedError, UsageError
from compat.files import StrangeFileError, read_stranger

FILE: Final = "langgraph.json"
PLACEHOLDER: Final = "not-a-key"

_LARGEST: Final = 1_000_000  # bytes of a file that a person writes
_TARGET: Final = re.compile(r"[^:]+:[A-Za-z_][\w.]*")
_VARIABLE: Final = re.compile(r"^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=", re.MULTILINE)


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
    elif _TARGET.fullmatch(text):
        yield Target(name=text)
    else:
        shown = join_lines(text, limit=80)
        message = f"{shown!r} is no target; write it like app.graph:graph, or {FILE}"
        if (folder / text).exists() or " " in text:
            message = f"{message}; a command comes after --, like compat check -- pytest {shown}"
        raise UsageError(message)


def _read_graphs(path: Path) -> Iterator[Target]:
    try:
        content = read_stranger(path, _LARGEST)
    except StrangeFileError as error:
        message = f"cannot read {path.name}: {error}"
        raise UsageError(message) from error
    if content is None:
        message = f"there is no {path.name} here"
        raise NothingSelectedError(message)
    try:
        parsed = json.loads(content)
    except ValueError as error:
        message = f"{path.name} is no JSON: {join_lines(str(error), limit=200)}"
        raise UsageError(message) from error
    graphs = parsed.get("graphs") if isinstance(parsed, dict) else None
    if not isinstance(graphs, dict) or not graphs:
        message = f"{path.name} names no graphs"
        raise NothingSelectedError(message)
    folders = tuple(_list_folders(parsed.get("dependencies")))
    variables = dict(_list_variables(path.parent, parsed.get("env")))
    for graph in graphs.values():
        place = graph.get("path") if isinstance(graph, dict) else graph
        if not isinstance(place, str) or not _TARGET.fullmatch(place):
            message = (
                f"{path.name} has a graph that is no target: {join_lines(str(place), limit=80)}"
            )
            raise UsageError(message)
        yield Target(name=place.removeprefix("./"), path=folders, variables=variables)


def _list_folders(dependencies: object) -> Iterator[str]:
    """Give the dependencies that are folders of the project; others are installed."""
    if isinstance(dependencies, list):
        yield from (each for each in dependencies if isinstance(each, str) and each[:1] == ".")


def _list_variables(folder: Path, env: object) -> Iterator[tuple[str, str]]:
    """Give the variables that the file sets; of a file of its own the names alone, for the keys."""
    if isinstance(env, dict):
        yield from ((name, value) for name, value in env.items() if isinstance(value, str))
    elif isinstance(env, str):
        try:
            text = (read_stranger(folder / env, _LARGEST) or b"").decode("utf-8", "replace")
        except StrangeFileError:
            return
        yield from ((name, PLACEHOLDER) for name in _VARIABLE.findall(text))
