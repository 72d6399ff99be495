"""One session of the suite, from the options to the record."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from compat.incell import identity, record
from compat.incell.journal import Journal, Progress
from compat.incell.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from compat.incell.registry import Case

# The clock starts with this module, before anything expensive is imported.
_STARTED = time.monotonic()


@dataclass
class Session:
    """What was asked for, and what has come of it.

    ``out`` is where the record goes, if anywhere; ``planned`` are the cases that were collected.
    """

    cell: str
    host: str
    overrides: tuple[str, ...]
    out: Path | None
    registry: Registry = field(default_factory=Registry)
    journal: Journal = field(default_factory=Journal)
    planned: tuple[Case, ...] = ()

    @classmethod
    def begin(
        cls, *, claimed: str | None, host: str, overrides: Iterable[str], out: Path | None
    ) -> Session:
        """Start one. Raises CellMismatchError if this is not the cell that was claimed."""
        return cls(identity.verified_cell(claimed), host, tuple(overrides), out)

    @property
    def progress(self) -> Progress:
        """The file that says where a crash happened."""
        return Progress(self.out)

    def save_import_failure(self, error: BaseException) -> None:
        """Write the record of a cell that cannot import what is to be measured."""
        self._write(record.import_failed(self._circumstances(), error))

    def save(self) -> None:
        """Write the record, unless a planned case has not run: half a record would mislead."""
        seen = self.journal.observations
        if not self.planned or any(str(case) not in seen for case in self.planned):
            return
        asked = {case.scenario for case in self.planned}
        scenarios = [known for name, known in self.registry.scenarios.items() if name in asked]
        cases = [case for known in scenarios for case in known.every()]
        observations = [seen[str(case)] for case in cases if case in self.planned]
        self._write(record.probed(self._circumstances(), scenarios, observations))

    def _circumstances(self) -> record.Circumstances:
        seconds = time.monotonic() - _STARTED
        return record.Circumstances(self.cell, self.host, self.overrides, seconds)

    def _write(self, made: record.Record) -> None:
        if self.out:
            record.write(made, self.out)
            self.progress.end()
