"""Runs that are cut off, and runs at the same time: nothing that was finished is lost."""

import contextlib
import json
import signal
import subprocess
import time
from pathlib import Path

import pytest

from compat.record.model import Status
from compat.record.pack import Evidence
from tests.cli.run import COMPAT, compat, environment

pytestmark = pytest.mark.slow

RELEASES = ("0.3.80", "0.3.81", "0.3.82", "0.3.83", "0.3.84")
COMMAND = (
    "matrix", "--pythons", "3.13", "--releases", *RELEASES, "--only", "tool-async", "--jobs", "1",
)  # fmt: skip
PLANNED = len(RELEASES)


def started(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*COMPAT, *COMMAND],
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def records(folder: Path) -> list[Path]:
    return sorted(folder.glob(".compat/runs/*/records/*.json"))


def wait_for_a_record(folder: Path, running: subprocess.Popen[str]) -> None:
    while not records(folder):
        assert running.poll() is None, running.communicate()
        time.sleep(0.005)


def processes_in(folder: Path) -> list[str]:
    """The command lines of processes that have something of a folder in them, soon after."""
    for _ in range(100):
        found = []
        for place in Path("/proc").glob("[0-9]*/cmdline"):
            with contextlib.suppress(OSError):
                found.append(place.read_bytes().replace(b"\0", b" ").decode(errors="replace"))
        left = [line for line in found if str(folder) in line]
        if not left:
            return []
        time.sleep(0.05)
    return left


@pytest.mark.skipif(not Path("/proc").exists(), reason="reads /proc")
@pytest.mark.parametrize(
    "how",
    [
        pytest.param(signal.SIGINT, marks=pytest.mark.proof),
        signal.SIGTERM,
        pytest.param(signal.SIGKILL, marks=pytest.mark.proof),
    ],
)
def test_the_same_command_goes_on_where_it_was_cut_off(tmp_path: Path, how: signal.Signals) -> None:
    with started(tmp_path) as running:
        wait_for_a_record(tmp_path, running)
        running.send_signal(how)
        said, _ = running.communicate(timeout=60)
    if how is signal.SIGKILL:
        assert running.returncode == -signal.SIGKILL
    else:
        assert running.returncode == 130
        assert said.splitlines()[-1].startswith("compat: interrupted; finished cells are kept")
        assert "Traceback" not in said
    assert not (tmp_path / ".compat" / "reports").exists(), "no half report"
    assert not processes_in(tmp_path), "nothing of the run is left"
    kept = {path: path.read_bytes() for path in records(tmp_path)}
    assert 1 <= len(kept) < PLANNED

    again = compat(tmp_path, *COMMAND)
    assert again.code == 0, again.err
    line = f"taken up again: {len(kept)} cells are kept, {PLANNED - len(kept)} left"
    assert line in again.out
    assert {path: path.read_bytes() for path in kept} == kept
    matrix = json.loads((tmp_path / ".compat/reports/matrix.json").read_text())
    assert matrix["provenance"]["probed"] == PLANNED


def test_a_damaged_record_is_named_and_its_cell_runs_again(tmp_path: Path) -> None:
    with started(tmp_path) as running:
        wait_for_a_record(tmp_path, running)
        running.kill()
        running.communicate(timeout=60)
    damaged = records(tmp_path)[0]
    damaged.write_bytes(damaged.read_bytes()[:100])
    again = compat(tmp_path, *COMMAND)
    assert again.code == 0, again.err
    assert f"{damaged.name} is no record: " in again.out
    assert "set aside, its cell runs again" in again.out
    evidence = Evidence(root=tmp_path / ".compat" / "evidence")
    assert evidence.unpack(damaged.read_bytes(), "it").status is Status.PROBED


@pytest.mark.proof
def test_two_at_once_on_one_checkout(tmp_path: Path) -> None:
    with started(tmp_path) as one, started(tmp_path) as other:
        said = [running.communicate(timeout=300)[0] for running in (one, other)]
    assert (one.returncode, other.returncode) == (0, 0), said
    matrix = json.loads((tmp_path / ".compat/reports/matrix.json").read_text())
    assert matrix["provenance"]["probed"] == PLANNED
