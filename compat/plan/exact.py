"""The cells of a plan in the order in which a run asks for them, round by round.

A column is what stays the same while releases change. Of langchain-core alone that is a Python. A
cell with a layer stands in two: a Python and a langchain-core, along which the layer's releases
change, and a Python and a layer, along which those of langchain-core do.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from packaging.version import Version

from compat.axes.layer import LAYER
from compat.plan.model import Plan, PlannedCell, ReleaseRow
from compat.plan.search import Track, find_next_batch

Signatures = Mapping[str, str | None]
"""By cell id what came out, as the search compares it; None for a cell that was not probed."""


def find_next_cells(plan: Plan, known: Signatures) -> tuple[PlannedCell, ...]:
    """Return the cells to run next, given those that were; nothing when the run is done.

    That is all at once, or of an exact plan what the search asks. It depends on nothing else, so a
    run that was cut off asks the same when it is taken up again.
    """
    run = [cell for cell in plan.cells if cell.excluded is None]
    if not plan.exact:
        return tuple(cell for cell in run if cell.id not in known)
    places = _Places(plan, run)
    spots = {(p.column, p.row.version): cell for cell in run for p in places.of(cell)}
    found = {spot: known[cell.id] for spot, cell in spots.items() if cell.id in known}
    asked = [spots[spot] for spot in find_next_batch(find_tracks(plan), found)]
    return tuple({cell.id: cell for cell in asked}.values())


def play_rounds(plan: Plan, answers: Signatures) -> Iterator[tuple[PlannedCell, ...]]:
    """Give the rounds that a run has, with ``answers`` to what it asks.

    It ends after a round that has a cell without an answer.
    """
    known: dict[str, str | None] = {}
    while batch := find_next_cells(plan, known):
        yield batch
        if any(cell.id not in answers for cell in batch):
            return
        known |= {cell.id: answers[cell.id] for cell in batch}


def find_tracks(plan: Plan) -> tuple[Track, ...]:
    """Return the lines of every column that has cells to run, in the order in which they teach.

    Of columns in which no end of a line stays, the first or the newest, a line counts only if it
    has several releases: single ones are there for the other column that their cell stands in.
    """
    run = sorted((cell for cell in plan.cells if cell.excluded is None), key=_sort_key)
    places = _Places(plan, run)
    found: dict[tuple[str, str], list[ReleaseRow]] = {}
    columns: Counter[str] = Counter()
    ends: set[str] = set()
    for cell in run:
        for place in places.of(cell):
            found.setdefault((place.column, place.line), []).append(place.row)
            columns[place.column] += 1
            ends |= {place.column} if place.end else set()
    made = [
        make_track(column, line, releases)
        for (column, line), releases in found.items()
        if len(releases) > 1 or column in ends
    ]
    return order_tracks(made, columns)


class _Place(NamedTuple):
    """Where a cell stands in a column: the line, which of the layer has its name, and its row.

    ``end``: what stays in the column is an end of its own line.
    """

    column: str
    line: str
    row: ReleaseRow
    end: bool


class _Places:
    """Finds where the cells of a plan stand."""

    def __init__(self, plan: Plan, run: Iterable[PlannedCell]) -> None:
        self._rows = {row.version: row for row in plan.releases}
        self._layers = {row.version: row for row in plan.layers}
        cores = {cell.core: self._rows[cell.core] for cell in run if cell.layer}
        layers = {cell.layer: self._layers[cell.layer] for cell in run if cell.layer}
        self._core_ends = _find_ends(cores.values())
        self._layer_ends = _find_ends(layers.values())

    def of(self, cell: PlannedCell) -> Iterator[_Place]:
        """Give the places of a cell, with a layer two."""
        core = self._rows[cell.core]
        if cell.layer is None:
            yield _Place(cell.python, core.line, core, end=True)
            return
        layer = self._layers[cell.layer]
        held, column = core.version in self._core_ends, f"{cell.python} core {cell.core}"
        yield _Place(column, f"{LAYER} {layer.line}", layer, held)
        held, column = layer.version in self._layer_ends, f"{cell.python} {LAYER} {cell.layer}"
        yield _Place(column, core.line, core, held)


def _find_ends(rows: Iterable[ReleaseRow]) -> frozenset[str]:
    """Return the first and the last of each line."""
    ordered = sorted(rows, key=lambda row: Version(row.version))
    first = {row.line: row.version for row in reversed(ordered)}
    last = {row.line: row.version for row in ordered}
    return frozenset((*first.values(), *last.values()))


def _sort_key(cell: PlannedCell) -> tuple[Version, Version, Version]:
    return Version(cell.python), Version(cell.core), Version(cell.layer or "0")


def order_tracks(made: Iterable[Track], published: Mapping[str, int]) -> tuple[Track, ...]:
    """Return tracks so that the column for which most is published teaches the others."""
    return tuple(sorted(made, key=lambda track: -published[track.column]))


def make_track(column: str, line: str, releases: Sequence[ReleaseRow]) -> Track:
    """Return a line in one column, ``releases`` oldest first.

    It starts from its first and last release, and from the first and last that a person would
    install: neither yanked nor a pre-release.
    """
    current = [row.version for row in releases if not (row.yanked or row.prerelease)]
    every = [row.version for row in releases]
    ends = (every[0], *current[:1], *current[-1:], every[-1])
    return Track(column=column, line=line, releases=tuple(every), starts=tuple(dict.fromkeys(ends)))
