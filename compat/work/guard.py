"""What a person's command is started through on Linux: it ends with us, however we end.

Takes the process that starts it and the command. It becomes the parent of every process below that
loses its own, hands an interrupt on to the command, and ends as the command ended, when nothing of
it is left. It is a program of its own, since nothing may be done between a fork and the command in
a process that has threads.
"""

import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Final, NoReturn

import compat
from compat.warm import descendants

_ROOT: Final = Path(compat.__file__).parents[1]
_CODE: Final = (
    "import sys; sys.path.append(sys.argv[1]); from compat.work.guard import main; main()"
)
_NOT_STARTED: Final = 127  # as a shell says it
_LEFT: Final = 1
# What Python ignores and programs do not: see subprocess.Popen, restore_signals.
_IGNORED: Final = ("SIGPIPE", "SIGXFSZ")


def guard(command: Sequence[str]) -> list[str]:
    """Return what runs a command, whose first word is a path, so that it ends with us.

    Elsewhere than on Linux it is the command itself.
    """
    if not sys.platform.startswith("linux"):
        return list(command)
    # Without any site-packages, and whatever the variables of the command say to a Python.
    return [sys.executable, "-IS", "-c", _CODE, str(_ROOT), str(os.getpid()), *command]


def main() -> NoReturn:
    """Run the command that the arguments name, and end as it ended."""
    parent, command = int(sys.argv[2]), sys.argv[3:]
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _leave)
    if not descendants.end_with(parent, signal.SIGTERM):
        sys.exit(_LEFT)
    descendants.take_in()
    try:
        status = _wait_for(_start(command))
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
        descendants.end_all()
    _end_like(status)


def _start(command: list[str]) -> int:
    """Start a command and return its process; an interrupt is handed on to it."""
    own = os.getpid()
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    child = os.fork()
    if not child:
        _become(own, command)

    def hand_on(number: int, _frame: FrameType | None) -> None:
        with suppress(ProcessLookupError):
            os.kill(child, number)

    signal.signal(signal.SIGINT, hand_on)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    return child


def _become(parent: int, command: list[str]) -> NoReturn:
    """Be the command; never returns."""
    try:
        for name in ("SIGINT", "SIGTERM", *_IGNORED):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        if descendants.end_with(parent):
            os.execv(command[0], command)  # noqa: S606 - what a person typed
    except OSError as error:
        sys.stderr.write(f"compat: {command[0]} cannot be started: {error.strerror}\n")
        sys.stderr.flush()
    finally:
        os._exit(_NOT_STARTED)


def _wait_for(child: int) -> int:
    """Return how a child ended; those that were taken in are no zombies meanwhile."""
    ended, status = 0, 0
    while ended != child:
        ended, status = os.wait()
    return status


def _end_like(status: int) -> NoReturn:
    """End with the exit code of the command, or by the signal that ended it."""
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        if number != signal.SIGKILL:
            signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
    sys.exit(os.WEXITSTATUS(status))


def _leave(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(_LEFT)
