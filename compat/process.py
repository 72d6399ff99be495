"""Child processes with a time limit, a bound on their output, and nothing left behind."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from compat.warm.descendants import end_with

KEPT_OUTPUT = 32 * 1024  # bytes, the last ones
_CHUNK = 64 * 1024
_LAST_WORDS = 2.0  # seconds for output to arrive after the process itself has ended


def _end_with_us() -> Callable[[], object] | None:
    """Return what makes a child end when we are killed outright; None where the system cannot."""
    if not sys.platform.startswith("linux"):
        return None
    return lambda: end_with(os.getppid())


_END_WITH_US = _end_with_us()


@dataclass(frozen=True, kw_only=True)
class Finished:
    """How a process ended: its code (negative: the signal), None when its time was up.

    ``cpu`` are the seconds of CPU that it took, where that is known.
    """

    code: int | None
    output: str
    cpu: float | None = None

    @property
    def last_line(self) -> str:
        """The last line that says anything, pytest's ruled summary aside."""
        lines = [line.strip() for line in self.output.splitlines()]
        said = (line for line in reversed(lines) if line and not line.startswith("==="))
        return next(said, "no output")


async def run(
    command: Sequence[str], *, env: Mapping[str, str], cwd: Path, time_limit: float
) -> Finished:
    """Run a command in a session of its own and return how it ended.

    ``time_limit`` is in seconds. Output beyond the last ``KEPT_OUTPUT`` bytes is read and dropped,
    so that a process that floods it costs no memory and no disk. A process that is too late, or
    whose caller is cancelled, is asked to end, so that it can end what it has started; then
    everything in its session that is still alive is killed.
    """
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=dict(env),
        cwd=cwd,
        start_new_session=True,
        preexec_fn=_END_WITH_US,
    )
    kept = bytearray()
    reader = asyncio.create_task(keep_tail(process.stdout, kept))
    try:
        code = await asyncio.wait_for(process.wait(), time_limit)
    except TimeoutError:
        code = None
    finally:
        if process.returncode is None:
            await ask_to_end(process)
        _kill_session(process.pid)
        # A grandchild in a session of its own may hold the pipe open: do not wait for it.
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(reader, _LAST_WORDS)
    return Finished(code=code, output=kept.decode(errors="replace"))


async def ask_to_end(process: asyncio.subprocess.Process) -> None:
    """Ask a process to end, and kill it if it does not."""
    with contextlib.suppress(ProcessLookupError):
        process.terminate()
    try:
        await asyncio.wait_for(process.wait(), _LAST_WORDS)
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        # A daemon of its may hold a pipe open, which is waited for too.
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), _LAST_WORDS)


async def keep_tail(reader: asyncio.StreamReader | None, kept: bytearray) -> None:
    """Read to the end, keeping the last ``KEPT_OUTPUT`` bytes."""
    while reader and (chunk := await reader.read(_CHUNK)):
        kept += chunk
        del kept[:-KEPT_OUTPUT]


def _kill_session(pid: int) -> None:
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
