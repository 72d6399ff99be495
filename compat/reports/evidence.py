"""The evidence behind the cells, what many cells share stored once."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from compat.matrix.model import Cell, Matrix, Result, Traces
from compat.record.model import Observation, Run

DEEPEST = 40
"""Runs nested deeper are shown at this depth: a page must render whatever a cell recorded."""

_CORE = "langchain-core"
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Node:
    """A run with the runs below it."""

    run: Run
    children: list["Node"]


@dataclass(frozen=True, kw_only=True)
class Listing:
    """A stream's runs as trees; ``name`` is its protocol, or the caller's handler."""

    name: str
    parents_known: bool
    runs: list[Node]


@dataclass(frozen=True, kw_only=True)
class Trace:
    """An observation to show. ``cells`` is the number of cells that it was made in."""

    id: str
    seen: Observation
    listings: tuple[Listing, ...]
    cells: int


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A cell to show; ``packages`` and ``results`` are places in the lists that cells share."""

    cell: Cell
    packages: int | None
    results: int | None


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Everything a page needs below its tables.

    ``packages`` leave langchain-core out: it is the cell's own. ``shared`` counts the cells of each
    set of packages and of results.
    """

    cells: tuple[Shown, ...]
    packages: tuple[dict[str, str], ...]
    results: tuple[dict[str, Result], ...]
    package_cells: tuple[int, ...]
    result_cells: tuple[int, ...]
    traces: tuple[Trace, ...]


def evidence(matrix: Matrix, traces: Traces) -> Evidence:
    """Return the cells in the matrix's order, with what they share."""
    packages = _Shared({cell.id: _others(cell) for cell in matrix.cells if cell.packages})
    results = _Shared(
        {cell.id: dict(sorted(cell.results.items())) for cell in matrix.cells if cell.results}
    )
    uses = Counter(
        trace
        for cell in matrix.cells
        for trace in {t for result in cell.results.values() for t in result.traces.values()}
    )
    return Evidence(
        cells=tuple(
            Shown(
                cell=cell,
                packages=packages.place.get(cell.id),
                results=results.place.get(cell.id),
            )
            for cell in matrix.cells
        ),
        packages=tuple(packages.values),
        results=tuple(results.values),
        package_cells=packages.counts(),
        result_cells=results.counts(),
        traces=tuple(
            Trace(id=name, seen=seen, listings=_listings(seen), cells=uses[name])
            for name, seen in sorted(traces.traces.items(), key=_by_scenario)
        ),
    )


def trees(runs: Sequence[Run]) -> list[Node]:
    """Return runs under their parents. A parent that does not stand before its run is ignored."""
    nodes: list[Node] = []
    depths: list[int] = []
    roots: list[Node] = []
    for place, run in enumerate(runs):
        node = Node(run=run, children=[])
        parent = run.parent if run.parent is not None and 0 <= run.parent < place else None
        while parent is not None and depths[parent] >= DEEPEST:
            parent = runs[parent].parent
        (roots if parent is None else nodes[parent].children).append(node)
        depths.append(0 if parent is None else depths[parent] + 1)
        nodes.append(node)
    return roots


class _Shared(Generic[T]):
    """Equal values once, in the order of first use."""

    def __init__(self, by_cell: dict[str, T]) -> None:
        self.values: list[T] = []
        self.place: dict[str, int] = {}
        known: dict[str, int] = {}
        for cell, value in by_cell.items():
            key = repr(value)
            if key not in known:
                known[key] = len(self.values)
                self.values.append(value)
            self.place[cell] = known[key]

    def counts(self) -> tuple[int, ...]:
        used = Counter(self.place.values())
        return tuple(used[n] for n in range(len(self.values)))


def _by_scenario(named: tuple[str, Observation]) -> tuple[str, str, str]:
    return named[1].scenario, named[1].variant, named[0]


def _others(cell: Cell) -> dict[str, str]:
    return {name: version for name, version in sorted(cell.packages.items()) if name != _CORE}


def _listings(seen: Observation) -> tuple[Listing, ...]:
    streams: Iterable[Listing] = (
        Listing(name=each.protocol, parents_known=each.parents_known, runs=trees(each.runs))
        for each in seen.streams
    )
    handler = Listing(name="callback handler", parents_known=True, runs=trees(seen.handler))
    return (*streams, handler)
