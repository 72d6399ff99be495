"""What programs that run a release are started through: it ends with them all that they leave.

Takes a request as JSON, then the command. It becomes the parent of every process below that loses
its own, and ends as the command ended, when nothing of it is left. Where the request has a
``fence``, the command runs in namespaces: see ``namespaces.enter``.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from typing import TYPE_CHECKING, Any

from compat.warm import descendants, namespaces

if TYPE_CHECKING:
    from types import FrameType

_FILE = 256 * 2**20  # bytes; a cell writes one or two million
_FAILED = 70  # EX_SOFTWARE of sysexits.h


def main(arguments: list[str]) -> None:
    """Run a command, and end as it ended."""
    request, command = json.loads(arguments[0]), arguments[1:]
    signal.signal(signal.SIGTERM, _end)
    if not descendants.end_with(request["parent"], signal.SIGTERM):
        sys.exit(_FAILED)
    descendants.take_in()
    resource.setrlimit(resource.RLIMIT_FSIZE, (_FILE, _FILE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        fence, parent = request["fence"], os.getpid()
        if fence:
            namespaces.enter(fence["hidden"], fence["shown"], fence["writable"])
            namespaces.Pids().begin()
            parent = 0  # of whom it sees nothing
        child = os.fork()
        if not child:
            _become(parent, command, fence)
        status = _ended(child)
    except OSError as error:
        sys.stderr.write(f"cannot be contained: {error}\n")
        sys.exit(_FAILED)
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        descendants.end_all()
    _end_like(status)


def _become(parent: int, command: list[str], fence: dict[str, Any] | None) -> None:
    """Be the command, in a session of its own; never returns."""
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.setsid()
        if fence:
            namespaces.look_around()
            if fence["own"]:
                namespaces.settle(fence["work"], fence["own"])
        if descendants.end_with(parent):
            os.execv(command[0], command)  # noqa: S606 - ours
    except OSError as error:
        sys.stderr.write(f"cannot be started: {error}\n")
    finally:
        sys.stderr.flush()
        os._exit(_FAILED)


def _ended(child: int) -> int:
    """Return how a child ended. One that something has stopped would answer nobody: that is all."""
    _, status = os.waitpid(child, os.WUNTRACED)
    if os.WIFSTOPPED(status):
        sys.stderr.write("it was stopped\n")
        sys.exit(_FAILED)
    return status


def _end_like(status: int) -> None:
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        if number != signal.SIGKILL:
            signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
    sys.exit(os.WEXITSTATUS(status))


def _end(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(_FAILED)
