"""The result cache: records of cells in which nothing has changed that can change them."""

import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from compat.environments.resolution import Resolution
from compat.environments.resolver import Wanted
from compat.files import DiskError, write_atomic
from compat.record.asked import Asked, complaint
from compat.record.codec import CorruptRecordError, NewerRecordError
from compat.record.model import Record, Status
from compat.record.packed import Evidence

# What a cell's own process found out. What the run failed at is tried again.
_KEPT = frozenset({Status.PROBED, Status.IMPORT_FAILED})


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """What all cells of a run have in common and can change what they record.

    ``suite`` and ``engine`` are hashes of the code that runs inside cells, ``platform`` is the
    system and processor, ``containment`` the level that cells are kept apart by.
    """

    suite: str
    engine: str
    platform: str
    containment: str
    extras: Sequence[str]
    repeat: int
    scenarios: Sequence[str]


@dataclass(kw_only=True)
class Results:
    """Records below ``root``, one file each, named by a SHA-256 over all that made them.

    ``ignored`` reads nothing, and writes all the same. ``noted`` collects a line for each entry
    that was damaged and for the first that could not be written.
    """

    root: Path
    evidence: Evidence
    circumstances: Circumstances
    ignored: bool = False
    noted: list[str] = field(default_factory=list)
    _refused: bool = False

    def get(self, cell: str, wanted: Wanted, resolution: Resolution) -> Record | None:
        """Return the record of a cell that is resolved like this, or None."""
        place = self._place(cell, wanted, resolution)
        if self.ignored or not place.exists():
            return None
        try:
            record = self.evidence.unpack(place.read_bytes(), place.name)
        except (CorruptRecordError, NewerRecordError, OSError) as error:
            self.noted.append(f"{cell}: the cache has {error}; the cell runs again")
            with suppress(OSError):
                place.unlink()
            return None
        with suppress(OSError):
            place.touch()  # it is in use
        if wrong := complaint(record, self._asked(cell, wanted, resolution)):
            self.noted.append(f"{cell}: the cache has what is no record of it: {wrong}")
            return None
        return record

    def _asked(self, cell: str, wanted: Wanted, resolution: Resolution) -> Asked:
        given = self.circumstances
        return Asked(
            cell=cell,
            suite=given.suite,
            build=wanted.build,
            packages={pin.name: pin.version for pin in (*resolution.pins, wanted.core)},
            scenarios=tuple(given.scenarios),
            extras=tuple(given.extras),
        )

    def put(self, record: Record, wanted: Wanted, resolution: Resolution) -> None:
        """Keep a record, if it is one that another run may take for its own."""
        if record.status not in _KEPT or any(seen.harness_error for seen in record.observations):
            return
        place = self._place(record.cell, wanted, resolution)
        try:
            write_atomic(place, self.evidence.pack(record), lasting=False)
        except DiskError as error:
            if not self._refused:
                self.noted.append(f"nothing is kept for other runs: {error}")
            self._refused = True

    def _place(self, cell: str, wanted: Wanted, resolution: Resolution) -> Path:
        given = self.circumstances
        said = [
            cell, given.suite, given.engine, given.platform, given.containment,
            sorted(given.extras), given.repeat, sorted(given.scenarios),
            wanted.build, wanted.core.requirement, resolution.overrides,
            [pin.requirement for pin in resolution.pins],
        ]  # fmt: skip
        name = hashlib.sha256(json.dumps(said).encode()).hexdigest()[:24]
        return self.root / given.suite[:12] / f"{name}.json"
