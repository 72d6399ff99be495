"""Complaints about change-overs that do not say what the cells of a layer say.

They are made by walking columns; this looks at each by itself, and counts what must be there.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby, pairwise

from packaging.specifiers import SpecifierSet
from packaging.version import Version

from compat.matrix.model import (
    Along,
    Cell,
    ChangeOver,
    Edge,
    Held,
    Listener,
    Matrix,
    Reading,
    Result,
)
from compat.matrix.sure import is_unsure
from compat.plan.model import ReleaseRow
from compat.record.model import FOUND_OUT, Status

_Spot = tuple[str, str, str]
"""A Python, a release of langchain-core, and one of the layer."""


_AXES: Mapping[Along, int] = {"core": 1, "layer": 2}


@dataclass(frozen=True, kw_only=True)
class _Seen:
    """A matrix, and its cells that nobody had to force, by place."""

    matrix: Matrix
    cells: Mapping[_Spot, Cell]

    @cached_property
    def allowed(self) -> Collection[tuple[str, str]]:
        """The pairs of which the layer asks for that langchain-core."""
        asks = {row.version: SpecifierSet(row.asks or "") for row in self.matrix.layers}
        cores = [row.version for row in self.matrix.releases]
        return {
            (core, layer)
            for layer, asked in asks.items()
            for core in cores
            if asked.contains(core, prereleases=True)
        }

    @cached_property
    def usual(self) -> Mapping[Along, frozenset[str]]:
        """The releases that a person is offered."""
        rows: Mapping[Along, Sequence[ReleaseRow]] = {
            "core": self.matrix.releases,
            "layer": self.matrix.layers,
        }
        return {
            along: frozenset(row.version for row in every if not (row.yanked or row.prerelease))
            for along, every in rows.items()
        }

    @cached_property
    def asked(self) -> Mapping[Along, frozenset[str]]:
        """The releases that any cell has."""
        return {
            along: frozenset(spot[axis] for spot in self.cells) for along, axis in _AXES.items()
        }


def find_layer_complaints(matrix: Matrix) -> Iterator[str]:
    """Give what is wrong with the change-overs of a matrix, a line each; nothing if all is well.

    Each names two cells that tell, says what they say, and has none that tells between them; its
    edge is that of what else lies there; and there are as many as neighbours that differ.
    """
    seen = _Seen(
        matrix=matrix,
        cells={
            (cell.python, cell.core, cell.layer or ""): cell
            for cell in matrix.cells
            if not cell.stands_apart
        },
    )
    for found in matrix.change_overs:
        for held in found.held:
            yield from _check(found, held, seen)
    said = sum(len(found.held) for found in matrix.change_overs)
    if said != (there := _count_changes(seen)):
        yield f"{said} change-overs are told, and neighbours differ {there} times"


def _check(found: ChangeOver, held: Held, seen: _Seen) -> Iterator[str]:
    name = f"{found.scenario} for {found.listener}, {found.before} to {found.after} on {held}"
    ends = [_read(seen, _place(found, held, end), found) for end in (found.before, found.after)]
    if None in ends or Version(found.before) >= Version(found.after):
        yield f"{name}: an end was not probed"
        return
    if ends != [found.was, found.now]:
        yield f"{name}: the cells say something else"
    between = _list_between(found, held, seen)
    if any(_read(seen, spot, found) for spot in between):
        yield f"{name}: something between was probed"
    edge = Edge.BRACKETED if any(_may_run(seen.cells.get(spot)) for spot in between) else Edge.EXACT
    if found.edge is not edge:
        yield f"{name}: it is told as {found.edge}, and it is {edge}"


def _list_between(found: ChangeOver, held: Held, seen: _Seen) -> Sequence[_Spot]:
    """Return the places between the ends that were asked for, or that a person may install."""
    low, high = Version(found.before), Version(found.after)
    usual = seen.usual[found.along]
    inside = (each for each in usual | seen.asked[found.along] if low < _parse(each) < high)
    spots = {each: _place(found, held, each) for each in inside}
    return [
        spot
        for each, spot in spots.items()
        if spot in seen.cells or (each in usual and spot[1:] in seen.allowed)
    ]


_parse = lru_cache(maxsize=1 << 12)(Version)


def _may_run(cell: Cell | None) -> bool:
    return cell is None or cell.status is Status.PROBED or cell.status not in FOUND_OUT


def _place(found: ChangeOver, held: Held, release: str) -> _Spot:
    pair = (release, held.release) if found.along == "core" else (held.release, release)
    return (held.python, *pair)


def _read(seen: _Seen, spot: _Spot, found: ChangeOver) -> Reading | None:
    cell = seen.cells.get(spot)
    return _read_cell(cell, found.scenario, found.listener) if cell else None


def _read_cell(cell: Cell, scenario: str, listener: Listener) -> Reading | None:
    result = cell.results.get(scenario)
    return _hear(result, listener) if result else None


@lru_cache(maxsize=1 << 16)  # cells share their results
def _hear(result: Result, listener: Listener) -> Reading | None:
    heard = result.heard_by(listener)
    return None if is_unsure(heard) else heard.reading


def _count_changes(seen: _Seen) -> int:
    """Return how often a reading differs from that of the neighbour before it."""
    names = {name for cell in seen.cells.values() for name in cell.results}
    rows = [(name, listener) for name in sorted(names) for listener in seen.matrix.listeners]
    count = 0
    for axis in _AXES.values():

        def held(spot: _Spot, axis: int = axis) -> tuple[str, str]:
            return spot[0], spot[3 - axis]

        def order(spot: _Spot, axis: int = axis) -> Version:
            return Version(spot[axis])

        for _, group in groupby(sorted(seen.cells, key=held), key=held):
            column = [seen.cells[spot] for spot in sorted(group, key=order)]
            for name, listener in rows:
                told = filter(None, (_read_cell(cell, name, listener) for cell in column))
                count += sum(one != other for one, other in pairwise(told))
    return count
