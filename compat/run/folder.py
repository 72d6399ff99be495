"""Where a run keeps its plan and records, so that it can be taken up again."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from filelock import FileLock, Timeout

from compat.errors import CorruptRecordError, DiskError
from compat.files import make_folder, make_home, write_atomic
from compat.plan.codec import decode, encode, make_run_key
from compat.plan.model import Plan
from compat.record.asked import BY_CELLS, Asked, find_complaint
from compat.record.model import Record
from compat.record.pack import Evidence
from compat.record.store import Loaded, load, put

RECORDS = "records"
EVIDENCE = "evidence"
"""Beside the folder of all runs: what their records refer to."""
_FINISHED = "finished"


@dataclass(frozen=True, kw_only=True)
class RunFolder:
    """An open run: its plan, what it already has, and a folder for its cells to work in."""

    path: Path
    plan: Plan
    kept: Loaded
    evidence: Evidence

    @property
    def work(self) -> Path:
        """A folder that is empty when a run starts and gone when it ends."""
        return self.path / "work"

    def put(self, record: Record) -> Record:
        """Keep a record, and return it sharing what others have too. Raises DiskError."""
        shared = self.evidence.shared(record)
        put(self.path / RECORDS, shared, self.evidence)
        return shared

    def finish(self) -> None:
        """Say that there is nothing left to take up, and drop earlier runs of the same key."""
        write_atomic(self.path / _FINISHED, b"")
        key = self.path.name.rpartition("-")[0]
        for other in self.path.parent.glob(f"{key}-*"):
            if other != self.path and (other / _FINISHED).exists():
                shutil.rmtree(other, ignore_errors=True)


@contextmanager
def open_run(
    home: Path, plan: Plan, *, fresh: bool, key: Callable[[Plan], str] = make_run_key
) -> Iterator[RunFolder]:
    """Open the unfinished run of this plan if there is one that nobody else runs, else a new one.

    A run that is taken up keeps the moment that it was planned for, and what cells have told.
    What the index or the machine said is asked for again: either may be another today. ``fresh``
    always starts anew. ``key`` says what a run and its continuation have in common. Raises
    DiskError, NewerVersionError.
    """
    runs = home / "runs"
    make_home(home)
    make_folder(runs)
    _sweep(runs)
    for path in _list_candidates(runs, key(plan), fresh=fresh):
        lock = _lock(path)
        if lock is None:
            continue
        try:
            yield _open(path, plan, Evidence(root=home / EVIDENCE), key)
        finally:
            shutil.rmtree(path / "work", ignore_errors=True)
            lock.release()
        return


def _lock(path: Path) -> FileLock | None:
    """Return the lock of a run folder, taken, or None if another process has it."""
    lock = FileLock(path.with_name(f".{path.name}.lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return None
    except OSError as error:
        message = f"cannot lock {path}: {error.strerror or error}"
        raise DiskError(message) from error
    return lock


def _sweep(runs: Path) -> None:
    """Remove the work folders that runs which were killed have left."""
    for work in runs.glob("*/work"):
        if lock := _lock(work.parent):
            shutil.rmtree(work, ignore_errors=True)
            lock.release()


def _list_candidates(runs: Path, key: str, *, fresh: bool) -> Iterator[Path]:
    """Give the places to try: unfinished runs of the key first, then those that do not exist."""
    existing = sorted(runs.glob(f"{key}-*"))
    if not fresh:
        yield from (path for path in existing if not (path / _FINISHED).exists())
    for number in count(1):
        path = runs / f"{key}-{number}"
        if not path.exists():
            yield path


def _hold(content: bytes, name: str, plan: Plan, evidence: Evidence) -> Record:
    """Return a record of a run that is taken up. Raises CorruptRecordError or NewerVersionError."""
    record = evidence.unpack(content, name)
    asked = Asked(cell=record.cell, suite=plan.suite_hash, options=plan.options, by_run=True)
    if wrong := find_complaint(record, asked):
        message = f"{name} is not what the run asks for: {wrong}"
        raise CorruptRecordError(message)
    return record


def _open(path: Path, plan: Plan, evidence: Evidence, key: Callable[[Plan], str]) -> RunFolder:
    shutil.rmtree(path / "work", ignore_errors=True)
    stored = None
    with suppress(OSError):
        stored = decode((path / "plan.json").read_bytes())
    # The folder's name is the key: where the plan was damaged, its records are still of this plan.
    if stored is None or key(stored) != key(plan):
        write_atomic(path / "plan.json", encode(plan))
        stored = plan
    found = load(path / RECORDS, lambda content, name: _hold(content, name, stored, evidence))
    settled = {cell: record for cell, record in found.records.items() if record.status in BY_CELLS}
    return RunFolder(
        path=path,
        plan=stored,
        kept=Loaded(records=settled, set_aside=found.set_aside),
        evidence=evidence,
    )
