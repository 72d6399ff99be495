"""Runs a command and sees what it leaves: ``supervise.py RESULT SECONDS COMMAND…``.

It is the subreaper of all that the command starts (prctl(2)), so that a process which nobody waits
for any more, in whatever session, becomes its child. RESULT takes the pid first, then all of it.
The command's environment comes from the standard input: no secret of it is in this process's own.
"""

import contextlib
import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

_PR_SET_CHILD_SUBREAPER = 36
_MEMORY = 4 << 30  # bytes, a process: what eats all of it must not eat the machine's
_GRACE = 3.0  # seconds for what was killed to be gone
_POLITE = 20.0  # seconds to end after SIGTERM


def main() -> None:
    """Run, wait, look, tell, and end what is left."""
    place, limit, *command = sys.argv[1:]
    env = json.load(sys.stdin)
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)
    running = subprocess.Popen(command, env=env, stdin=subprocess.DEVNULL, start_new_session=True)
    _tell(Path(place), pid=running.pid)
    hung, stubborn = False, False
    try:
        running.wait(float(limit))
    except subprocess.TimeoutExpired:
        hung = True
        running.terminate()
        try:
            running.wait(_POLITE)
        except subprocess.TimeoutExpired:
            stubborn = True
            running.kill()
            running.wait()
    left = _left()
    _tell(
        Path(place), pid=running.pid, code=running.returncode, hung=hung, stubborn=stubborn,
        left=left,
    )  # fmt: skip
    while _descendants():
        for pid in _descendants():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        _reap()


def _left() -> list[str]:
    """Return the command lines of what is still there when all that was killed is gone."""
    until = time.monotonic() + _GRACE
    while True:
        _reap()
        left = _descendants()
        if not left or time.monotonic() > until:
            return [_command(pid) for pid in left]
        time.sleep(0.05)


def _reap() -> None:
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _descendants() -> list[int]:
    """Return the processes that come from this one, zombies aside."""
    parents: dict[int, int] = {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, parent = place.read_text().rpartition(") ")[2].split()[:2]
            if state != "Z":
                parents[int(place.parent.name)] = int(parent)
    found = {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return sorted(found - {os.getpid()})


def _command(pid: int) -> str:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ")
    except OSError:
        return "gone meanwhile"
    return f"{pid} {words.decode(errors='replace')[:120]}"


def _tell(place: Path, **words: object) -> None:
    draft = place.with_name(f"{place.name}.draft")
    draft.write_text(json.dumps(words))
    draft.replace(place)


if __name__ == "__main__":
    main()
