"""Islands as rows: what a run with --exact would have missed, equal ones together."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from compat.matrix.island import Island
from compat.matrix.model import Cell, Result
from compat.reports.table.grid import Grid, describe_place
from compat.reports.words import describe_verdict

NOTHING = "nothing: between what cannot be probed"


@dataclass(frozen=True, kw_only=True)
class IslandRow:
    """Cells of a scenario that say something else than those around them."""

    scenario: str
    where: str
    there: str
    around: str
    cells: int


def group_islands(index: Grid, found: Iterable[Island]) -> tuple[IslandRow, ...]:
    """Return the islands, those that say the same in one row."""
    groups: defaultdict[tuple[str, str, str], list[Cell]] = defaultdict(list)
    for each in found:
        around = _describe(each.around) if each.around else NOTHING
        inside = slice(index.place[each.first], index.place[each.last] + 1)
        cells = (index.at(each.python, release) for release in [*index.place][inside])
        groups[each.scenario, _describe(each.result), around] += [
            cell
            for cell in cells
            if cell and each.scenario in cell.results and not cell.stands_apart
        ]
    return tuple(
        IslandRow(
            scenario=name,
            where=describe_place(index, cells),
            there=there,
            around=around,
            cells=len(cells),
        )
        for (name, there, around), cells in groups.items()
    )


def _describe(result: Result) -> str:
    return ", ".join([describe_verdict(result.verdict, result.answer), *result.flags])
