"""How long cells took when they were last measured."""

from collections.abc import Iterable
from math import isfinite
from pathlib import Path

from compat.record.pack import read_timing
from compat.run.folder import RECORDS

_LONGEST = 3600.0
_SHORTEST = 0.01


def read_durations(folders: Iterable[Path]) -> dict[str, float]:
    """Return seconds by cell id, of the newest record of each cell.

    The folders hold runs or shards, or are one. What cannot be read tells nothing: a plan that is
    cut without it is less even, and no less right.
    """
    found: dict[str, tuple[str, float]] = {}
    for folder in folders:
        for place in (*folder.glob(f"{RECORDS}/*.json"), *folder.glob(f"*/{RECORDS}/*.json")):
            said = None if place.is_symlink() else read_timing(place)
            if said is not None and isfinite(said[1].seconds):
                cell, when = said
                seconds = min(max(when.seconds, _SHORTEST), _LONGEST)
                found[cell] = max(found.get(cell, ("", 0.0)), (when.finished_at, seconds))
    return {cell: seconds for cell, (_, seconds) in found.items()}
