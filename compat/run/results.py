"""The result cache: records of cells in which nothing has changed that can change them."""

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from compat.environments.inputs import Cache, make_key
from compat.environments.resolution import Resolution
from compat.environments.resolver import Wanted
from compat.errors import CorruptRecordError, DiskError, NewerVersionError
from compat.files import write_atomic
from compat.options import Options
from compat.record.asked import BY_CELLS, Asked, find_complaint
from compat.record.model import Record
from compat.record.pack import Evidence


@dataclass(kw_only=True)
class Results:
    """Records below ``root``, one file each, by all that made them; see ``Inputs``.

    ``ignored`` reads nothing, and writes all the same. ``noted`` collects a line for each entry
    that was damaged and for the first that could not be written.
    """

    root: Path
    evidence: Evidence
    ignored: bool = False
    noted: list[str] = field(default_factory=list)
    _refused: bool = False

    def get(self, wanted: Wanted, resolution: Resolution) -> Record | None:
        """Return the record of a cell that is resolved like this, or None."""
        place = self._place(wanted, resolution)
        if self.ignored or not place.exists():
            return None
        try:
            record = self.evidence.unpack(place.read_bytes(), place.name)
        except (CorruptRecordError, NewerVersionError, OSError) as error:
            self.noted.append(f"{wanted.cell}: the cache has {error}; the cell runs again")
            with suppress(OSError):
                place.unlink()
            return None
        with suppress(OSError):
            place.touch()  # it is in use
        if wrong := find_complaint(record, self._asked(wanted, resolution)):
            self.noted.append(f"{wanted.cell}: the cache has a record that does not fit: {wrong}")
            return None
        return record

    def _asked(self, wanted: Wanted, resolution: Resolution) -> Asked:
        given = wanted.inputs
        return Asked(
            cell=wanted.cell,
            suite=given.suite or "",
            build=wanted.build,
            overrides=resolution.overrides,
            packages={pin.name: pin.version for pin in (*resolution.pins, wanted.core)},
            options=given.options or Options(),
        )

    def put(self, record: Record, wanted: Wanted, resolution: Resolution) -> None:
        """Keep a record, if it is one that another run may take for its own."""
        if record.status not in BY_CELLS or any(seen.harness_error for seen in record.observations):
            return
        place = self._place(wanted, resolution)
        try:
            write_atomic(place, self.evidence.pack(record), lasting=False)
        except DiskError as error:
            if not self._refused:
                self.noted.append(f"nothing is kept for other runs: {error}")
            self._refused = True

    def _place(self, wanted: Wanted, resolution: Resolution) -> Path:
        inputs = wanted.resolved(resolution)
        return self.root / str(inputs.suite)[:12] / f"{make_key(Cache.RESULT, inputs)}.json"
