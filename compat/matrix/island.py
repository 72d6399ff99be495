"""Islands: what changes and changes back between releases that say the same.

Bisecting cannot see them. A line of which every release was probed shows them, so the search is
played again there, to list what it would have missed.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from packaging.version import Version

from compat.matrix.build import sign_cell
from compat.matrix.index import Index
from compat.matrix.model import Cell, Matrix, Result
from compat.matrix.statement import map_published
from compat.plan.exact import make_track, order_tracks
from compat.plan.search import Known, Spot, Track, find_next_batch
from compat.record.model import Status

EXCLUDED = frozenset({Status.NOT_PUBLISHED, Status.INTERPRETER_MISSING})
"""What a cell has that is known without running it."""


@dataclass(frozen=True, kw_only=True)
class Island:
    """Releases of one line that an exact run would have taken for what stands around them.

    ``around`` is None where it would have said nothing: they lie between a line's end and others
    that cannot be probed.
    """

    scenario: str
    python: str
    line: str
    first: str
    last: str
    result: Result
    around: Result | None


def find_islands(matrix: Matrix) -> tuple[Island, ...]:
    """Return what an exact run would have missed in the lines of which every release is there.

    Ordered by scenario, Python and release.
    """
    index = Index(matrix=matrix)
    whole = find_whole_tracks(matrix)
    if not whole:
        return ()
    asked = play(whole, {(cell.python, cell.core): sign_cell(cell) for cell in matrix.cells})
    found = (island for each in whole for island in _find_missed(each, index, asked))
    return tuple(sorted(found, key=_rank))


def find_whole_tracks(matrix: Matrix) -> tuple[Track, ...]:
    """Return the lines whose every release has a cell that was run, on all Pythons that ran any.

    On such a line the search can be played again as a run would have gone.
    """
    run = {(cell.python, cell.core) for cell in matrix.cells if cell.status not in EXCLUDED}
    rows = {row.version: row for row in matrix.releases}
    known = map_published(matrix.releases, matrix.pythons)
    begun = [
        (
            make_track(python, line, [rows[version] for version in versions]),
            all((python, version) in run for version in versions),
        )
        for (python, line), versions in known.items()
        if any((python, version) in run for version in versions)
    ]
    partial = {each.line for each, whole in begun if not whole}
    published: Counter[str] = Counter()
    for (python, _), versions in known.items():
        published[python] += len(versions)
    return order_tracks((each for each, _ in begun if each.line not in partial), published)


def play(tracks: Sequence[Track], truth: Known) -> Collection[Spot]:
    """Return the spots that the search asks for when these are the answers."""
    known: dict[Spot, str | None] = {}
    while batch := find_next_batch(tracks, known):
        known |= {spot: truth[spot] for spot in batch}
    return known


def _find_missed(track: Track, index: Index, asked: Collection[Spot]) -> Iterator[Island]:
    every = (index.at(track.column, release) for release in track.releases)
    line = [cell for cell in every if cell and not cell.stands_apart]
    for scenario in sorted({name for cell in line for name in cell.results}):
        probed = [cell for cell in line if scenario in cell.results]
        runs = [
            (seen, list(group))
            for seen, group in groupby(probed, key=lambda c: (c.python, c.core) in asked)
        ]
        for number, (seen, run) in enumerate(runs):
            if not seen:
                outside = number in {0, len(runs) - 1}
                around = None if outside else runs[number - 1][1][-1].results[scenario]
                yield from _find_differing(scenario, track, run, around)


def _find_differing(
    scenario: str, track: Track, run: Sequence[Cell], around: Result | None
) -> Iterator[Island]:
    for said, group in groupby(run, key=lambda cell: cell.results[scenario].reading):
        if around is None or said != around.reading:
            cells = list(group)
            yield Island(
                scenario=scenario,
                python=track.column,
                line=track.line,
                first=cells[0].core,
                last=cells[-1].core,
                result=cells[0].results[scenario],
                around=around,
            )


def _rank(island: Island) -> tuple[str, Version, Version]:
    return island.scenario, Version(island.python), Version(island.first)
