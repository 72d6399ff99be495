"""The options that a project keeps in its pyproject.toml, so that nobody has to type them."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from compat.axes.nearest import hint_at_nearest
from compat.axes.text import join_lines
from compat.errors import UsageError
from compat.files import StrangeFileError, read_stranger
from compat.work.project_lock import parse_toml

TABLE: Final = "[tool.langchain-core-compat]"
TEXTS: Final = ("base",)
"""Keys of which the value is one text, not a list."""

_NAME: Final = "langchain-core-compat"
_FILE: Final = "pyproject.toml"
_LARGEST: Final = 1_000_000  # bytes of a file that a person writes
_ROOTS: Final = (".git", ".hg")  # a repository has one of these in its root
_EXAMPLES: Final = {
    "only": '["tool-async", "gather"]',
    "group": '["concurrency"]',
    "pythons": '["3.10", "3.13"]',
    "releases": '["edges"]',
    "private": '["summarize > ChatOpenAI"]',
    "base": '"https://example.org/matrix"',
}


@dataclass(frozen=True, kw_only=True)
class ProjectOptions:
    """What a project sets: ``values`` by key, none of them empty; ``place`` is the file's path."""

    place: str
    values: Mapping[str, tuple[str, ...]]


def read_options(folder: Path) -> ProjectOptions | None:
    """Return what the nearest pyproject.toml with our table sets, None if there is none.

    Looked at are a folder and those above it up to the root of its repository; outside of a
    repository the folder alone. Raises UsageError for a file that cannot be read, and for a key or
    a value that there is not.
    """
    for each in _list_folders(folder):
        place = os.path.relpath(each / _FILE, folder)
        table = _read_table(each / _FILE, place)
        if table is not None:
            values = {key: _read_value(key, value, place) for key, value in table.items()}
            return ProjectOptions(place=place, values={key: v for key, v in values.items() if v})
    return None


def _list_folders(folder: Path) -> Iterator[Path]:
    """Give a folder, and those above it up to the root of its repository, if it has one."""
    chain = (folder, *folder.parents)
    roots = (number for number, each in enumerate(chain) if _is_root(each))
    yield from chain[: next(roots, 0) + 1]


def _is_root(folder: Path) -> bool:
    return any(os.path.lexists(folder / name) for name in _ROOTS)


def _read_table(path: Path, place: str) -> Mapping[str, object] | None:
    try:
        # A link is followed, as by other tools; what it leads to has to be a file.
        content = read_stranger(Path(os.path.realpath(path)), _LARGEST) or b""
        if _NAME.encode() not in content:
            return None
        parsed = parse_toml(content.decode("utf-8-sig", "replace"), _FILE)
    except StrangeFileError as error:
        message = f"cannot read {TABLE} of {place}: {error}; fix it, or type --no-config"
        raise UsageError(message) from error
    tools = parsed.get("tool")
    table = tools.get(_NAME) if isinstance(tools, dict) else None
    if not isinstance(table, dict | None):
        message = f"{place}: {TABLE} is no table of options"
        raise UsageError(message)
    return table


def _read_value(key: str, value: object, place: str) -> tuple[str, ...]:
    """Return the texts of a value. Raises UsageError."""
    if key not in _EXAMPLES:
        shown = ascii(join_lines(key, limit=40))
        message = f"{place}: unknown key {shown} in {TABLE}; {hint_at_nearest(key, _EXAMPLES)}"
        raise UsageError(message)
    if key in TEXTS and isinstance(value, str):
        return (value.strip(),) if value.strip() else ()
    if key not in TEXTS and isinstance(value, list):
        texts = tuple(each.strip() for each in value if isinstance(each, str))
        if len(texts) == len(value) and all(texts):
            return texts
    kind = "a text" if key in TEXTS else "a list of texts"
    message = f"{place}: {key} in {TABLE} must be {kind}, like {_EXAMPLES[key]}"
    raise UsageError(message)
