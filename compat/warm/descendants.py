"""The processes below this one: taking in those whose parent has ended, and ending them all.

Of Linux: prctl(2), and proc_pid_task(5) for who the children of a process are.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Container

_PDEATHSIG, _DUMPABLE, _SUBREAPER = 1, 4, 36

_PAUSE = 0.0005  # seconds


def _library() -> Any:  # noqa: ANN401 - of C functions
    with suppress(OSError, AttributeError):
        library = ctypes.CDLL(None)
        return library if library.prctl else None
    return None


# Looked up before any fork.
_LIBRARY = _library() if sys.platform.startswith("linux") else None


def take_in() -> None:
    """Become the parent of whatever is below this process and loses its own."""
    _prctl(_SUBREAPER, 1)


def close_up() -> None:
    """Let nobody but root look into this process: its memory, descriptors and environment."""
    _prctl(_DUMPABLE, 0)


def end_with(parent: int, how: int = signal.SIGKILL) -> bool:
    """Get a signal when the parent ends; return False if it has ended already.

    It is not handed on by a fork.
    """
    _prctl(_PDEATHSIG, how)
    return os.getppid() == parent


def end_all(spared: Container[int] = ()) -> None:
    """End every process below this one, but for children that are ``spared`` and what they started.

    Those found are stopped first, until there is none that runs: else one would fork while others
    are ended. Processes that have taken another user's rights are out of reach, and stay.
    """
    beyond: set[int] = set()
    while found := {pid for pid in _children(os.getpid()) if pid not in spared} - beyond:
        stopped: set[int] = set()
        while running := _below(found) - stopped - beyond:
            beyond |= {pid for pid in running if not _send(pid, signal.SIGSTOP)}
            stopped |= running
        for pid in stopped - beyond:
            _send(pid, signal.SIGKILL)
        _wait(found - beyond)


def _wait(children: set[int]) -> None:
    """Wait for children in any order: the first of a namespace ends after the others."""
    while children:
        for pid in list(children):
            try:
                ended, _ = os.waitpid(pid, os.WNOHANG)
            except ChildProcessError:
                ended = pid
            if ended:
                children.remove(pid)
        if children:
            time.sleep(_PAUSE)


def _below(pids: set[int]) -> set[int]:
    """Return processes and all that is below them."""
    found: set[int] = set()
    todo = set(pids)
    while todo:
        pid = todo.pop()
        found.add(pid)
        todo |= _children(pid) - found
    return found


def _children(pid: int) -> set[int]:
    """Return the children of a process, those that have ended and were not waited for included."""
    children: set[int] = set()
    with suppress(OSError):  # it has ended
        for task in Path(f"/proc/{pid}/task").iterdir():
            with suppress(OSError):
                listed = (task / "children").read_bytes()
                children.update(map(int, listed.split()))
    return children


def _send(pid: int, number: int) -> bool:
    """Send a signal; return False where that is not allowed."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return True


def _prctl(option: int, value: int) -> None:
    if _LIBRARY:
        _LIBRARY.prctl(option, value, 0, 0, 0)
