"""Safe targets near one that is not."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from compat.axes.python import PYTHONS
from compat.matrix.index import Index
from compat.matrix.model import Cell

_MOST = 3
_END_OF_LIFE = {python.id: python.end_of_life for python in PYTHONS}


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What was asked for: from a probed cell to another.

    ``safe`` tells whether code that works in the source works in a cell, ``useful`` whether the
    events that were asked about are seen there at all.
    """

    known: Index
    source: Cell
    target: Cell
    safe: Callable[[Cell], bool]
    useful: Callable[[Cell], bool]


def find_nearest_safe(wish: Wish) -> tuple[str, ...]:
    """Return the ids of at most three safe targets, one a Python, the fewest steps away first.

    A step is one release, of the layer too, or one Python, counted from the target; of two that are
    as near the newer one comes first. They lead where the target leads: on an axis that moves at
    least a step, and on none back. On the day of the matrix none of their Pythons had reached its
    end of life.
    """
    found = [cell for python in find_alive(wish.known) if (cell := _find_on(wish, python))]
    found.sort(key=lambda cell: (_count_all_steps(wish, cell), -_place(wish.known, cell)))
    return tuple(cell.id for cell in found)[:_MOST]


def find_alive(known: Index) -> tuple[str, ...]:
    """Return the Pythons that had not reached their end of life on the day of the matrix."""
    day = known.matrix.provenance.generated_at[:10]
    return tuple(each for each in known.pythons if _END_OF_LIFE.get(each, day) >= day)


def _find_on(wish: Wish, python: str) -> Cell | None:
    """Return the safe target on a Python that is nearest to the one asked for."""
    for cell in _walk(wish, python):
        if not _leads(wish, cell) or _is_yanked(wish, cell):
            continue
        if wish.safe(cell) and wish.useful(cell):
            return cell
    return None


def _walk(wish: Wish, python: str) -> Iterator[Cell]:
    """Give the cells of a Python that were probed, the nearest to the target first."""
    known, target = wish.known, wish.target
    if target.layer is None:
        cells = (known.probed(python, core) for core in walk_outwards(known.releases, target.core))
        yield from (cell for cell in cells if cell)
        return
    own = [cell for cell in known.matrix.cells if cell.python == python and cell.tells]
    yield from sorted(
        own, key=lambda cell: (_count_all_steps(wish, cell), -_count_layers(wish, cell))
    )


def _is_yanked(wish: Wish, cell: Cell) -> bool:
    """Tell whether a release is not to be suggested: it was yanked, and nobody asked for it."""
    known, target = wish.known, wish.target
    return (cell.core in known.yanked and cell.core != target.core) or (
        cell.layer in known.yanked_layers and cell.layer != target.layer
    )


def _leads(wish: Wish, cell: Cell) -> bool:
    """Tell whether a cell lies on the target's side of the source."""
    asked = _count_steps(wish, wish.source, wish.target)
    own = _count_steps(wish, wish.source, cell)
    pairs = list(zip(asked, own, strict=True))
    ahead = all(taken * (wanted or 1) >= 0 for wanted, taken in pairs)
    return ahead and any(wanted * taken > 0 for wanted, taken in pairs)


def _count_steps(wish: Wish, source: Cell, other: Cell) -> tuple[int, int, int]:
    """Return how many Pythons, releases and layers lie between two cells, back below zero."""
    pythons, releases = wish.known.pythons, wish.known.releases
    return (
        pythons.index(other.python) - pythons.index(source.python),
        releases.index(other.core) - releases.index(source.core),
        _count_layers(wish, other) - _count_layers(wish, source),
    )


def _count_layers(wish: Wish, cell: Cell) -> int:
    """Return how many releases of the layer are older than a cell's, none if it has none."""
    return wish.known.layers.index(cell.layer) if cell.layer else 0


def _count_all_steps(wish: Wish, cell: Cell) -> int:
    return sum(map(abs, _count_steps(wish, wish.target, cell)))


def _place(known: Index, cell: Cell) -> int:
    return known.pythons.index(cell.python)


def walk_outwards(ordered: Sequence[str], start: str) -> list[str]:
    """Return names from one on, by distance; the later of two first.

    All are, from the last one on, if it is not among them.
    """
    place = ordered.index(start) if start in ordered else len(ordered) - 1
    near = sorted(range(len(ordered)), key=lambda n: (abs(n - place), -n))
    return [ordered[n] for n in near]
