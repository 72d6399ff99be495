"""What a cell leaves or does to everything around it: nothing stays, nobody else suffers."""

import asyncio
import fcntl
import os
import signal
import socket
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import closing, suppress
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from compat import process
from compat.run.containment import PROCESSES, Containment, Fence, Level, find_containment
from compat.run.warm_host import can_fork
from compat.run.warm_process import Warmed, WarmLostError
from tests.run.test_warm_process import ROOT, SITE, child, is_gone

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not can_fork(), reason="this system does not fork safely"),
]


@cache
def strongest() -> Containment:
    return find_containment([Path(sys.executable)], strongest=None)


@pytest.fixture(params=list(Level)[:2])
def fence(request: pytest.FixtureRequest, tmp_path: Path) -> Fence:
    """What a warm process may do that works in a folder, at each level."""
    return fenced(request.param, tmp_path)


def fenced(level: Level, work: Path) -> Fence:
    held = strongest() if level is Level.NAMESPACES else PROCESSES
    if held.level is not level:
        pytest.skip(f"no namespaces here: {held.why}")
    return held.fence(work, Path(sys.executable), shown=[ROOT / "compat", *SITE])


# Processes that hold a lock as long as they live: one in a session of its own whose parent has
# ended, and two to the power of a depth.
LEAVE = """\
import fcntl
held = open({note!r}, "a")
fcntl.flock(held, fcntl.LOCK_SH)
def leave():
    if not os.fork():
        os.setsid()
        if not os.fork():
            os.write(held.fileno(), b"x")
            time.sleep(600)
        os._exit(0)
def breed(depth):
    os.write(held.fileno(), b"x")
    while depth:
        depth -= 1
        if not os.fork():
            os.setsid()
            breed(depth)
            time.sleep(600)
"""


def is_free(note: Path) -> bool:
    """Whether nobody who held the lock lives, or will do so soon."""
    with note.open("r") as file:
        for _ in range(100):
            with suppress(BlockingIOError):
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return True
            time.sleep(0.02)
    return False


def own(fence: Fence) -> Path:
    """The folder of a cell."""
    folder = fence.work / "own"
    folder.mkdir(exist_ok=True)
    return folder


def used(fence: Fence, use: Callable[[Warmed], Awaitable[object]]) -> object:
    """Do something with a warm process."""
    log = fence.work / "said.txt"

    async def go() -> object:
        env = {"PATH": os.defpath, "PYTHONDONTWRITEBYTECODE": "1"}
        made = await Warmed.start([sys.executable], SITE, ROOT, env=env, log=log, fence=fence)
        try:
            return await use(made)
        finally:
            await made.close()

    found = asyncio.run(go())
    assert not log.read_text()
    return found


def plainly(fence: Fence, code: str, limit: float = 60) -> process.Finished:
    """Run code the plain way."""
    command = replace(fence, own=own(fence)).command(
        [sys.executable, "-c", f"import os, sys, time, signal\n{code}"]
    )
    return asyncio.run(process.run(command, env={}, cwd=own(fence), time_limit=limit))


CASES = {
    "a daemon": ("leave()", 1, 0),
    "a fork bomb": ("breed(7)", 128, 0),
    "a fork bomb that goes on": ("breed(7)\ntime.sleep(600)", 1, None),
}


@pytest.mark.parametrize(("code", "processes", "expected"), CASES.values(), ids=CASES.keys())
@pytest.mark.parametrize("how", ["forked", "from a layer", "plain"])
def test_nothing_that_a_cell_has_started_outlives_it(
    fence: Fence, how: str, code: str, processes: int, expected: int | None
) -> None:
    note = own(fence) / "note"
    wait = f"while os.stat({str(note)!r}).st_size < {processes}:\n    time.sleep(0.01)"
    text = f"{LEAVE.format(note=str(note))}{code}\n{wait}"
    limit = 60 if expected == 0 else 4

    async def forked(warmed: Warmed) -> int | None:
        source = await warmed.layer([]) if how == "from a layer" else warmed
        code = (await source.run(child(own(fence), text), limit)).code
        assert is_free(note), "while the process it was forked from goes on"
        assert (await source.run(child(own(fence), "pass", name="next"), 60)).code == 0
        await source.close()
        return code

    if how == "plain":
        assert plainly(fence, text, limit).code == expected
    else:
        assert used(fence, forked) == expected
    assert note.stat().st_size >= processes
    assert is_free(note)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP])
def test_a_cell_that_ends_or_stops_its_parent_loses_it_and_the_next_has_another(
    tmp_path: Path, number: signal.Signals
) -> None:
    note = tmp_path / "pid"
    code = f"open({str(note)!r}, 'w').write(str(os.getpid()))\nos.kill(os.getppid(), {number})"

    async def use(warmed: Warmed) -> None:
        branch = await warmed.layer([])
        with pytest.raises(WarmLostError):
            await branch.run(child(tmp_path, f"{code}\ntime.sleep(600)"), 60)
        assert branch.lost
        await branch.close()
        assert is_gone(int(note.read_text()))
        again = await warmed.layer([])
        assert (await again.run(child(tmp_path, "pass"), 60)).code == 0
        await again.close()

    used(fenced(Level.PROCESSES, tmp_path), use)


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGKILL, -signal.SIGKILL), (signal.SIGSTOP, None)]
)
def test_what_ends_or_stops_its_parent_the_plain_way_has_failed(
    tmp_path: Path, number: signal.Signals, code: int | None
) -> None:
    text = f"os.kill(os.getppid(), {number})\ntime.sleep(600)"
    assert plainly(fenced(Level.PROCESSES, tmp_path), text, limit=4).code == code


def test_in_namespaces_there_is_no_parent_to_end(tmp_path: Path) -> None:
    fence = fenced(Level.NAMESPACES, tmp_path)
    code = "assert (os.getpid(), os.getppid()) == (2, 0)"
    children = [child(own(fence), code, name=name) for name in "ab"]

    async def use(warmed: Warmed) -> list[int | None]:
        branch = await warmed.layer([])
        sources = (warmed, branch, warmed)
        found = [(await source.run(one, 60)).code for source in sources for one in children]
        await branch.close()
        return found

    assert used(fence, use) == [0] * 6


def test_a_command_ends_as_it_ended_without(fence: Fence) -> None:
    assert plainly(fence, "print('x'); sys.exit(3)").code == 3
    for number in (signal.SIGSEGV, signal.SIGKILL, signal.SIGTERM):
        assert plainly(fence, f"os.kill(os.getpid(), {number})").code == -number
    assert plainly(fence, "os.kill(os.getpid(), signal.SIGSTOP)").last_line == "it was stopped"


def test_a_file_has_an_end(fence: Fence) -> None:
    code = "open('much', 'wb').truncate(2**40)"
    assert plainly(fence, code).last_line == "OSError: [Errno 27] File too large"


TRIES = {
    "the network": "import socket; socket.create_connection(('127.0.0.1', {port}))",
    "another cell": "open('{work}/other', 'w')",
    "the checkout": "open('{root}/README.md')",
    "writing there": "open('{root}/compat/file', 'w')",
    "the home": "open('{home}/file', 'w')",
    "temporary files": "open('/tmp/file', 'w')",
    "our environment": "open('/proc/{pid}/environ')",
    "our process": "os.kill({pid}, 0)",
    "mounting": "import ctypes; ctypes.CDLL(None).umount2(b'/proc', 2) and os.mkdir('/proc/1')",
}


@pytest.mark.parametrize("how", ["forked", "plain"])
def test_in_namespaces_a_cell_reaches_nothing_but_its_own(tmp_path: Path, how: str) -> None:
    fence = fenced(Level.NAMESPACES, tmp_path)
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        port = listening.getsockname()[1]
        given = {
            "port": port,
            "work": tmp_path,
            "root": ROOT,
            "home": Path.home(),
            "pid": os.getpid(),
        }
        code = "open('mine', 'w').close()"
        for name, tried in TRIES.items():
            attempt = tried.format(**given)
            code += f"\ntry: {attempt}\nexcept OSError: print('no', {name!r})"
        if how == "plain":
            said = plainly(fence, code).output
        else:
            said = str(used(fence, lambda warmed: warmed.run(child(own(fence), code), 60)))
    assert [name for name in TRIES if f"no {name}" not in said] == []


def test_at_the_weaker_level_the_same_is_open(tmp_path: Path) -> None:
    code = f"print(open({str(ROOT / 'README.md')!r}).read(10), os.kill({os.getpid()}, 0))"
    assert plainly(fenced(Level.PROCESSES, tmp_path), code).code == 0
