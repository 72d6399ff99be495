"""The known names nearest to one that is unknown, for error messages."""

import difflib
from bisect import bisect_left
from collections.abc import Iterable

from packaging.version import InvalidVersion, Version


def find_nearest(text: str, known: Iterable[str], *, count: int = 2) -> tuple[str, ...]:
    """Return at most ``count`` of the known names, the nearest first.

    Versions are near by their order (3.99 is next to 3.15, not to 3.9), other names by spelling.
    """
    names = sorted(set(known))
    try:
        wanted = Version(text)
        versions = sorted(Version(name) for name in names)
    except InvalidVersion:
        return tuple(difflib.get_close_matches(text, names, n=count, cutoff=0))
    # The one below first, then the one above; at an end, what is left on the other side.
    place = bisect_left(versions, wanted)
    below, above = versions[:place][::-1], versions[place:]
    ordered = [*below[:1], *above[:1], *below[1:], *above[1:]]
    return tuple(str(version) for version in ordered[:count])


def hint_at_nearest(text: str, known: Iterable[str]) -> str:
    """Return ``nearest: a, b`` for a message, or that there is none."""
    names = find_nearest(text, known)
    return f"nearest: {', '.join(names)}" if names else "there is none"
