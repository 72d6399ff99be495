"""Safe targets near one that is not."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from compat.matrix.index import Index
from compat.matrix.model import Cell

_MOST = 3


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What was asked for: from a probed cell to another; ``safe`` says whether a target is."""

    known: Index
    source: Cell
    target: Cell
    safe: Callable[[Cell], bool]


def find_nearest_safe(wish: Wish) -> tuple[str, ...]:
    """Return the ids of at most three safe targets: on the target's Python, then on others.

    On each Python it is the release nearest to the target's, the newer of two that are as near.
    They lead where the target leads: on an axis that moves at least a step, and on none back.
    """
    pythons = _walk_outwards(wish.known.pythons, wish.target.python)
    found = (_find_on(wish, python) for python in pythons)
    return tuple(cell.id for cell in found if cell)[:_MOST]


def _find_on(wish: Wish, python: str) -> Cell | None:
    for core in _walk_outwards(wish.known.releases, wish.target.core):
        cell = wish.known.probed(python, core)
        if cell is None or not _leads(wish, cell) or _is_yanked(wish, core):
            continue
        if wish.safe(cell):
            return cell
    return None


def _is_yanked(wish: Wish, core: str) -> bool:
    """Tell whether a release is not to be suggested: it was yanked, and nobody asked for it."""
    return core in wish.known.yanked and core != wish.target.core


def _leads(wish: Wish, cell: Cell) -> bool:
    """Tell whether a cell lies on the target's side of the source."""
    axes = ((wish.known.pythons, "python"), (wish.known.releases, "core"))
    steps = [
        (
            _count_steps(ordered, wish.source, wish.target, name),
            _count_steps(ordered, wish.source, cell, name),
        )
        for ordered, name in axes
    ]
    ahead = all(own * (asked or 1) >= 0 for asked, own in steps)
    return ahead and any(own * asked > 0 for asked, own in steps)


def _count_steps(ordered: Sequence[str], source: Cell, other: Cell, name: str) -> int:
    return ordered.index(getattr(other, name)) - ordered.index(getattr(source, name))


def _walk_outwards(ordered: Sequence[str], start: str) -> Iterator[str]:
    """Yield names from one on, by distance; the later of two first."""
    place = ordered.index(start)
    for distance in range(len(ordered)):
        places = dict.fromkeys((place + distance, place - distance))
        yield from (ordered[n] for n in places if 0 <= n < len(ordered))
