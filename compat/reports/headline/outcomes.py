"""What the forms of a scenario came to, cells that agree in one row."""

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass

from compat.matrix.model import Cell, Result
from compat.reports.table.grid import Grid, describe_place


@dataclass(frozen=True, kw_only=True)
class OutcomeRow:
    """Cells whose results are alike; ``result`` is one of theirs."""

    where: str
    cells: tuple[str, ...]
    result: Result

    @property
    def remarks(self) -> tuple[str, ...]:
        """The answer of a fact, the flags, and whether later runs saw something else."""
        answer = [self.result.answer] if self.result.answer is not None else []
        later = ["later runs differ"] if self.result.repeats else []
        return (*answer, *self.result.flags, *later)


def group_outcomes(index: Grid, scenario: str) -> tuple[OutcomeRow, ...]:
    """Return the results of a scenario in the order of cells, those told alike together."""
    groups: defaultdict[Hashable, list[Cell]] = defaultdict(list)
    for cell in index.telling:
        if scenario in cell.results:
            groups[_pick_told(cell.results[scenario])].append(cell)
    return tuple(
        OutcomeRow(
            where=describe_place(index, cells),
            cells=tuple(cell.id for cell in cells),
            result=cells[0].results[scenario],
        )
        for cells in groups.values()
    )


def _pick_told(result: Result) -> Hashable:
    """Return what a reader is told of a result, without the traces behind it."""
    return result.saying, bool(result.repeats)
