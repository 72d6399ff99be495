"""Cells that were installed with a requirement overridden: measured, but not as published.

Most of the time the index lags: a release asks for a requirement of which it has only older ones.
That is said of the index on that day, never of the release.
"""

from collections import defaultdict
from dataclasses import dataclass

from compat.matrix.model import Cell
from compat.reports.table.grid import Grid, describe_place
from compat.reports.text import clip, format_amount


@dataclass(frozen=True, kw_only=True)
class Override:
    """Cells that share their overrides; ``why`` says what the index lacked, "" if not known."""

    names: tuple[str, ...]
    why: str
    where: str
    cells: int

    @property
    def sentence(self) -> str:
        """All of it in a sentence."""
        because = f"; {self.why}" if self.why else ""
        installed = (
            f"{format_amount(self.cells, 'cell')} ({self.where}) installed only with an override"
        )
        return f"{installed} of {', '.join(self.names)}, counted nowhere else{because}."


def group_overrides(index: Grid) -> tuple[Override, ...]:
    """Return the groups of cells with overrides, in the order of their first cell."""
    groups = defaultdict[tuple[tuple[str, ...], str], list[Cell]](list)
    for cell in index.cells.values():
        if cell.stands_apart:
            groups[cell.overrides, clip(cell.reason or "")].append(cell)
    return tuple(
        Override(names=names, why=why, where=describe_place(index, cells), cells=len(cells))
        for (names, why), cells in groups.items()
    )
