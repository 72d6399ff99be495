"""Which axis a change comes from, and where on the way it comes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from compat.matrix.index import Index
from compat.matrix.model import Cell
from compat.matrix.packages import HARNESS, find_differing
from compat.matrix.sure import is_unsure
from compat.schema import strict


class Axis(StrEnum):
    """What a change comes from, as far as the cells show.

    ``EITHER``: each alone brings it. ``BOTH``: neither alone does. ``UNKNOWN``: the cells that
    would tell were not probed.
    """

    PYTHON = "python"
    CORE = "core"
    LAYER = "layer"
    EITHER = "either"
    BOTH = "both"
    UNKNOWN = "unknown"


@strict
@dataclass(frozen=True, kw_only=True)
class Turn:
    """Where the scenario's result changes on the way.

    ``axis`` is ``PYTHON``, ``CORE`` or ``LAYER``; ``at`` is what stands still: a release or a
    Python, and with a layer the two others as in an id, ``py3.10-lg1.2.24``. The result is one
    thing in ``last`` and another in ``first``; ``exact`` if nothing published lies between.
    ``packages`` are the other packages that differ between these two cells, (name, last, first),
    those of the harness aside: what is due to them cannot be told from what is due to the axis.
    """

    axis: Axis
    at: str
    last: str
    first: str
    exact: bool
    packages: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Leg:
    """A part of the way on which only one axis moves. ``at`` is what stands still.

    ``steps`` are the names on the axis with their cells, where they were probed.
    """

    axis: Axis
    at: str
    steps: tuple[tuple[str, Cell | None], ...]


def find_axis(known: Index, scenario: str, source: Cell, target: Cell) -> Axis:
    """Return which axis a change of a scenario between two probed cells comes from.

    Where both move, the two cells that share one coordinate with each end tell, or the one of them
    that is known.
    """
    before, after = read_saying(source, scenario), read_saying(target, scenario)
    if before is None or after is None or before == after:
        return Axis.UNKNOWN
    if source.python == target.python:
        return Axis.CORE
    if source.core == target.core:
        return Axis.PYTHON
    by_core = read_saying(known.probed(source.python, target.core), scenario)
    by_python = read_saying(known.probed(target.python, source.core), scenario)
    return _judge_corners(by_core, by_python, before, after)


def is_sure(known: Index, scenario: str, source: Cell, target: Cell) -> bool:
    """Tell whether both axes were tried alone, so that one can be said not to be the cause."""
    if source.python == target.python or source.core == target.core:
        return True
    corners = known.probed(source.python, target.core), known.probed(target.python, source.core)
    return all(read_saying(each, scenario) is not None for each in corners)


def find_legs(
    known: Index, scenario: str, source: Cell, target: Cell, cause: Axis
) -> tuple[Leg, ...]:
    """Return the way from one cell to another along which changes can be placed.

    It turns at a corner that was probed. Where one axis brings the change, it is placed as near to
    the target as the corner allows: the other axis goes first if it changes nothing by itself.
    """
    if source.python == target.python:
        return (_make_core_leg(known, source.python, source.core, target.core),)
    if source.core == target.core:
        return (_make_python_leg(known, source.core, source.python, target.python),)
    over_core = known.probed(source.python, target.core)
    over_python = known.probed(target.python, source.core)
    before = read_saying(source, scenario)
    match cause:
        case Axis.PYTHON:
            python_first = read_saying(over_core, scenario) != before
        case Axis.CORE:
            python_first = read_saying(over_python, scenario) == before
        case _:
            python_first = True
    if over_python and (python_first or not over_core):
        return (
            _make_python_leg(known, source.core, source.python, target.python),
            _make_core_leg(known, target.python, source.core, target.core),
        )
    if over_core:
        return (
            _make_core_leg(known, source.python, source.core, target.core),
            _make_python_leg(known, target.core, source.python, target.python),
        )
    return ()


def find_turns(way: Sequence[Leg], scenario: str) -> Iterator[Turn]:
    """Yield where a scenario's result changes on the way, in its direction."""
    for leg in way:
        steps = enumerate(leg.steps)
        telling = [(n, name, c) for n, (name, c) in steps if c and _tells(c, scenario)]
        for (n, last, before), (m, first, after) in pairwise(telling):
            if _differ(before, after, scenario):
                yield Turn(
                    axis=leg.axis,
                    at=leg.at,
                    last=last,
                    first=first,
                    exact=m == n + 1,
                    packages=tuple(_find_others(before, after)),
                )


def _find_others(before: Cell, after: Cell) -> Iterator[tuple[str, str, str]]:
    """Give the packages that differ between two cells, but those of the harness."""
    differing = find_differing(before.packages, after.packages)
    return (each for each in differing if each[0] not in HARNESS)


def _make_core_leg(known: Index, python: str, first: str, last: str) -> Leg:
    names = known.releases_between(python, first, last)
    steps = tuple((name, known.probed(python, name)) for name in names)
    return Leg(axis=Axis.CORE, at=python, steps=steps)


def _make_python_leg(known: Index, core: str, first: str, last: str) -> Leg:
    names = known.pythons_between(first, last)
    steps = tuple((name, known.probed(name, core)) for name in names)
    return Leg(axis=Axis.PYTHON, at=core, steps=steps)


def read_saying(cell: Cell | None, scenario: str) -> object | None:
    """Return what is to be compared; None if the cell does not tell."""
    return cell.results[scenario].saying if cell and _tells(cell, scenario) else None


def _tells(cell: Cell, scenario: str) -> bool:
    return scenario in cell.results and not is_unsure(cell.results[scenario])


def _differ(before: Cell, after: Cell, scenario: str) -> bool:
    return before.results[scenario].saying != after.results[scenario].saying


def _judge_corners(by_core: object, by_python: object, before: object, after: object) -> Axis:
    """Judge by the cells at which only one axis has moved; None for one that does not tell."""
    match by_core, by_python:
        case None, None:
            return Axis.UNKNOWN
        case None, alone:
            return _judge_one_corner(alone, before, after, Axis.PYTHON, Axis.CORE)
        case alone, None:
            return _judge_one_corner(alone, before, after, Axis.CORE, Axis.PYTHON)
        case _:
            return _judge_two_corners(by_core, by_python, after)


def _judge_one_corner(
    alone: object, before: object, after: object, moved: Axis, other: Axis
) -> Axis:
    """Judge by the only corner there is, at which ``moved`` has moved and ``other`` has not."""
    if alone == after:
        return moved
    return other if alone == before else Axis.BOTH


def _judge_two_corners(by_core: object, by_python: object, after: object) -> Axis:
    core, python = by_core == after, by_python == after
    if core and python:
        return Axis.EITHER
    if core:
        return Axis.CORE
    return Axis.PYTHON if python else Axis.BOTH
