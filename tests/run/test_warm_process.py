"""Warm processes: each cell is a process of its own, and nothing of it stays."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from compat.process import KEPT_OUTPUT, Finished
from compat.run.containment import PROCESSES
from compat.run.warm_host import can_fork
from compat.run.warm_process import Child, Warmed, WarmLostError

ROOT = Path(__file__).parents[2]
FENCE = PROCESSES.fence(ROOT, Path(sys.executable))
SITE = [Path(path) for path in sys.path if path.endswith("site-packages")]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not can_fork(), reason="this system does not fork safely"),
]


def child(tmp_path: Path, code: str, *, name: str = "it") -> Child:
    """A child that runs one test with this code in it."""
    cwd = tmp_path / name
    cwd.mkdir(exist_ok=True)
    lines = "\n".join(f"    {line}" for line in code.splitlines())
    (cwd / "test_it.py").write_text(f"import os, sys, time, signal\ndef test():\n{lines}\n")
    argv = ["-q", "-s", "-p", "no:cacheprovider", "--rootdir", str(cwd), str(cwd / "test_it.py")]
    return Child(
        argv=argv,
        env={"PATH": os.defpath, "HOME": str(cwd), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        cwd=cwd,
        paths=[],
    )


@pytest.fixture
def warmed(tmp_path: Path) -> Iterator[Callable[..., object]]:
    """Give a function that runs something with a warm process, which then ends."""

    def use(something: Callable[[Warmed], Awaitable[object]]) -> object:
        async def go() -> object:
            env = {"PATH": os.defpath, "PYTHONDONTWRITEBYTECODE": "1"}
            made = await Warmed.start(
                [sys.executable], SITE, ROOT, env=env, log=tmp_path / "said.txt", fence=FENCE
            )
            try:
                return await something(made)
            finally:
                await made.close()

        return asyncio.run(go())

    yield use
    assert not (tmp_path / "said.txt").read_text()


def ended(warmed: Callable[..., object], *children: Child, limit: float = 60) -> list[Finished]:
    """Run children one after the other in one warm process."""

    async def each(process: Warmed) -> list[Finished]:
        return [await process.run(one, limit) for one in children]

    found = warmed(each)
    assert isinstance(found, list)
    return found


def test_a_child_has_its_own_environment_folder_and_arguments(
    warmed: Callable[..., object], tmp_path: Path
) -> None:
    code = f"""\
assert os.getcwd() == sys.path[0] == os.environ["HOME"] == {str(tmp_path / "it")!r}
assert "PYTHONDONTWRITEBYTECODE" not in os.environ
assert sys.argv[0] == "pytest"
assert sys.stdin.read() == ""
assert os.getsid(0) == os.getpid()
print("seen")"""
    (found,) = ended(warmed, child(tmp_path, code))
    assert (found.code, "seen" in found.output) == (0, True)


def test_a_failing_test_is_its_exit_code(warmed: Callable[..., object], tmp_path: Path) -> None:
    (found,) = ended(warmed, child(tmp_path, "assert False"))
    assert (found.code, "1 failed" in found.output) == (1, True)


def test_what_one_child_leaves_behind_the_next_does_not_see(
    warmed: Callable[..., object], tmp_path: Path
) -> None:
    spoil = "sys.modules['colorsys'] = None; os.environ['LEFT'] = '1'; sys.path.append('/left')"
    clean = "import colorsys; assert 'LEFT' not in os.environ; assert '/left' not in sys.path"
    found = ended(warmed, child(tmp_path, spoil), child(tmp_path, clean, name="next"))
    assert [each.code for each in found] == [0, 0]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("os._exit(3)", 3),
        ("os.kill(os.getpid(), signal.SIGSEGV)", -signal.SIGSEGV),
        ("os.kill(os.getppid(), signal.SIGCHLD)", 0),
    ],
    ids=["exit", "crash", "signals its parent"],
)
def test_a_child_that_dies_does_not_take_the_next_with_it(
    warmed: Callable[..., object], tmp_path: Path, code: str, expected: int
) -> None:
    found = ended(warmed, child(tmp_path, code), child(tmp_path, "pass", name="next"))
    assert [each.code for each in found] == [expected, 0]


def test_a_child_that_hangs_is_killed_with_what_it_started(
    warmed: Callable[..., object], tmp_path: Path
) -> None:
    note = tmp_path / "pid"
    code = f"""\
import subprocess
started = subprocess.Popen(["sleep", "600"])
open({str(note)!r}, "w").write(str(started.pid))
time.sleep(600)"""
    found = ended(warmed, child(tmp_path, code), child(tmp_path, "pass", name="next"), limit=3)
    assert [each.code for each in found] == [None, 0]
    assert is_gone(int(note.read_text()))


def is_gone(pid: int) -> bool:
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        with suppress(OSError):
            if Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z":
                return True
        time.sleep(0.05)
    return False


def test_a_flood_of_output_is_cut_to_its_end(warmed: Callable[..., object], tmp_path: Path) -> None:
    (found,) = ended(warmed, child(tmp_path, "os.write(1, b'x' * 10_000_000)"))
    assert found.code == 0
    assert len(found.output) <= KEPT_OUTPUT
    assert "1 passed" in found.output


def test_children_run_side_by_side(warmed: Callable[..., object], tmp_path: Path) -> None:
    wait = f"""\
open({str(tmp_path)!r} + "/" + os.path.basename(os.getcwd()), "w")
while len([n for n in os.listdir({str(tmp_path)!r}) if n in "ab"]) < 2:
    time.sleep(0.01)"""
    folder = tmp_path / "cwd"
    folder.mkdir()

    async def both(process: Warmed) -> object:
        children = [child(folder, wait, name=name) for name in "ab"]
        return await asyncio.gather(*(process.run(one, 60) for one in children))

    found = warmed(both)
    assert isinstance(found, list)
    assert [each.code for each in found] == [0, 0]


def test_a_layer_adds_paths_and_modules_that_its_parent_has_not(
    warmed: Callable[..., object], tmp_path: Path
) -> None:
    layer = tmp_path / "layer"
    layer.mkdir()
    (layer / "only_here.py").write_text("import os\nPID = os.getpid()\n")
    inside = "assert sys.modules['only_here'].PID == os.getppid()"
    outside = "assert 'only_here' not in sys.modules"

    async def use(process: Warmed) -> object:
        branch = await process.layer([layer])
        threads = await branch.warm(["only_here", "not_there"])
        found = [await branch.run(child(tmp_path, inside), 60)]
        found += [await process.run(child(tmp_path, outside, name="next"), 60)]
        await branch.close()
        return threads, [each.code for each in found]

    assert warmed(use) == (1, [0, 0])


def test_an_import_that_starts_a_thread_is_told(
    warmed: Callable[..., object], tmp_path: Path
) -> None:
    layer = tmp_path / "layer"
    layer.mkdir()
    start = "import threading, time\nthreading.Thread(target=time.sleep, args=(9,), daemon=True)"
    (layer / "threaded.py").write_text(f"{start}.start()\n")

    async def use(process: Warmed) -> object:
        branch = await process.layer([layer])
        threads = await branch.warm(["threaded"])
        await branch.close()
        return threads

    assert warmed(use) == 2


def test_one_that_was_killed_is_lost_and_so_are_its_children(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    code = f"open({str(note)!r}, 'w').write(str(os.getpid()))\ntime.sleep(600)"

    async def go() -> None:
        made = await Warmed.start(
            [sys.executable], SITE, ROOT, env={}, log=tmp_path / "said.txt", fence=FENCE
        )
        running = asyncio.create_task(made.run(child(tmp_path, code), 60))
        while not note.exists() or not note.read_text():  # noqa: ASYNC110 - another process writes
            await asyncio.sleep(0.01)
        assert made.program
        made.program.kill()
        with pytest.raises(WarmLostError):
            await running
        with pytest.raises(WarmLostError):
            await made.warm(["os"])
        await made.close()

    asyncio.run(go())
    assert is_gone(int(note.read_text()))


def test_an_interpreter_that_cannot_start_is_lost(tmp_path: Path) -> None:
    async def go() -> None:
        made = await Warmed.start(
            ["/bin/false"], [], ROOT, env={}, log=tmp_path / "said.txt", fence=FENCE
        )
        try:
            with pytest.raises(WarmLostError):
                await made.warm(["os"])
        finally:
            await made.close()

    asyncio.run(go())
