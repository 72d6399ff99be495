"""Which of three axes a change between two cells with a layer comes from, and where on the way.

As ``cause`` does it for two. Few of the cells between are measured, so much is not known; what lies
between, ``compat.matrix.column`` tells.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, permutations
from typing import Final

from packaging.version import Version

from compat.axes.cell import CellId
from compat.difference.cause import Axis, Leg, read_saying
from compat.matrix.column import Step, follow, list_fitting, list_steps
from compat.matrix.index import Index
from compat.matrix.model import Along, Cell

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
    beside = {
        get_part(cell, axis): cell for cell in known.matrix.cells if _is_beside(cell, first, axis)
    }
    if axis is Axis.PYTHON:
        steps = follow(known.pythons_between(first.python, last.python), beside)
    else:
        along: Along = "core" if axis is Axis.CORE else "layer"
        held = get_part(first, Axis.LAYER if axis is Axis.CORE else Axis.CORE)
        fitting = list_fitting(along, held, known.matrix.releases, known.matrix.layers)
        steps = _cut(list_steps(fitting, beside), get_part(first, axis), get_part(last, axis))
    return Leg(axis=axis, at=_name_held(first, axis), steps=steps)


def _cut(steps: Sequence[Step], first: str, last: str) -> tuple[Step, ...]:
    """Return what lies from one release to another, both included, in this direction."""
    start, end = Version(first), Version(last)
    low, high = min(start, end), max(start, end)
    inside = [step for step in steps if low <= Version(step[0]) <= high]
    return tuple(inside if start <= end else reversed(inside))


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
