"""One cell: an environment, a process in it, and the record of what came out."""

import asyncio
import errno
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from compat.axes.interpreter import Interpreter
from compat.environments.refusal import Refused
from compat.errors import CorruptRecordError, DiskError, NewerVersionError
from compat.files import StrangeFileError, read_stranger
from compat.options import Options
from compat.plan.model import PlannedCell
from compat.process import Finished
from compat.record.asked import Asked, find_complaint
from compat.record.codec import SIZE_LIMIT, decode
from compat.record.model import SCHEMA_VERSION, Observation, Record, Status, Timing
from compat.record.shortage import find_shortage
from compat.run.host import Host, Ready
from compat.run.suite import Suite
from compat.shortage import ERRNOS, find_shortage_behind, find_shortage_in
from compat.warm.refused import REFUSED

_REASON = 2000  # characters
_NO_SPACE = "No space left on device"
_NOTES = 2**20  # bytes
# Shortages that pass; a disk that is full ends the run, which keeps what it has.
_PASSING = ERRNOS - {errno.ENOSPC, errno.EDQUOT}


@dataclass(frozen=True, kw_only=True)
class Bench:
    """What the cells of a run are made with.

    ``interpreters`` are those that cells have, by Python, as far as they are known.
    """

    work: Path
    suite: Suite
    host: Host
    options: Options
    interpreters: Mapping[str, Interpreter] = field(default_factory=dict)

    def asked(self, cell: PlannedCell, ready: Ready) -> Asked:
        """Return what a cell's record has to be of."""
        interpreter = self.interpreters.get(cell.python)
        return Asked(
            cell=cell.id,
            suite=self.suite.hash,
            exact=interpreter.exact if interpreter else None,
            build=interpreter.whole_build if interpreter else None,
            packages=ready.packages,
            overrides=tuple(ready.overrides),
            options=self.options,
        )


async def probe(cell: PlannedCell, bench: Bench) -> Record:
    """Run one cell and return its record, whatever happens inside it. Raises DiskError."""
    started = time.monotonic()
    folder = bench.work / cell.id
    try:
        folder.mkdir(parents=True)
        ready = await bench.host.ready(cell, folder)
        _refuse_full_disk(ready)
        if isinstance(ready, Refused):
            record = record_failure(cell, ready.status, ready.reason, ready.reason_class)
        else:
            record = explain_overrides(
                await _observe_each(cell, ready, folder, bench), ready.reason
            )
    except OSError as error:
        if error.errno not in _PASSING:
            message = (
                f"cannot work in {folder}: {error.strerror or error}; fix that, then type the same"
                " command again: finished cells are kept"
            )
            raise DiskError(message) from error
        record = _record_shortage(cell, error.strerror or str(error))
    except (MemoryError, RuntimeError) as error:  # no memory or no thread for us
        found = find_shortage_behind(error)
        if found is None:
            raise
        record = _record_shortage(cell, found)
    finally:
        await bench.host.done(cell)
        await _clear(folder)
    seconds = round(time.monotonic() - started, 2)
    return replace(record, timing=replace(record.timing, seconds=seconds))


async def _clear(folder: Path) -> None:
    try:
        await asyncio.to_thread(_remove, folder)
    except RuntimeError as error:
        if find_shortage_behind(error) is None:
            raise
        _remove(folder)  # without a thread everybody waits


def _remove(folder: Path) -> None:
    """Remove what a cell had, also where it went deep or has taken its own rights away."""
    with suppress(RecursionError):
        shutil.rmtree(folder, ignore_errors=True)
    if folder.exists() and os.name == "posix":
        for command in (["chmod", "-R", "u+rwX"], ["rm", "-rf"]):
            with suppress(OSError):  # no process for it: the work folder goes at the end
                subprocess.run([*command, os.fspath(folder)], check=False, capture_output=True)  # noqa: S603 - ours


def _refuse_full_disk(ready: Ready | Refused) -> None:
    """Raise OSError if the disk is full: it is so for every cell."""
    if isinstance(ready, Refused) and _NO_SPACE in ready.reason:
        raise OSError(errno.ENOSPC, _NO_SPACE)


async def _observe_each(cell: PlannedCell, ready: Ready, folder: Path, bench: Bench) -> Record:
    """Run the cell as often as asked, until it fails, and keep what later runs saw otherwise."""
    first = await _observe(cell, ready, folder / "run-1", bench)
    differing: list[Observation] = []
    for number in range(2, bench.options.repeat + 1):
        if first.status is not Status.PROBED:
            return first
        again = await _observe(cell, ready, folder / f"run-{number}", bench)
        if again.status is not Status.PROBED:
            return again
        differing += [seen for seen in again.observations if seen not in first.observations]
    return replace(first, repeated=bench.options.repeat, differing=tuple(differing))


async def _observe(cell: PlannedCell, ready: Ready, folder: Path, bench: Bench) -> Record:
    written = folder / "record.json"
    home = folder / "home"
    home.mkdir(parents=True)
    limit = bench.options.time_limit
    ended = await ready.run(_list_arguments(cell, ready, written, bench), home, limit)
    # What a cell has left is read off the event loop: it is a stranger's.
    asked = bench.asked(cell, ready)
    return await asyncio.to_thread(_make_record, cell, ended, written, asked)


def _make_record(cell: PlannedCell, ended: Finished, written: Path, asked: Asked) -> Record:
    """Return the record of a cell whose process has ended: its own, or of what became of it."""
    if ended.code is None:
        reason = f"no end within {asked.options.time_limit} s{_find_last_started(written)}"
        return record_failure(cell, Status.TIMED_OUT, reason, "time-limit")
    try:
        content = read_stranger(written, SIZE_LIMIT)
        record = decode(content, "what the cell wrote") if content is not None else None
    except (StrangeFileError, CorruptRecordError, NewerVersionError) as error:
        return record_failure(cell, Status.CRASHED, str(error), "record")
    if record is None:
        return _record_ending(cell, ended, _find_last_started(written))
    if wrong := find_complaint(record, asked):
        reason = f"its record is not what was asked for: {wrong}"
        return record_failure(cell, Status.CRASHED, reason, "record")
    if found := find_shortage(record) or _find_refused(ended):
        return _record_shortage(cell, found)
    cpu = None if ended.cpu is None else round(ended.cpu, 3)
    return replace(record, timing=replace(record.timing, finished_at=_format_now(), cpu=cpu))


def _find_refused(ended: Finished) -> str | None:
    """Return words for threads or memory that a cell did not get, whatever its record says."""
    _, _, said = ended.output.rpartition(REFUSED)
    return f"{said.splitlines()[0]}, and the error was swallowed" if said != ended.output else None


def _record_ending(cell: PlannedCell, ended: Finished, where: str) -> Record:
    """Return the record of a cell that ended without one."""
    if found := find_shortage_in(ended.output):
        return _record_shortage(cell, f"{found}{where}")
    if ended.code == -signal.SIGKILL:
        return _record_shortage(
            cell, f"killed by SIGKILL, as the system does when memory is short{where}"
        )
    return record_failure(cell, Status.CRASHED, f"{_describe_ending(ended)}{where}", "ended")


def _list_arguments(cell: PlannedCell, ready: Ready, written: Path, bench: Bench) -> list[str]:
    arguments = [
        *bench.suite.arguments, "--cell", cell.id, "--record", str(written),
    ]  # fmt: skip
    for override in ready.overrides:
        arguments += ["--override", override]
    for extra in bench.options.extras:
        arguments += ["--extra", extra]
    for scenario in bench.options.scenarios:
        arguments += ["--scenario", scenario]
    return arguments


def _describe_ending(ended: Finished) -> str:
    code = ended.code or 0
    if code < 0:
        try:
            name = signal.Signals(-code).name
        except ValueError:
            name = f"signal {-code}"
        return f"killed by {name} before it wrote its record"
    return f"ended with {code} before it wrote its record: {ended.last_line}"


def _find_last_started(written: Path) -> str:
    """Say which scenario was running, from the notes that the suite keeps while it runs."""
    notes = None
    with suppress(StrangeFileError):
        notes = read_stranger(written.with_name(f"{written.name}.progress"), _NOTES)
    lines = (notes or b"").decode(errors="replace").split()
    return f", in {lines[-1]}" if lines else ", before the first scenario"


def _record_shortage(cell: PlannedCell, found: str) -> Record:
    """Return the record of a cell that the machine had too little for."""
    return record_failure(
        cell, Status.MACHINE_FAILED, f"the machine ran short: {found}", "shortage"
    )


def explain_overrides(record: Record, reason: str | None) -> Record:
    """Return a record with why its cell needed overrides, if it was probed with any."""
    return replace(record, reason=reason) if record.status is Status.PROBED else record


def record_failure(cell: PlannedCell, status: Status, reason: str, reason_class: str) -> Record:
    """Return the record of a cell that was not probed."""
    return Record(
        schema_version=SCHEMA_VERSION,
        cell=cell.id,
        status=status,
        reason=reason[:_REASON],
        reason_class=reason_class,
        timing=Timing(host="engine", finished_at=_format_now(), seconds=0.0),
    )


def _format_now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
