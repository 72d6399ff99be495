"""What a project's ``langgraph.json`` says: its Python, its graphs, and where their packages are.

Its format: https://docs.langchain.com/langsmith/cli#configuration-file
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from pydantic_core import from_json

from compat.axes.text import join_lines
from compat.files import StrangeFileError
from compat.work.graphs import FILE
from compat.work.project_lock import read_text

_PYTHON: Final = re.compile(r"(3\.[0-9]{1,2})(?:\.[0-9]+)?")
_LARGEST: Final = 1_000_000  # bytes of a file that a person writes
_MOST: Final = 20  # folders, and requirements
_LONGEST: Final = 200  # characters of a folder


@dataclass(frozen=True, kw_only=True)
class GraphFile:
    """What the file says, as far as it can be read.

    ``python`` is what its graphs are deployed on. ``folders`` are those of the project that it
    names as dependencies, ``requirements`` its other ones, as lines. ``graphs`` are their names.
    """

    python: str | None
    folders: tuple[str, ...]
    requirements: tuple[str, ...]
    graphs: tuple[str, ...]


def read_graph_file(folder: Path) -> GraphFile | None:
    """Return what a project's file says, None if there is none. Raises StrangeFileError."""
    text = read_text(folder / FILE, _LARGEST)
    if text is None:
        return None
    try:
        content = from_json(text)
    except ValueError as error:
        message = f"{FILE} is no JSON"
        raise StrangeFileError(message) from error
    if not isinstance(content, dict):
        message = f"{FILE} is no table"
        raise StrangeFileError(message)
    found = [each for each in _list(content.get("dependencies")) if len(each) <= _LONGEST]
    graphs = content.get("graphs")
    return GraphFile(
        python=_read_python(content.get("python_version")),
        folders=tuple(each for each in map(_read_folder, found) if each)[:_MOST],
        requirements=tuple(each for each in found if not each.startswith("."))[:_MOST],
        graphs=tuple(join_lines(name, limit=60) for name in graphs)
        if isinstance(graphs, dict)
        else (),
    )


def _list(value: object) -> Iterator[str]:
    yield from (
        each for each in (value if isinstance(value, list) else ()) if isinstance(each, str)
    )


def _read_python(value: object) -> str | None:
    found = _PYTHON.fullmatch(value) if isinstance(value, str) else None
    return found[1] if found else None


def _read_folder(text: str) -> str | None:
    """Return a folder inside of the project, but not the project itself."""
    path = PurePosixPath(text)
    if not text.startswith(".") or not text.isprintable() or ".." in path.parts:
        return None
    return str(path) if path.parts else None
