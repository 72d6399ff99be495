"""What a cell leaves or does to the processes around it: nothing stays, nobody else suffers."""

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from compat import process
from compat.run.contained import contained
from compat.run.warm import can_fork
from compat.run.warmed import Warmed, WarmLostError
from tests.run.test_warmed import ROOT, SITE, child, is_gone

pytestmark = pytest.mark.skipif(not can_fork(), reason="this system does not fork safely")

# A process in a session of its own whose parent has ended; and two to the power of a depth.
LEAVE = """\
def leave(note):
    if not os.fork():
        os.setsid()
        if not os.fork():
            with open(note, "a") as file:
                file.write(f"{os.getpid()} ")
            time.sleep(600)
        os._exit(0)
    open(note, "a").close()
def breed(note, depth):
    with open(note, "a") as file:
        file.write(f"{os.getpid()} ")
    while depth:
        depth -= 1
        if not os.fork():
            os.setsid()
            breed(note, depth)
            time.sleep(600)
"""


def left(note: Path, at_least: int) -> list[int]:
    """The processes that a cell has noted and that are still there."""
    noted = [int(pid) for pid in note.read_text().split()]
    assert len(noted) >= at_least
    return [pid for pid in noted if not is_gone(pid)]


def used(tmp_path: Path, use: Callable[[Warmed], Awaitable[object]]) -> object:
    """Do something with a warm process."""

    async def go() -> object:
        env = {"PATH": os.defpath, "PYTHONDONTWRITEBYTECODE": "1"}
        made = await Warmed.start([sys.executable], SITE, ROOT, env, tmp_path / "said.txt")
        try:
            return await use(made)
        finally:
            await made.close()

    return asyncio.run(go())


def plainly(tmp_path: Path, code: str, limit: float = 60) -> process.Finished:
    """Run code the plain way."""
    command = contained([sys.executable, "-c", f"import os, sys, time, signal\n{code}"])
    return asyncio.run(process.run(command, env={}, cwd=tmp_path, time_limit=limit))


CASES = {
    "a daemon": ("leave({note!r})", 1, 0),
    "a fork bomb": ("breed({note!r}, 7)", 128, 0),
    "a fork bomb that goes on": ("breed({note!r}, 7)\ntime.sleep(600)", 1, None),
}


@pytest.mark.parametrize(("code", "processes", "expected"), CASES.values(), ids=CASES.keys())
@pytest.mark.parametrize("how", ["forked", "from a layer", "plain"])
def test_nothing_that_a_cell_has_started_outlives_it(
    tmp_path: Path, how: str, code: str, processes: int, expected: int | None
) -> None:
    note = tmp_path / "pids"
    wait = f"while len(open({str(note)!r}).read().split()) < {processes}:\n    time.sleep(0.01)"
    text = f"{LEAVE}{code.format(note=str(note))}\n{wait}"
    limit = 60 if expected == 0 else 4

    async def forked(warmed: Warmed) -> int | None:
        source = await warmed.layer([]) if how == "from a layer" else warmed
        code = (await source.run(child(tmp_path, text), limit)).code
        assert not left(note, processes), "while the process it was forked from goes on"
        assert (await source.run(child(tmp_path, "pass", name="next"), 60)).code == 0
        await source.close()
        return code

    if how == "plain":
        assert plainly(tmp_path, text, limit).code == expected
    else:
        assert used(tmp_path, forked) == expected
    assert not left(note, processes)


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

    used(tmp_path, use)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP])
def test_what_ends_or_stops_its_parent_the_plain_way_has_failed(
    tmp_path: Path, number: signal.Signals
) -> None:
    ended = plainly(tmp_path, f"os.kill(os.getppid(), {number})\ntime.sleep(600)", limit=4)
    assert ended.code == (-signal.SIGKILL if number is signal.SIGKILL else None)


def test_a_command_ends_as_it_ended_without(tmp_path: Path) -> None:
    assert plainly(tmp_path, "print('x'); sys.exit(3)").code == 3
    for number in (signal.SIGSEGV, signal.SIGKILL, signal.SIGTERM):
        assert plainly(tmp_path, f"os.kill(os.getpid(), {number})").code == -number
    assert plainly(tmp_path, "os.kill(os.getpid(), signal.SIGSTOP)").last_line == "it was stopped"


def test_a_file_has_an_end(tmp_path: Path) -> None:
    code = "open('much', 'wb').truncate(2**40)"
    assert plainly(tmp_path, code).last_line == "OSError: [Errno 27] File too large"
