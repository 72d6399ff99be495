"""Cells that were not probed, grouped by status and the first line of their reason."""

from collections import defaultdict
from dataclasses import dataclass

from compat.matrix.model import Cell
from compat.record.model import Status
from compat.reports.table.grid import Grid, describe_place
from compat.reports.text import clip
from compat.reports.words import describe_status


@dataclass(frozen=True, kw_only=True)
class Excluded:
    """Cells with one status and one first line of a reason, bounded; a cell's own is whole."""

    words: str
    reason: str
    where: str
    cells: int


def group_excluded(index: Grid) -> tuple[Excluded, ...]:
    """Return the groups, those with most cells first."""
    groups = defaultdict[tuple[Status, str], list[Cell]](list)
    for cell in index.cells.values():
        if cell.status is not Status.PROBED:
            groups[cell.status, _cut_first_line(cell.reason)].append(cell)
    rows = [
        Excluded(
            words=describe_status(status),
            reason=clip(reason),
            where=describe_place(index, cells),
            cells=len(cells),
        )
        for (status, reason), cells in groups.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.cells, row.words, row.reason)))


def _cut_first_line(reason: str | None) -> str:
    """Return what cells have in common: the lines below name the release and its requirements."""
    lines = (reason or "").strip().splitlines()
    return lines[0] if lines else "no reason given"
