"""A person's command ends with us, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from compat.work.command import Ended, run_command

WATCHED = """
    import os, subprocess, sys, time
    subprocess.Popen([sys.executable, "-IS", "-c", "import time; time.sleep(60)"],
                     start_new_session=True)
    open("ready", "w").close()
    time.sleep(60)
"""
RUNS = "import sys; from compat.work.command import run_command as run; "
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="is of Linux")


def run(folder: Path, code: str, *, time_limit: float = 30) -> Ended:
    command = [sys.executable, "-IS", "-c", code]
    return run_command(command, dict(os.environ), folder, time_limit=time_limit, quiet=True)


def test_a_command_ends_as_it_ended(tmp_path: Path) -> None:
    assert run(tmp_path, "raise SystemExit(3)").code == 3
    assert run(tmp_path, "import os; os.kill(os.getpid(), 15)").code == -signal.SIGTERM
    assert run(tmp_path, "import time; time.sleep(60)", time_limit=0.2).code is None


def test_it_takes_signals_as_if_a_shell_had_started_it(tmp_path: Path) -> None:
    code = "import signal; raise SystemExit(signal.getsignal(signal.SIGINT) is not signal.{})"
    assert run(tmp_path, code.format("default_int_handler")).code == 0
    shell = "kill -PIPE $$; exit 0"
    ended = run_command(
        ["/bin/sh", "-c", shell], dict(os.environ), tmp_path, time_limit=9, quiet=True
    )
    assert ended.code == -signal.SIGPIPE


ORPHANS = """
import os, time
for _ in range(3):
    if not os.fork():
        os.fork()
        os._exit(0)
    os.wait()
place = f"/proc/{os.getppid()}/task/{os.getppid()}/children"
until = time.monotonic() + 20
while len(open(place).read().split()) > 1 and time.monotonic() < until:
    time.sleep(0.01)
raise SystemExit(len(open(place).read().split()) - 1)
"""


@linux
def test_what_lost_its_parent_and_ended_is_no_zombie(tmp_path: Path) -> None:
    assert run(tmp_path, ORPHANS).code == 0


@linux
def test_what_cannot_be_started_is_told(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    program = tmp_path / "program"
    program.write_text("#!/no/such/interpreter\n")
    program.chmod(0o755)
    ended = run_command([str(program)], dict(os.environ), tmp_path, time_limit=9)
    assert ended.code == 127
    assert capfd.readouterr().err.endswith("program cannot be started: No such file or directory\n")


@linux
def test_what_is_watched_ends_when_we_are_killed(tmp_path: Path) -> None:
    (tmp_path / "watched.py").write_text(WATCHED.replace("\n    ", "\n"))
    starts = (
        f"{RUNS}run([sys.executable, '-IS', 'watched.py'], {{}}, {str(tmp_path)!r}, time_limit=60)"
    )
    ours = subprocess.Popen([sys.executable, "-c", starts], start_new_session=True)
    while not (tmp_path / "ready").exists():
        assert ours.poll() is None
        time.sleep(0.01)
    started = list_descendants(ours.pid)
    assert len(started) == 3
    ours.kill()
    ours.wait()
    until = time.monotonic() + 30
    while any(map(is_running, started)) and time.monotonic() < until:
        time.sleep(0.01)
    assert not [*filter(is_running, started)]


def list_descendants(pid: int) -> list[int]:
    """The processes below one."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [each for child in map(int, children) for each in (child, *list_descendants(child))]


def is_running(pid: int) -> bool:
    """Tell whether a process is there, and more than its exit code."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
