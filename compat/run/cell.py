"""One cell: an environment, a process in it, and the record of what came out."""

import errno
import shutil
import signal
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from compat.environments.refusal import Refused
from compat.files import DiskError
from compat.plan.model import PlannedCell
from compat.process import Finished
from compat.record.codec import SIZE_LIMIT, CorruptRecordError, NewerRecordError, decode
from compat.record.model import SCHEMA_VERSION, Observation, Record, Status, Timing
from compat.run.host import Host, Ready
from compat.run.suite import Suite

_REASON = 2000  # characters
_NO_SPACE = "No space left on device"


@dataclass(frozen=True, kw_only=True)
class Bench:
    """What the cells of a run are made with.

    ``time_limit`` is in seconds, for a cell's process, and ``repeat`` how many processes it has,
    one after the other. ``extras`` are the packages whose scenarios run too, ``scenarios`` the only
    ones to run, unless empty.
    """

    work: Path
    suite: Suite
    host: Host
    time_limit: int
    repeat: int = 1
    extras: tuple[str, ...] = ()
    scenarios: tuple[str, ...] = ()


async def probe(cell: PlannedCell, bench: Bench) -> Record:
    """Run one cell and return its record, whatever happens inside it. Raises DiskError."""
    started = time.monotonic()
    folder = bench.work / cell.id
    try:
        folder.mkdir(parents=True)
        ready = await bench.host.ready(cell, folder)
        _refuse_full_disk(ready)
        if isinstance(ready, Refused):
            record = failed(cell, ready.status, ready.reason, ready.reason_class)
        else:
            record = await _observe_each(cell, ready, folder, bench)
    except OSError as error:
        message = (
            f"cannot work in {folder}: {error.strerror or error}; mend that, then type the same "
            "command again: finished cells are kept"
        )
        raise DiskError(message) from error
    finally:
        await bench.host.done(cell)
        shutil.rmtree(folder, ignore_errors=True)
    seconds = round(time.monotonic() - started, 2)
    return replace(record, timing=replace(record.timing, seconds=seconds))


def _refuse_full_disk(ready: Ready | Refused) -> None:
    """Raise OSError if the disk is full: it is so for every cell."""
    if isinstance(ready, Refused) and _NO_SPACE in ready.reason:
        raise OSError(errno.ENOSPC, _NO_SPACE)


async def _observe_each(cell: PlannedCell, ready: Ready, folder: Path, bench: Bench) -> Record:
    """Run the cell as often as asked, until it fails, and keep what later runs saw otherwise."""
    first = await _observe(cell, ready, folder / "run-1", bench)
    differing: list[Observation] = []
    for number in range(2, bench.repeat + 1):
        if first.status is not Status.PROBED:
            return first
        again = await _observe(cell, ready, folder / f"run-{number}", bench)
        if again.status is not Status.PROBED:
            return again
        differing += [seen for seen in again.observations if seen not in first.observations]
    return replace(first, repeated=bench.repeat, differing=tuple(differing))


async def _observe(cell: PlannedCell, ready: Ready, folder: Path, bench: Bench) -> Record:
    written = folder / "record.json"
    home = folder / "home"
    home.mkdir(parents=True)
    ended = await ready.run(_arguments(cell, ready, written, bench), home, bench.time_limit)
    where = _last_started(written)
    if ended.code is None:
        reason = f"no end within {bench.time_limit} s{where}"
        return failed(cell, Status.TIMED_OUT, reason, "time-limit")
    if not written.exists():
        return failed(cell, Status.CRASHED, f"{_ending(ended)}{where}", "ended")
    record = _read(cell, written)
    cpu = None if ended.cpu is None else round(ended.cpu, 3)
    return replace(record, timing=replace(record.timing, cpu=cpu))


def _arguments(cell: PlannedCell, ready: Ready, written: Path, bench: Bench) -> list[str]:
    arguments = [
        *bench.suite.arguments, "--cell", cell.id, "--record", str(written),
    ]  # fmt: skip
    for override in ready.overrides:
        arguments += ["--override", override]
    for extra in bench.extras:
        arguments += ["--extra", extra]
    for scenario in bench.scenarios:
        arguments += ["--scenario", scenario]
    return arguments


def _read(cell: PlannedCell, written: Path) -> Record:
    """Read what the cell wrote; a cell that writes nonsense, or for another cell, has crashed."""
    try:
        with written.open("rb") as file:
            record = decode(file.read(SIZE_LIMIT + 1), "what the cell wrote")
    except (CorruptRecordError, NewerRecordError) as error:
        return failed(cell, Status.CRASHED, str(error), "record")
    if record.cell != cell.id:
        return failed(cell, Status.CRASHED, f"wrote a record of {record.cell!r}", "record")
    return record


def _ending(ended: Finished) -> str:
    code = ended.code or 0
    if code < 0:
        try:
            name = signal.Signals(-code).name
        except ValueError:
            name = f"signal {-code}"
        return f"killed by {name} before it wrote its record"
    return f"ended with {code} before it wrote its record: {ended.last_line}"


def _last_started(written: Path) -> str:
    """Say which scenario was running, from the notes that the suite keeps while it runs."""
    try:
        lines = written.with_name(written.name + ".progress").read_text().split()
    except (OSError, UnicodeDecodeError):
        return ", before the first scenario"
    return f", in {lines[-1]}" if lines else ", before the first scenario"


def failed(cell: PlannedCell, status: Status, reason: str, reason_class: str) -> Record:
    """Return the record of a cell that was not probed."""
    return Record(
        schema_version=SCHEMA_VERSION,
        cell=cell.id,
        status=status,
        reason=reason[:_REASON],
        reason_class=reason_class,
        timing=Timing(host="engine", finished_at=_now(), seconds=0.0),
    )


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
