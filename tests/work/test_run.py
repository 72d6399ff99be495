"""A request from the index to a matrix, in process; who watches is told in order."""

import sys
from pathlib import Path

import pytest

from compat.plan.request import Request
from compat.record.model import Status
from compat.work.measure import run_request
from compat.work.prepare import Manner
from tests.environments.wheels import wheel
from tests.loopback import serving
from tests.work.build import Noted

PYTHON = ".".join(map(str, sys.version_info[:2]))
CELL = f"py{PYTHON}-core1.8.3"


def test_who_watches_is_told_of_the_plan_the_machine_and_each_cell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheels = tmp_path / "wheels"
    wheel(wheels, "pytest", "9")
    wheel(wheels, "langchain-core", "1.8.3", requires=["pytest>=99"])
    manner = Manner(jobs=1, home=tmp_path / "home", command="a test", download=False)
    watcher = Noted()
    with serving(wheels) as index:
        monkeypatch.setenv("UV_DEFAULT_INDEX", index.url)
        monkeypatch.setenv("UV_RESOLUTION", "lowest")
        with run_request(Request(cells=(CELL,)), manner, watcher) as (matrix, _):
            (cell,) = matrix.cells
    assert (cell.id, cell.status) == (CELL, Status.INDEX_FAILED)
    assert [plan.command for plan in watcher.plans] == ["a test"]
    assert "UV_RESOLUTION" in watcher.remarks[0]
    assert watcher.cells == ["expect 1", f"started {CELL}", f"finished {CELL}"]
    assert not [*tmp_path.glob("home/runs/*/finished")], "it is there to be taken up again"
