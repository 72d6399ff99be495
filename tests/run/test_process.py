"""Processes that misbehave end, say what they last said, and leave nothing behind."""

import asyncio
import os
import sys
import time
from pathlib import Path

import pytest

from compat.process import KEPT_OUTPUT, Finished, run

GRANDCHILD = """
import os, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(child.pid, flush=True)
"""


def python(code: str, time_limit: float = 30) -> Finished:
    command = [sys.executable, "-c", code]
    return asyncio.run(run(command, env=dict(os.environ), cwd=Path.cwd(), time_limit=time_limit))


def alive(pid: int) -> bool:
    """Whether a process runs; a zombie that nobody has waited for does not."""
    for _ in range(100):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return False
        if state in "ZX":
            return False
        time.sleep(0.02)
    return True


@pytest.mark.parametrize(
    ("code", "ended", "last"),
    [
        ("print('hello')", 0, "hello"),
        ("raise SystemExit(3)", 3, "no output"),
        ("import os; os._exit(0)", 0, "no output"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", -11, "no output"),
        ("import sys; sys.stderr.write('bad\\n\\n')", 0, "bad"),
    ],
)
def test_how_it_ended(code: str, ended: int, last: str) -> None:
    finished = python(code)
    assert (finished.code, finished.last_line) == (ended, last)


def test_one_that_hangs_is_ended_and_what_it_said_is_kept() -> None:
    code = "import time; print('about to hang', flush=True); time.sleep(60)"
    assert python(code, time_limit=1) == Finished(code=None, output="about to hang\n")


def test_a_flood_of_output_is_read_and_dropped() -> None:
    finished = python("import sys; sys.stdout.write('x' * 50_000_000 + 'end')")
    assert finished.code == 0
    assert len(finished.output) == KEPT_OUTPUT
    assert finished.output.endswith("xend")


@pytest.mark.skipif(not Path("/proc").exists(), reason="reads /proc")
@pytest.mark.parametrize("then", ["", "\nimport time; time.sleep(60)"], ids=["ends", "hangs"])
def test_its_children_end_with_it(then: str) -> None:
    finished = python(GRANDCHILD + then, time_limit=2)
    assert not alive(int(finished.output))


@pytest.mark.skipif(not Path("/proc").exists(), reason="reads /proc")
def test_a_cancelled_run_ends_its_process(tmp_path: Path) -> None:
    told = tmp_path / "pid"
    code = f"import os, time; open({str(told)!r}, 'w').write(str(os.getpid())); time.sleep(60)"

    async def cancelled() -> None:
        command = [sys.executable, "-c", code]
        task = asyncio.create_task(run(command, env={}, cwd=tmp_path, time_limit=60))
        while not (told.exists() and told.read_text()):  # noqa: ASYNC110 - told by a process
            await asyncio.sleep(0.02)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(cancelled())
    assert not alive(int(told.read_text()))
