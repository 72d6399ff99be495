"""Which cells to ask next, so that every change of behaviour is found without asking for all.

A pure search over what is known so far: it starts from the ends of every line, and bisects between
two neighbours that differ. What one Python has taught is tried first on the others, since most
changes are of the release and not of the Python.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from packaging.version import Version

Spot = tuple[str, str]
"""A column and a release: of langchain-core alone a column is a Python, see ``plan.exact``."""

Known = Mapping[Spot, str | None]
"""What was asked: a signature, equal where nothing differs, or None for what cannot be probed."""


@dataclass(frozen=True, kw_only=True)
class Track:
    """The releases of one line that may be asked in one column, oldest first.

    ``starts`` are those that are asked whatever comes out; the first and the last belong to them.
    """

    column: str
    line: str
    releases: tuple[str, ...]
    starts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class _Gap:
    """Two releases that were asked, none between them was, and what changes there is not known.

    ``between`` are the releases that were not asked. ``taught`` are pairs of neighbours at which
    another Python changes, as far as one of them at least is not asked here.
    """

    track: Track
    before: Version
    after: Version
    between: tuple[str, ...]
    taught: tuple[tuple[str, str], ...]

    def overlaps(self, other: "_Gap") -> bool:
        """Tell whether the two have releases in common, in different columns of one line."""
        return self.before < other.after and other.before < self.after


def find_next_batch(tracks: Sequence[Track], known: Known) -> tuple[Spot, ...]:
    """Return what to ask next, each once; nothing when all that can be found is found.

    First all starts; then, where two probed neighbours differ, what lies between them until they
    are neighbours among the releases of their track, stepping around what cannot be probed. What
    lies between equal ones is never asked. On a line one Python bisects at a time, in the order of
    ``tracks``: those that come after it wait, then try its change-overs before they bisect
    themselves. Lines have nothing to do with each other.
    """
    starts = [(track.column, release) for track in tracks for release in track.starts]
    if missing := [spot for spot in starts if spot not in known]:
        return tuple(dict.fromkeys(missing))
    lines: dict[str, list[Track]] = {}
    for track in tracks:
        lines.setdefault(track.line, []).append(track)
    wanted = (spot for line in lines.values() for spot in _ask_line(line, known))
    return tuple(dict.fromkeys(wanted))


def _ask_line(tracks: Sequence[Track], known: Known) -> Iterator[Spot]:
    """Give what to ask on one line; the track that teaches the others comes first."""
    taught = {pair for track in tracks for pair in _find_change_overs(track, known)}
    earlier: list[_Gap] = []
    for track in tracks:
        gaps = list(_find_gaps(track, known, taught))
        for gap in gaps:
            # What is taught need not wait for another that only tries what it was taught too.
            ahead = [other for other in earlier if not (gap.taught and other.taught)]
            if not any(gap.overlaps(other) for other in ahead):
                yield from ((track.column, release) for release in _pick_asked(gap))
        earlier += gaps


def _find_change_overs(track: Track, known: Known) -> Iterator[tuple[str, str]]:
    """Give the neighbours of a track that were both probed and differ."""
    for before, after in pairwise(track.releases):
        one, other = (known.get((track.column, release)) for release in (before, after))
        if one is not None and other is not None and one != other:
            yield before, after


def _find_gaps(track: Track, known: Known, taught: set[tuple[str, str]]) -> Iterator[_Gap]:
    places = [n for n, r in enumerate(track.releases) if (track.column, r) in known]
    signs = [known[track.column, track.releases[place]] for place in places]
    for number, (first, last) in enumerate(pairwise(places)):
        before = next((sign for sign in reversed(signs[: number + 1]) if sign), None)
        after = next((sign for sign in signs[number + 1 :] if sign), None)
        inner = before is not None and after is not None
        # Outside the first and last that were probed: where does what can be probed begin?
        open_ = before != after if inner else (signs[number] is None) != (signs[number + 1] is None)
        if open_ and last - first > 1:
            inside = track.releases[first : last + 1]
            pairs = [pair for pair in pairwise(inside) if pair in taught] if inner else []
            yield _Gap(
                track=track,
                before=Version(inside[0]),
                after=Version(inside[-1]),
                between=inside[1:-1],
                taught=tuple(pairs),
            )


def _pick_asked(gap: _Gap) -> tuple[str, ...]:
    """Return both neighbours of a change-over that was taught, else the release in the middle.

    Of several that were taught the one in the middle is tried: if that settles it, the others are
    not of this Python.
    """
    if gap.taught:
        pair = gap.taught[len(gap.taught) // 2]
        return tuple(release for release in pair if release in gap.between)
    return (gap.between[(len(gap.between) - 1) // 2],)
