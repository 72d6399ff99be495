"""Cells of a layer that were not probed, by what is in the way: a requirement, a module."""

import re
from collections import defaultdict
from dataclasses import dataclass

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from compat.matrix.model import Cell
from compat.record.model import Status
from compat.reports.layer.places import Places, describe_cells
from compat.reports.text import clip
from compat.reports.words import describe_status

_ASKS = re.compile(
    r"([\w.-]+)([<>=!~,.\w*]*) depends on langchain-core(?:\{[^}]*\})?([<>=!~,.\w*]+)"
)
_TRAILING = ".,"


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
    for name, version, asked in _ASKS.findall(text):
        if _refuses(asked.rstrip(_TRAILING), cell.core):
            return clip(f"{name}{version} asks for langchain-core{asked.rstrip(_TRAILING)}")
    return clip(text.splitlines()[0] if text else "no reason given")


def _refuses(asked: str, core: str) -> bool:
    try:
        return not SpecifierSet(asked).contains(core, prereleases=True)
    except InvalidSpecifier:
        return False
