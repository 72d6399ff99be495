"""The evidence behind the cells, what many cells share stored once."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from compat.matrix.model import Cell, Matrix, Result, Traces
from compat.matrix.once import Once
from compat.reports.came import Came, came
from compat.reports.grid import Grid, grid, where
from compat.reports.shared import Shared
from compat.reports.sighting import Listing, Sighting, sightings
from compat.reports.words import verdict_words

_CORE = "langchain-core"


@dataclass(frozen=True, kw_only=True)
class Block:
    """Cells of one Python and line that have everything in common but the release.

    Their reasons are alike but for the release, too. ``packages`` and ``results`` are places in the lists that cells share.
    """

    where: str
    cells: tuple[Cell, ...]
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

    ``blocks`` are by Python. ``came`` has the rows of each scenario; a trace in them is the one that ``shown`` maps it to,
    which says the same. ``packages`` leave langchain-core out: it is the cell's own. ``results``
    are places in the sets of each group. ``package_cells`` and ``result_cells`` count the cells of
    each. ``sightings`` are by scenario.
    """

    blocks: dict[str, tuple[Block, ...]]
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
    """Return the cells in the matrix's order, those that share everything together."""
    seen, listings, shown = sightings(matrix, traces)
    told = Once(partial(_with_shown, shown=shown))
    cells = [
        replace(cell, results={name: told(result) for name, result in cell.results.items()})
        for cell in matrix.cells
    ]
    index = grid(replace(matrix, cells=tuple(cells)))
    rows = {scenario.id: came(index, scenario.id) for scenario in matrix.scenarios}
    packages = Shared({cell.id: _others(cell) for cell in cells if cell.packages})
    groups = {name: Shared(found) for name, found in _outcomes(matrix, rows).items()}
    results = Shared(_places(cells, [*groups.values()]))
    return Evidence(
        blocks=_blocks(index, packages.place, results.place),
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


def _blocks(
    index: Grid, packages: Mapping[str, int], results: Mapping[str, int]
) -> dict[str, tuple[Block, ...]]:
    found: dict[str, dict[Hashable, list[Cell]]] = {python: {} for python in index.pythons}
    for cell in index.cells.values():
        shared = (packages.get(cell.id), results.get(cell.id))
        reason = (cell.reason or "").replace(cell.core, _CORE)
        said = (cell.status, reason, cell.reason_class, cell.overrides)
        same = (index.line[cell.core], *shared, *said)
        found[cell.python].setdefault(same, []).append(cell)
    return {
        python: tuple(
            Block(
                where=where(index, cells),
                cells=tuple(cells),
                packages=packages.get(cells[0].id),
                results=results.get(cells[0].id),
            )
            for cells in blocks.values()
        )
        for python, blocks in found.items()
    }


def _with_shown(result: Result, shown: dict[str, str]) -> Result:
    return replace(
        result,
        traces={form: shown[trace] for form, trace in result.traces.items()},
        repeats={
            form: tuple(dict.fromkeys(shown[trace] for trace in found))
            for form, found in result.repeats.items()
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
