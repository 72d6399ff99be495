"""What is said alike on several Pythons as one, though it was not tested alike."""

from collections.abc import Sequence
from dataclasses import replace

from compat.reports.table.part import Part


def strip_counts(said: tuple[Part, ...]) -> tuple[Part, ...]:
    """Return what is said without how much of it was tested, to tell whether it is the same."""
    return tuple(
        replace(part, tested=min(part.tested, 1), of=part.of if part.tested else 1) for part in said
    )


def join_alike(said: Sequence[tuple[Part, ...]]) -> tuple[Part, ...]:
    """Return as one what is alike on several Pythons, tested as much or less on each."""
    return tuple(
        replace(
            same[0],
            tested=min(part.tested for part in same),
            most=_find_most(same),
        )
        for same in zip(*said, strict=True)
    )


def _find_most(same: Sequence[Part]) -> int | None:
    counts = {part.tested for part in same}
    return max(counts) if len(counts) > 1 else None
