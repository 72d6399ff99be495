"""The id of a cell, like ``py3.12-core0.3.40``: the unit of commands, files and links."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Annotated, Final, Self

from packaging.version import InvalidVersion, Version
from pydantic import Field

from compat.axes.free_threaded import refuse_free_threaded
from compat.axes.nearest import hint_at_nearest
from compat.axes.text import join_lines
from compat.errors import NothingSelectedError, UsageError

# No character that a file name, a shell or a URL gives a meaning to. Epochs and local versions
# are left out: no index publishes them.
_VERSION: Final = r"[0-9][0-9a-z.]{0,39}"
_ID: Final = re.compile(
    rf"py(?P<python>[0-9]+\.[0-9]+)-core(?P<core>{_VERSION})(-lg(?P<layer>{_VERSION}))?"
)
_EXAMPLE: Final = "an id is like py3.12-core0.3.40, a glob like py3.12-*"


Layer = Annotated[str | None, Field(exclude_if=lambda layer: layer is None)]
"""The version of langgraph on top of a release, None for the release alone; files leave it out."""


@dataclass(frozen=True, kw_only=True)
class CellId:
    """A Python's minor series with a release of langchain-core, and a layer on top if there is one.

    ``layer`` is a version of langgraph. All are in their canonical spelling, so that a cell has one
    id only, which ``str()`` gives.
    """

    python: str
    core: str
    layer: str | None = None

    def __str__(self) -> str:
        layer = f"-lg{self.layer}" if self.layer else ""
        return f"py{self.python}-core{self.core}{layer}"

    @property
    def key(self) -> tuple[Version, Version, Version]:
        """What to sort by: Python, then release, then layer, oldest first and none before any."""
        return Version(self.python), Version(self.core), Version(self.layer or "0")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an id. Raises UsageError, or NothingSelectedError of a free-threaded Python."""
        refuse_free_threaded(text.removeprefix("py").partition("-")[0])
        match = _ID.fullmatch(text)
        try:
            cell = match and cls(
                python=str(Version(match["python"])),
                core=str(Version(match["core"])),
                layer=match["layer"] and str(Version(match["layer"])),
            )
        except InvalidVersion:
            cell = None
        if cell is None:
            message = f"malformed cell id {join_lines(text, limit=60)!r}; {_EXAMPLE}"
            raise UsageError(message)
        if str(cell) != text:
            message = f"malformed cell id {text!r}; its one spelling is {cell}"
            raise UsageError(message)
        return cell


def match_cells(patterns: Sequence[str], cells: Iterable[CellId]) -> tuple[CellId, ...]:
    """Return the cells that an id or a glob names, each once, sorted.

    Raises UsageError or NothingSelectedError: a pattern that matches nothing is a mistake, whatever
    the others match.
    """
    known = {str(cell): cell for cell in cells}
    chosen = {name for pattern in patterns for name in _match(pattern, known)}
    return tuple(sorted((known[name] for name in chosen), key=lambda cell: cell.key))


def _match(pattern: str, known: dict[str, CellId]) -> list[str]:
    if any(char in pattern for char in "*?["):
        names = [name for name in known if fnmatchcase(name, pattern)]
        if not names:
            shown = join_lines(pattern, limit=60)
            message = f"no cell matches {shown!r}; {hint_at_nearest(pattern, known)}; {_EXAMPLE}"
            raise NothingSelectedError(message)
        return names
    name = str(CellId.parse(pattern))
    if name not in known:
        message = f"unknown cell {name}; {hint_at_nearest(name, known)}"
        raise UsageError(message, "unknown-cell")
    return [name]
