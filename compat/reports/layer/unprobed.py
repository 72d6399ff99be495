"""Cells of a layer that were not probed, by what is in the way: a requirement, a module."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from compat.matrix.model import Cell
from compat.record.model import Status
from compat.reports.layer.places import Places, describe_cells
from compat.reports.text import clip
from compat.reports.words import describe_status

_MARKER = re.compile(r"\{[^{}]*\}")
_CORE = "langchain-core"
_TRAILING = ".,"
_SIGNS = tuple("<>=!~")


@dataclass(frozen=True, kw_only=True)
class Unprobed:
    """Cells with the same in the way, between the ends that ``where`` names."""

    words: str
    reason: str
    where: str
    cells: int


def group_unprobed(places: Places) -> tuple[Unprobed, ...]:
    """Return the groups, by status, those with most cells first."""
    groups: defaultdict[tuple[Status, str], list[Cell]] = defaultdict(list)
    for cell in places.matrix.cells:
        if cell.status is not Status.PROBED:
            groups[cell.status, find_obstacle(cell)].append(cell)
    found = [
        Unprobed(
            words=describe_status(status),
            reason=reason,
            where=describe_cells(cells),
            cells=len(cells),
        )
        for (status, reason), cells in groups.items()
    ]
    return tuple(sorted(found, key=lambda each: (each.words, -each.cells, each.reason)))


def find_obstacle(cell: Cell) -> str:
    """Return what is in the way: the package that asks for another core, else the first line."""
    text = (cell.reason or "").strip()
    for package, asked in _find_requirements(_MARKER.sub("", text).split()):
        if all(_refuses(each, cell.core) for each in asked):
            return clip(f"{package} asks for {_CORE}{' or '.join(asked)}")
    return clip(text.splitlines()[0] if text else "no reason given")


def _find_requirements(words: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """Give each package that depends on langchain-core, with the releases that it asks for.

    These are one specifier, or several of which one is enough.
    """
    for place, three in enumerate(zip(words, words[1:], words[2:], strict=False)):
        if three[1:] == ("depends", "on"):
            asked = list(_read_specifiers(words, place + 3))
            if asked:
                yield three[0], asked


def _read_specifiers(words: Sequence[str], start: int) -> Iterator[str]:
    several = words[start : start + 2] == ["one", "of:"]
    begin = start + 2 if several else start
    for place in range(begin, len(words) if several else min(begin + 1, len(words))):
        asked = words[place].removeprefix(_CORE).rstrip(_TRAILING)
        if not words[place].startswith(_CORE) or not asked.startswith(_SIGNS):
            return
        yield asked


def _refuses(asked: str, core: str) -> bool:
    try:
        return not SpecifierSet(asked).contains(core, prereleases=True)
    except InvalidSpecifier:
        return False
