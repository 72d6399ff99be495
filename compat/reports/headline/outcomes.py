"""What the forms of a scenario came to, cells that agree in one row."""

from collections import defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from compat.matrix.model import Cell, Result
from compat.matrix.unique import Once
from compat.reports.table.grid import Grid, where


@dataclass(frozen=True, kw_only=True)
class Came:
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


def came(
    index: Grid, scenario: str, alike: Callable[[Result], Hashable] = repr
) -> tuple[Came, ...]:
    """Return the results of a scenario in the order of cells, those of equal ``alike`` together."""
    groups: defaultdict[Hashable, list[Cell]] = defaultdict(list)
    key = Once(alike)
    for cell in index.probed:
        if scenario in cell.results:
            groups[key(cell.results[scenario])].append(cell)
    return tuple(
        Came(
            where=where(index, cells),
            cells=tuple(cell.id for cell in cells),
            result=cells[0].results[scenario],
        )
        for cells in groups.values()
    )


def said(result: Result) -> Hashable:
    """Return what a reader is told of a result, without the traces behind it."""
    outcomes = (*sorted(result.outcomes.items()), "and", *sorted(result.remedies.items()))
    return result.verdict, result.answer, result.flags, outcomes, bool(result.repeats)
