"""The cells of a plan in the order in which a run asks for them, round by round.

A column is what stays the same while releases change. Of langchain-core alone that is a Python. A
cell with a layer stands in two: a Python and a langchain-core, along which the layer's releases
change, and a Python and a layer, along which those of langchain-core do.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from packaging.version import Version

from compat.axes.layer import LAYER
from compat.plan.model import Plan, PlannedCell, ReleaseRow
from compat.plan.search import Spot, Track, find_next_batch

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
    places = {spot: cell for cell in run for spot in list_spots(cell)}
    found = {spot: known[cell.id] for spot, cell in places.items() if cell.id in known}
    asked = [places[spot] for spot in find_next_batch(find_tracks(plan), found)]
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


def list_spots(cell: PlannedCell) -> tuple[Spot, ...]:
    """Return where a cell stands: its columns, each with the release that it is there."""
    if cell.layer is None:
        return ((cell.python, cell.core),)
    along_layer = (f"{cell.python} core {cell.core}", cell.layer)
    return along_layer, (f"{cell.python} layer {cell.layer}", cell.core)


def find_tracks(plan: Plan) -> tuple[Track, ...]:
    """Return the lines of every column that has cells to run, in the order in which they teach."""
    rows = {row.version: row for row in plan.releases}
    above = {row.version: row for row in plan.layers}
    found: dict[tuple[str, str], list[ReleaseRow]] = {}  # lines of the layer have its name
    columns: Counter[str] = Counter()
    run = (cell for cell in plan.cells if cell.excluded is None)
    for cell in sorted(run, key=_sort_key):
        core, layer = rows[cell.core], above.get(cell.layer or "")
        known = [(layer, f"{LAYER} {layer.line}")] if layer else []
        for (column, _), (row, line) in zip(
            list_spots(cell), [*known, (core, core.line)], strict=True
        ):
            found.setdefault((column, line), []).append(row)
            columns[column] += 1
    made = [make_track(column, line, releases) for (column, line), releases in found.items()]
    return order_tracks(made, columns)


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
