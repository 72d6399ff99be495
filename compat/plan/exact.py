"""The cells of a plan in the order in which a run asks for them, round by round."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from compat.axes.cell import CellId
from compat.plan.model import Plan, PlannedCell, ReleaseRow
from compat.plan.search import Track, find_next_batch

Signatures = Mapping[str, str | None]
"""By cell id what came out, as the search compares it; None for a cell that was not probed."""


def find_next_cells(plan: Plan, known: Signatures) -> tuple[PlannedCell, ...]:
    """Return the cells to run next, given those that were; nothing when the run is done.

    That is all at once, or of an exact plan what the search asks. It depends on nothing else, so a
    run that was cut off asks the same when it is taken up again.
    """
    cells = {(cell.python, cell.core): cell for cell in plan.cells if cell.excluded is None}
    if not plan.exact:
        return tuple(cell for cell in cells.values() if cell.id not in known)
    found = {spot: known[cell.id] for spot, cell in cells.items() if cell.id in known}
    return tuple(cells[spot] for spot in find_next_batch(find_tracks(plan), found))


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
    """Return the lines of every Python that has cells to run, in the order in which they teach."""
    rows = {row.version: row for row in plan.releases}
    run = [cell for cell in plan.cells if cell.excluded is None]
    run.sort(key=lambda cell: CellId.parse(cell.id).key)
    found = groupby(run, key=lambda cell: (cell.python, rows[cell.core].line))
    made = [
        make_track(python, line, [rows[cell.core] for cell in cells])
        for (python, line), cells in found
    ]
    return order_tracks(made, Counter(cell.python for cell in run))


def order_tracks(made: Iterable[Track], published: Mapping[str, int]) -> tuple[Track, ...]:
    """Return tracks so that the Python for which most is published teaches the others."""
    return tuple(sorted(made, key=lambda track: -published[track.python]))


def make_track(python: str, line: str, releases: Sequence[ReleaseRow]) -> Track:
    """Return a line on one Python, ``releases`` oldest first.

    It starts from its first and last release, and from the first and last that a person would
    install: neither yanked nor a pre-release.
    """
    current = [row.version for row in releases if not (row.yanked or row.prerelease)]
    every = [row.version for row in releases]
    ends = (every[0], *current[:1], *current[-1:], every[-1])
    return Track(python=python, line=line, releases=tuple(every), starts=tuple(dict.fromkeys(ends)))
