"""Runs a person's command where they see it, with a time limit, and ends what it leaves behind.

On Linux it ends with this process too, however that ends; elsewhere not if this one is killed.
"""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from compat.work.guard import guard

_LAST_WORDS: Final = 10.0  # seconds after an interrupt, so that pytest can sum up

_KEPT: Final = 10_000  # bytes


@dataclass(frozen=True, kw_only=True)
class Ended:
    """How a command ended: its code (negative: the signal), None when its time was up."""

    code: int | None
    interrupted: bool = False


def run_command(
    command: Sequence[str],
    variables: Mapping[str, str],
    folder: Path,
    *,
    time_limit: float,
    quiet: bool = False,
) -> Ended:
    """Run a command in a folder; what it prints is shown on the standard error, if not ``quiet``.

    Its first word is a path. ``time_limit`` is in seconds. An interrupt is handed on, and it may
    still say its last words. Where there is no such program the code is 127, or OSError is raised.
    """
    where = subprocess.DEVNULL if quiet else sys.stderr
    process = subprocess.Popen(  # noqa: S603 - what a person typed
        guard(command),
        env=dict(variables),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=where,
        stderr=where,
        start_new_session=True,
    )
    interrupted = False
    try:
        code: int | None = process.wait(time_limit)
    except subprocess.TimeoutExpired:
        _ask(process)
        code = None
    except KeyboardInterrupt:
        _ask(process)
        code, interrupted = process.returncode, True
    finally:
        _end_session(process.pid)
    return Ended(code=code, interrupted=interrupted)


def read_output(
    command: Sequence[str], variables: Mapping[str, str], folder: Path, *, time_limit: float
) -> str:
    """Run a command that says little and return that; what it says of errors comes first."""
    try:
        done = subprocess.run(  # noqa: S603 - a program of ours
            command,
            env=dict(variables),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=time_limit,
            check=False,
            start_new_session=True,
        )
    except subprocess.TimeoutExpired:
        return f"no answer within {time_limit:.0f} s"
    return (done.stderr[-_KEPT:] + done.stdout[-_KEPT:]).decode(errors="replace")


def _ask(process: subprocess.Popen[bytes]) -> None:
    """Interrupt a process, and kill it if it does not end."""
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(signal.SIGINT)
    with contextlib.suppress(subprocess.TimeoutExpired, KeyboardInterrupt):
        process.wait(_LAST_WORDS)
        return
    process.kill()
    process.wait()


def _end_session(pid: int) -> None:
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
