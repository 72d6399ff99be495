"""Cells that were installed with a requirement overridden: measured, but not as published."""

from collections import defaultdict
from dataclasses import dataclass

from compat.matrix.model import Cell
from compat.reports.grid import Grid, where


@dataclass(frozen=True, kw_only=True)
class Override:
    """Cells that share their overrides."""

    names: tuple[str, ...]
    where: str
    cells: int


def overrides(index: Grid) -> tuple[Override, ...]:
    """Return the groups of cells with overrides, in the order of their first cell."""
    groups = defaultdict[tuple[str, ...], list[Cell]](list)
    for cell in index.cells.values():
        if cell.overrides:
            groups[cell.overrides].append(cell)
    return tuple(
        Override(names=names, where=where(index, cells), cells=len(cells))
        for names, cells in groups.items()
    )
