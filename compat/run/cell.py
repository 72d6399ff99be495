"""One cell: an environment, a process in it, and the record of what came out."""

import errno
import shutil
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from compat import process
from compat.environments.environment import Installed, Recipe, Uv, prepare
from compat.environments.refusal import Refused
from compat.environments.variables import for_cell
from compat.files import DiskError
from compat.plan.model import PlannedCell
from compat.record.codec import SIZE_LIMIT, CorruptRecordError, NewerRecordError, decode
from compat.record.model import SCHEMA_VERSION, Observation, Record, Status, Timing
from compat.run.suite import Suite

HOST = "engine"
_REASON = 2000  # characters
_NO_SPACE = "No space left on device"


@dataclass(frozen=True, kw_only=True)
class Bench:
    """What the cells of a run are made with.

    ``recipe`` says what goes into a cell's environment, ``interpreters`` are paths by Python,
    ``time_limit`` is in seconds, for a cell's process, and ``repeat`` how many processes it has,
    one after the other. ``extras`` are the packages whose scenarios run too.
    """

    work: Path
    suite: Suite
    uv: Uv
    time_limit: int
    recipe: Callable[[PlannedCell], Recipe]
    interpreters: dict[str, Path]
    repeat: int = 1
    extras: tuple[str, ...] = ()


async def probe(cell: PlannedCell, bench: Bench) -> Record:
    """Run one cell and return its record, whatever happens inside it. Raises DiskError."""
    started = time.monotonic()
    folder = bench.work / cell.id
    try:
        folder.mkdir(parents=True)
        prepared = await prepare(
            bench.uv,
            bench.recipe(cell),
            folder=folder / "env",
            interpreter=bench.interpreters[cell.python],
            python=cell.python,
        )
        _refuse_full_disk(prepared)
        if isinstance(prepared, Refused):
            record = _failed(cell, prepared.status, prepared.reason, prepared.reason_class)
        else:
            record = await _observe_each(cell, prepared, folder, bench)
    except OSError as error:
        message = (
            f"cannot work in {folder}: {error.strerror or error}; mend that, then type the same "
            "command again: finished cells are kept"
        )
        raise DiskError(message) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    seconds = round(time.monotonic() - started, 2)
    return replace(record, timing=replace(record.timing, seconds=seconds))


def _refuse_full_disk(prepared: Installed | Refused) -> None:
    """Raise OSError if the disk is full: it is so for every cell."""
    if isinstance(prepared, Refused) and _NO_SPACE in prepared.reason:
        raise OSError(errno.ENOSPC, _NO_SPACE)


async def _observe_each(cell: PlannedCell, ready: Installed, folder: Path, bench: Bench) -> Record:
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


async def _observe(cell: PlannedCell, ready: Installed, folder: Path, bench: Bench) -> Record:
    written = folder / "record.json"
    home = folder / "home"
    home.mkdir(parents=True)
    ended = await process.run(
        _command(cell, ready, written, bench),
        env=for_cell(home),
        cwd=home,
        time_limit=bench.time_limit,
    )
    where = _last_started(written)
    if ended.code is None:
        reason = f"no end within {bench.time_limit} s{where}"
        return _failed(cell, Status.TIMED_OUT, reason, "time-limit")
    if not written.exists():
        return _failed(cell, Status.CRASHED, f"{_ending(ended)}{where}", "ended")
    return _read(cell, written)


def _command(cell: PlannedCell, ready: Installed, written: Path, bench: Bench) -> list[str]:
    suite = bench.suite
    command = [
        str(ready.python), "-m", "pytest", "-c", str(suite.config), "--rootdir", str(suite.folder),
        str(suite.folder), "--cell", cell.id, "--record", str(written), "--host", HOST,
    ]  # fmt: skip
    for override in ready.overrides:
        command += ["--override", override]
    for extra in bench.extras:
        command += ["--extra", extra]
    return command


def _read(cell: PlannedCell, written: Path) -> Record:
    """Read what the cell wrote; a cell that writes nonsense, or for another cell, has crashed."""
    try:
        with written.open("rb") as file:
            record = decode(file.read(SIZE_LIMIT + 1), "what the cell wrote")
    except (CorruptRecordError, NewerRecordError) as error:
        return _failed(cell, Status.CRASHED, str(error), "record")
    if record.cell != cell.id:
        return _failed(cell, Status.CRASHED, f"wrote a record of {record.cell!r}", "record")
    return record


def _ending(ended: process.Finished) -> str:
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


def _failed(cell: PlannedCell, status: Status, reason: str, reason_class: str) -> Record:
    return Record(
        schema_version=SCHEMA_VERSION,
        cell=cell.id,
        status=status,
        reason=reason[:_REASON],
        reason_class=reason_class,
        timing=Timing(host=HOST, finished_at=_now(), seconds=0.0),
    )


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
