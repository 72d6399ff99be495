"""The evidence behind the cells, what many cells share stored once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from compat.matrix.model import Cell, Matrix, Traces
from compat.reports.came import Came, came
from compat.reports.grid import grid
from compat.reports.shared import Shared
from compat.reports.sighting import Listing, Sighting, sightings
from compat.reports.words import verdict_words

_CORE = "langchain-core"


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A cell to show; ``packages`` and ``results`` are places in the lists that cells share."""

    cell: Cell
    packages: int | None
    results: int | None


Outcomes = dict[str, tuple[tuple[str, int], ...]]
"""Of a group, by verdict in words: scenarios, each with its place among the rows of ``came``."""


@dataclass(frozen=True, kw_only=True)
class GroupSets:
    """What the scenarios of a group came to; cells that agree in the whole group share a set."""

    name: str
    sets: tuple[Outcomes, ...]


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Everything a page needs below its tables.

    ``came`` has the rows of each scenario; a trace in them is the one that ``shown`` maps it to,
    which says the same. ``packages`` leave langchain-core out: it is the cell's own. ``results``
    are places in the sets of each group. ``package_cells`` and ``result_cells`` count the cells of
    each. ``sightings`` are by scenario.
    """

    cells: tuple[Shown, ...]
    came: dict[str, tuple[Came, ...]]
    packages: tuple[dict[str, str], ...]
    groups: tuple[GroupSets, ...]
    results: tuple[dict[int, int], ...]
    package_cells: tuple[int, ...]
    result_cells: tuple[int, ...]
    shown: dict[str, str]
    sightings: dict[str, tuple[Sighting, ...]]
    listings: tuple[Listing, ...]


def evidence(matrix: Matrix, traces: Traces) -> Evidence:
    """Return the cells in the matrix's order, with what they share."""
    seen, listings, shown = sightings(matrix, traces)
    cells = [_with_shown(cell, shown) for cell in matrix.cells]
    index = grid(replace(matrix, cells=tuple(cells)))
    rows = {scenario.id: came(index, scenario.id) for scenario in matrix.scenarios}
    packages = Shared({cell.id: _others(cell) for cell in cells if cell.packages})
    groups = {name: Shared(found) for name, found in _outcomes(matrix, rows).items()}
    results = Shared(_places(cells, [*groups.values()]))
    return Evidence(
        cells=tuple(
            Shown(
                cell=cell,
                packages=packages.place.get(cell.id),
                results=results.place.get(cell.id),
            )
            for cell in cells
        ),
        came=rows,
        packages=tuple(packages.values),
        groups=tuple(
            GroupSets(name=name, sets=tuple(found.values)) for name, found in groups.items()
        ),
        results=tuple(results.values),
        package_cells=packages.counts(),
        result_cells=results.counts(),
        shown=shown,
        sightings=seen,
        listings=listings,
    )


def _with_shown(cell: Cell, shown: dict[str, str]) -> Cell:
    return replace(
        cell,
        results={
            name: replace(
                result,
                traces={form: shown[trace] for form, trace in result.traces.items()},
                repeats={
                    form: tuple(dict.fromkeys(shown[trace] for trace in found))
                    for form, found in result.repeats.items()
                },
            )
            for name, result in cell.results.items()
        },
    )


def _outcomes(matrix: Matrix, rows: dict[str, tuple[Came, ...]]) -> dict[str, dict[str, Outcomes]]:
    """Return what each cell came to, by group and cell."""
    found: dict[str, dict[str, Outcomes]] = {}
    for scenario in matrix.scenarios:
        by_cell = found.setdefault(scenario.group, {})
        for place, row in enumerate(rows[scenario.id]):
            words = verdict_words(row.result.verdict, row.result.answer)
            for cell in row.cells:
                said = by_cell.setdefault(cell, {})
                said[words] = (*said.get(words, ()), (scenario.id, place))
    return found


def _places(cells: Sequence[Cell], groups: Sequence[Shared[Outcomes]]) -> dict[str, dict[int, int]]:
    """Return the set of each group that a probed cell has, both by their places."""
    found = {
        cell.id: {
            n: group.place[cell.id] for n, group in enumerate(groups) if cell.id in group.place
        }
        for cell in cells
    }
    return {cell: places for cell, places in found.items() if places}


def _others(cell: Cell) -> dict[str, str]:
    return {name: version for name, version in sorted(cell.packages.items()) if name != _CORE}
