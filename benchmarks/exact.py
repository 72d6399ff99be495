"""How many cells --exact asks for, played against a full grid whose answers are known.

    python benchmarks/exact.py [reports] [--only SCENARIO ...]

Runs no cell. The matrix should be of ``--releases all``; of any other, the releases that it has are
taken for all that exist. Prints cells, rounds and the ratios to their bounds for the whole
catalogue and for the guide's scenarios, and whether the statements are the full grid's.
"""

import argparse
from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from compat.matrix.build import sign_cell
from compat.matrix.island import Island, find_islands, find_whole_tracks
from compat.matrix.lint import find_complaints
from compat.matrix.model import Matrix, Statement
from compat.matrix.statement import fold_statements, map_published
from compat.plan.search import Known, Spot, Track, find_next_batch
from compat.stored.reports import load

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ("tool-async", "lambda-async")
SHOWN = 20


@dataclass(frozen=True, kw_only=True)
class Played:
    """What a search asked for, and in how many rounds."""

    asked: frozenset[Spot]
    rounds: int


def play(tracks: Collection[Track], truth: Known) -> Played:
    """Return what the search asks for when these are the answers. Asks nothing twice."""
    known: dict[Spot, str | None] = {}
    rounds = 0
    while batch := find_next_batch(tuple(tracks), known):
        rounds += 1
        twice = [spot for spot in batch if spot in known]
        assert not twice, twice  # noqa: S101 - a benchmark holds what it measures
        known |= {spot: truth[spot] for spot in batch}
    return Played(asked=frozenset(known), rounds=rounds)


def neighbours(tracks: Collection[Track], truth: Known) -> list[tuple[Spot, Spot]]:
    """Return both neighbours of every change-over of the truth."""
    pairs = (
        ((track.column, before), (track.column, after))
        for track in tracks
        for before, after in pairwise(track.releases)
    )
    return [pair for pair in pairs if _differ(truth[pair[0]], truth[pair[1]])]


def _differ(before: str | None, after: str | None) -> bool:
    return before is not None and after is not None and before != after


def teacher(tracks: Collection[Track], truth: Known) -> str:
    """Return the Python that is searched first: of those probed the one with most releases."""
    counts: dict[str, int] = {}
    for track in tracks:
        probed = sum(truth[track.column, release] is not None for release in track.releases)
        counts[track.column] = counts.get(track.column, 0) + probed
    return max(counts, key=lambda python: counts[python])


def narrowed(matrix: Matrix, only: Collection[str] | None) -> Matrix:
    """Return a matrix with some scenarios only, of the lines whose every release was run.

    The releases that have cells are taken for all that exist.
    """
    cells = tuple(
        replace(
            cell,
            results={n: r for n, r in cell.results.items() if only is None or n in only},
        )
        for cell in matrix.cells
    )
    there = {cell.core for cell in cells}
    releases = tuple(release for release in matrix.releases if release.version in there)
    whole = {track.line for track in find_whole_tracks(replace(matrix, releases=releases))}
    kept = tuple(release for release in releases if release.line in whole)
    versions = {release.version for release in kept}
    cells = tuple(cell for cell in cells if cell.core in versions)
    made = fold_statements(cells, map_published(kept, matrix.pythons))
    return replace(matrix, cells=cells, releases=kept, statements=made)


def reduced(matrix: Matrix, asked: Collection[Spot]) -> Matrix:
    """Return a matrix of the cells that were asked for."""
    cells = tuple(cell for cell in matrix.cells if (cell.python, cell.core) in asked)
    made = fold_statements(cells, map_published(matrix.releases, matrix.pythons))
    return replace(matrix, cells=cells, statements=made)


def measure(matrix: Matrix, name: str, bound: float) -> None:
    """Play the search against a matrix and print what came out."""
    truth = {(cell.python, cell.core): sign_cell(cell) for cell in matrix.cells}
    tracks = find_whole_tracks(matrix)
    spots = {(track.column, release) for track in tracks for release in track.releases}
    edges = {(track.column, release) for track in tracks for release in track.starts}
    changes = neighbours(tracks, truth)
    first = teacher(tracks, truth)
    alone = play([track for track in tracks if track.column == first], truth)
    needed = edges | {spot for pair in changes for spot in pair} | alone.asked
    played = play(tracks, truth)
    print(f"{name}, lines {' '.join(dict.fromkeys(track.line for track in tracks))}:")
    print(f"  full grid   {len(spots)} cells, {sum(truth[s] is not None for s in spots)} probed")
    print(f"  edges       {len(edges)}")
    print(f"  change-overs {len(changes)}, with {len({s for p in changes for s in p})} neighbours")
    print(f"  on one      {len(alone.asked)} cells, Python {first}, in {alone.rounds} rounds")
    print(f"  --exact     {len(played.asked)} cells in {played.rounds} rounds")
    _ratio(len(played.asked), len(spots), "of the full grid", bound)
    _ratio(
        len(played.asked), len(needed), "of edges, neighbours, and the searches on one Python", 1.3
    )
    agreement(matrix, reduced(matrix, played.asked))


def _ratio(asked: int, whole: int, words: str, bound: float) -> None:
    ratio = asked / whole if whole else 0.0
    held = "held" if ratio <= bound else "NOT HELD"
    print(f"  {ratio:.3f} {words} (at most {bound}: {held})")


def agreement(full: Matrix, exact: Matrix) -> None:
    """Print how the statements differ, and whether islands are why."""
    for complaint in (*find_complaints(full), *find_complaints(exact)):
        print(f"  COMPLAINT: {complaint}")
    mine, theirs = set(map(_said, exact.statements)), set(map(_said, full.statements))
    found = find_islands(full)
    places = {(each.scenario, each.python, each.line) for each in found}
    differing = {said[:3] for said in mine ^ theirs}
    print(f"  statements  {len(full.statements)} of the full grid, {len(exact.statements)} exact")
    print(f"  differing   {len(differing)} lines, {len(differing - places)} NOT for an island")
    for place in sorted(differing - places)[:SHOWN]:
        print(f"    {' '.join(place)}")
    print(f"  islands     {len(found)}")
    for each in found[:SHOWN]:
        print(f"    {_island(each)}")
    if len(found) > SHOWN:
        print(f"    and {len(found) - SHOWN} more")


def _said(said: Statement) -> tuple[str, ...]:
    edges = (str(said.from_edge), str(said.through_edge))
    words = (str(said.verdict), *said.flags, str(said.answer))
    place = (said.scenario, said.python, said.line)
    return (*place, *words, said.from_release, said.through_release, *edges)


def _island(found: Island) -> str:
    around = found.around.verdict if found.around else "nothing"
    where = f"{found.python} {found.first} to {found.last}"
    return f"{found.scenario} {where}: {found.result.verdict} amid {around}"


def main() -> None:
    """Play and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("reports", nargs="?", type=Path, default=ROOT / "reports")
    parser.add_argument("--only", nargs="+", default=GUIDE)
    wanted = parser.parse_args()
    matrix, _ = load(wanted.reports)
    measure(narrowed(matrix, None), "the whole catalogue", 0.3)
    measure(narrowed(matrix, wanted.only), " ".join(wanted.only), 1 / 4)


if __name__ == "__main__":
    main()
