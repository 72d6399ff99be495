"""Upgrades that many people make, and which of them change most."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from compat.difference.cause import Axis
from compat.difference.effect import LOSSES, Effect
from compat.difference.upgrade import Decision, Upgrade, explain_upgrade
from compat.matrix.index import Index
from compat.matrix.model import Cell

_FELT = (*LOSSES, Effect.BETTER)


@dataclass(frozen=True, kw_only=True)
class Consequential:
    """The likely upgrades that change most: of Python, of core, and one that changes nothing."""

    python: Upgrade | None
    core: Upgrade | None
    nothing: Upgrade | None


def find_likely(known: Index) -> tuple[Upgrade, ...]:
    """Return the upgrades that people are likely to ask for, one axis at a time.

    On each Python from the newest release of every line to the newest of the next and to the newest
    of all; with the newest release of each line from every Python to the next that has it.
    """
    steps = dict.fromkeys((*_step_core(known), *_step_python(known)))
    return tuple(
        explain_upgrade(known, known.cells[one], known.cells[other]) for one, other in steps
    )


def find_consequential(known: Index, found: tuple[Upgrade, ...]) -> Consequential:
    """Return the most consequential of some upgrades by axis.

    That is the one in which most scenarios get better or worse; of equal ones the one with more
    silent losses, then the newer target.
    """
    by_axis = {
        axis: [each for each in found if _find_axis(each) is axis]
        for axis in (Axis.PYTHON, Axis.CORE)
    }
    still = [each for each in found if each.decision is Decision.SAFE and not each.changes]
    return Consequential(
        python=max(by_axis[Axis.PYTHON], key=lambda each: _weigh(known, each), default=None),
        core=max(by_axis[Axis.CORE], key=lambda each: _weigh(known, each), default=None),
        nothing=max(still, key=lambda each: _rank_newness(known, each), default=None),
    )


def _find_axis(each: Upgrade) -> Axis:
    return Axis.CORE if each.source.python == each.target.python else Axis.PYTHON


def _weigh(known: Index, each: Upgrade) -> tuple[int, ...]:
    effects = Counter(change.effect for change in each.changes)
    felt = sum(effects[effect] for effect in _FELT)
    return (felt, effects[Effect.SILENT], *_rank_newness(known, each))


def _rank_newness(known: Index, each: Upgrade) -> tuple[int, int]:
    return known.releases.index(each.target.core), known.pythons.index(each.target.python)


Step = tuple[str, str]
"""The ids of two cells."""


def _step_core(known: Index) -> Iterator[Step]:
    for python in known.pythons:
        newest = [cell.id for cell in _find_newest_of_lines(known, python)]
        yield from pairwise(newest)
        for before in newest[:-1]:
            yield before, newest[-1]


def _step_python(known: Index) -> Iterator[Step]:
    for before, after in pairwise(known.pythons):
        for cell in _find_newest_of_lines(known, before):
            if target := known.probed(after, cell.core):
                yield cell.id, target.id


def _find_newest_of_lines(known: Index, python: str) -> list[Cell]:
    """Return the newest probed cell of every line on a Python, oldest line first."""
    found: dict[str, Cell] = {}
    for core in known.releases:
        if cell := known.probed(python, core):
            found[known.line[core]] = cell
    return list(found.values())
