"""Which of three axes a change between two cells with a layer comes from, and where on the way.

As ``cause`` does it for two. Few of the cells between are measured, so much is not known; what was
asked for and could not be probed is stepped over, as in ``compat.matrix.change_over``.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, permutations
from typing import Final

from packaging.specifiers import SpecifierSet
from packaging.version import Version

from compat.axes.cell import CellId
from compat.difference.cause import Axis, Leg, read_saying
from compat.matrix.index import Index
from compat.matrix.model import Cell
from compat.plan.model import ReleaseRow

AXES: Final = (Axis.PYTHON, Axis.CORE, Axis.LAYER)


def list_moves(source: Cell | CellId, target: Cell | CellId) -> tuple[Axis, ...]:
    """Return the axes on which two cells differ."""
    return tuple(axis for axis in AXES if get_part(source, axis) != get_part(target, axis))


def get_part(cell: Cell | CellId, axis: Axis) -> str:
    """Return what a cell has on an axis."""
    match axis:
        case Axis.PYTHON:
            return cell.python
        case Axis.CORE:
            return cell.core
        case _:
            return cell.layer or ""


def find_axis(known: Index, scenario: str, source: Cell, target: Cell) -> Axis:
    """Return which axis a change of a scenario between two probed cells comes from.

    Where several move, the cells tell in which one of them alone has moved; if some of these were
    not probed, nothing is said.
    """
    before, after = read_saying(source, scenario), read_saying(target, scenario)
    if before is None or after is None or before == after:
        return Axis.UNKNOWN
    moved = list_moves(source, target)
    if len(moved) == 1:
        return moved[0]
    alone = {axis: _read_corner(known, scenario, source, target, axis) for axis in moved}
    if None in alone.values():
        return Axis.UNKNOWN
    bring = [axis for axis, saying in alone.items() if saying == after]
    if len(bring) > 1:
        return Axis.EITHER
    return bring[0] if bring else Axis.BOTH


def is_sure(known: Index, scenario: str, source: Cell, target: Cell) -> bool:
    """Tell whether every axis that moves was tried alone."""
    moved = list_moves(source, target)
    corners = (_read_corner(known, scenario, source, target, axis) for axis in moved)
    return len(moved) == 1 or all(saying is not None for saying in corners)


def find_legs(known: Index, source: Cell, target: Cell, cause: Axis) -> tuple[Leg, ...]:
    """Return a way from one cell to another whose corners were probed, the cause's axis last."""
    moved = list_moves(source, target)
    orders = sorted(permutations(moved), key=lambda order: order[-1:] != (cause,))
    for order in orders:
        places = [_name(source)]
        for axis in order:
            places.append(_move(places[-1], axis, target))
        if all(known.probed(each.python, each.core, each.layer) for each in places):
            steps = zip(order, pairwise(places), strict=True)
            return tuple(_make_leg(known, axis, first, last) for axis, (first, last) in steps)
    return ()


def _name(cell: Cell) -> CellId:
    return CellId(python=cell.python, core=cell.core, layer=cell.layer)


def _move(place: CellId, axis: Axis, target: Cell) -> CellId:
    return _put(place, axis, get_part(target, axis))


def _put(place: CellId, axis: Axis, part: str) -> CellId:
    match axis:
        case Axis.PYTHON:
            return replace(place, python=part)
        case Axis.CORE:
            return replace(place, core=part)
        case _:
            return replace(place, layer=part)


def _read_corner(
    known: Index, scenario: str, source: Cell, target: Cell, axis: Axis
) -> object | None:
    place = _move(_name(source), axis, target)
    return read_saying(known.probed(place.python, place.core, place.layer), scenario)


def _make_leg(known: Index, axis: Axis, first: CellId, last: CellId) -> Leg:
    steps = []
    for part in _list_between(known, axis, first, last):
        place = _put(first, axis, part)
        cell = known.at(place.python, place.core, place.layer)
        if cell is None or cell.tells:  # what was asked for and did not tell is stepped over
            steps.append((part, cell))
    return Leg(axis=axis, at=_name_held(first, axis), steps=tuple(steps))


def _list_between(known: Index, axis: Axis, first: CellId, last: CellId) -> Sequence[str]:
    """Return what lies on an axis from one place to another, in this direction."""
    if axis is Axis.PYTHON:
        return known.pythons_between(first.python, last.python)
    start, end = Version(get_part(first, axis)), Version(get_part(last, axis))
    asked = {get_part(cell, axis) for cell in known.matrix.cells if _is_beside(cell, first, axis)}
    usual = {row.version for row in _list_fitting(known, axis, first) if _is_usual(row)}
    low, high = min(start, end), max(start, end)
    inside = [each for each in asked | usual if low <= Version(each) <= high]
    return sorted(inside, key=Version, reverse=end < start)


def _list_fitting(known: Index, axis: Axis, place: CellId) -> Iterator[ReleaseRow]:
    """Give the releases that may be installed with what stands still."""
    asks = {row.version: SpecifierSet(row.asks or "") for row in known.matrix.layers}
    if axis is Axis.CORE:
        wanted = asks.get(place.layer or "", SpecifierSet())
        yield from _pick(known.matrix.releases, wanted)
    else:
        rows = known.matrix.layers
        yield from (row for row in rows if asks[row.version].contains(place.core, prereleases=True))


def _pick(rows: Iterable[ReleaseRow], wanted: SpecifierSet) -> Iterator[ReleaseRow]:
    return (row for row in rows if wanted.contains(row.version, prereleases=True))


def _is_usual(row: ReleaseRow) -> bool:
    return not (row.yanked or row.prerelease)


def _is_beside(cell: Cell, place: CellId, axis: Axis) -> bool:
    """Tell whether a cell differs from a place on one axis at most."""
    return all(get_part(cell, each) == get_part(place, each) for each in AXES if each is not axis)


def _name_held(place: CellId, axis: Axis) -> str:
    """Return what stands still, as in an id: ``py3.10-lg1.2.24``."""
    parts = {
        Axis.PYTHON: f"py{place.python}",
        Axis.CORE: f"core{place.core}",
        Axis.LAYER: f"lg{place.layer}",
    }
    return "-".join(part for each, part in parts.items() if each is not axis)
