"""Child processes with a time limit, a bound on their output, and nothing left behind."""

import asyncio
import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

KEPT_OUTPUT = 32 * 1024  # bytes, the last ones
_CHUNK = 64 * 1024
_LAST_WORDS = 2.0  # seconds for output to arrive after the process itself has ended


def _die_with_parent() -> Callable[[], None] | None:
    """Return what makes a child end when we are killed outright; None where the system cannot.

    See prctl(2), PR_SET_PDEATHSIG. The library is loaded here, before any fork.
    """
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


_PR_SET_PDEATHSIG = 1
_DIE_WITH_PARENT = _die_with_parent()


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
    so that a process that floods it costs no memory and no disk. When the process ends, is too
    late or the caller is cancelled, everything in its session that is still alive is killed.
    """
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=dict(env),
        cwd=cwd,
        start_new_session=True,
        preexec_fn=_DIE_WITH_PARENT,
    )
    kept = bytearray()
    reader = asyncio.create_task(keep_tail(process.stdout, kept))
    try:
        code = await asyncio.wait_for(process.wait(), time_limit)
    except TimeoutError:
        code = None
    finally:
        _kill_session(process.pid)
        # A grandchild in a session of its own may hold the pipe open: do not wait for it.
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(reader, _LAST_WORDS)
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
    return Finished(code=code, output=kept.decode(errors="replace"))


async def keep_tail(reader: asyncio.StreamReader | None, kept: bytearray) -> None:
    """Read to the end, keeping the last ``KEPT_OUTPUT`` bytes."""
    while reader and (chunk := await reader.read(_CHUNK)):
        kept += chunk
        del kept[:-KEPT_OUTPUT]


def _kill_session(pid: int) -> None:
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
