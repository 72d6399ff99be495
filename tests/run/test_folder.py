"""Run folders: a run that was cut off is taken up again, and two at once do not meet."""

from dataclasses import replace
from pathlib import Path

import pytest

from compat.plan.codec import decode
from compat.plan.model import Plan
from compat.record.model import Status
from compat.run.folder import open_run
from tests.build import plan, release, whole

CELLS = ("py3.12-core0.3.0", "py3.12-core0.3.1")
PLAN = plan(dict.fromkeys(CELLS), (release("0.3.0"), release("0.3.1")))
LATER = replace(PLAN, dependencies_as_of="2026-03-03T00:00:00Z")


def kept(home: Path, planned: Plan = PLAN, *, fresh: bool = False) -> list[str]:
    with open_run(home, planned, fresh=fresh) as folder:
        return list(folder.kept.records)


def cut_off(home: Path, *statuses: Status) -> None:
    """Leave a run behind with one record of each status and no end."""
    with open_run(home, PLAN, fresh=False) as folder:
        for cell, status in zip(CELLS, statuses, strict=False):
            nothing = {} if status is Status.PROBED else {"suite": None, "observations": ()}
            folder.put(whole(cell, status=status, reason="why", **nothing))
        folder.work.mkdir()
        (folder.work / "left behind").touch()


def test_finished_cells_are_kept_and_the_moment_with_them(tmp_path: Path) -> None:
    cut_off(tmp_path, Status.PROBED)
    with open_run(tmp_path, LATER, fresh=False) as folder:
        assert list(folder.kept.records) == [CELLS[0]]
        assert folder.plan == PLAN
        assert not folder.work.exists()


@pytest.mark.parametrize(
    "status", [Status.CRASHED, Status.TIMED_OUT, Status.INSTALL_FAILED, Status.NOT_INSTALLABLE]
)
def test_what_no_cell_has_found_out_is_asked_again(tmp_path: Path, status: Status) -> None:
    cut_off(tmp_path, status, Status.IMPORT_FAILED)
    assert kept(tmp_path) == [CELLS[1]]


@pytest.mark.parametrize(
    "other",
    [
        replace(PLAN, suite_hash="other"),
        replace(PLAN, options=replace(PLAN.options, overrides=("certifi",))),
        replace(PLAN, pythons=(replace(PLAN.pythons[0], exact="3.12.9"),)),
    ],
    ids=["suite", "override", "Python"],
)
def test_another_run_starts_from_nothing(tmp_path: Path, other: Plan) -> None:
    cut_off(tmp_path, Status.PROBED)
    assert kept(tmp_path, other) == []
    assert kept(tmp_path, fresh=True) == []


def test_a_finished_run_is_not_taken_up(tmp_path: Path) -> None:
    cut_off(tmp_path, Status.PROBED)
    with open_run(tmp_path, PLAN, fresh=False) as folder:
        folder.finish()
    assert kept(tmp_path) == []


def test_only_the_last_finished_run_of_a_kind_stays(tmp_path: Path) -> None:
    for _ in range(3):
        with open_run(tmp_path, PLAN, fresh=False) as folder:
            folder.finish()
    assert [path.name for path in (tmp_path / "runs").iterdir() if path.is_dir()] == [
        folder.path.name
    ]


def test_two_at_once_have_a_folder_each(tmp_path: Path) -> None:
    with (
        open_run(tmp_path, PLAN, fresh=False) as one,
        open_run(tmp_path, PLAN, fresh=False) as other,
    ):
        one.put(whole(CELLS[0]))
        other.put(whole(CELLS[1]))
        assert one.path != other.path
    assert kept(tmp_path) == [CELLS[0]]


@pytest.mark.parametrize("damage", [b"", b"{}", b"\xff"])
def test_a_damaged_plan_costs_no_record(tmp_path: Path, damage: bytes) -> None:
    cut_off(tmp_path, Status.PROBED)
    (stored,) = tmp_path.glob("runs/*/plan.json")
    stored.write_bytes(damage)
    assert kept(tmp_path, LATER) == [CELLS[0]]
    assert decode(stored.read_bytes()) == LATER


def test_what_a_killed_run_left_in_its_work_folder_is_swept(tmp_path: Path) -> None:
    cut_off(tmp_path, Status.PROBED)
    (run,) = (path for path in tmp_path.glob("runs/*") if path.is_dir())
    (run / "work").mkdir()
    other = replace(PLAN, suite_hash="other")
    assert kept(tmp_path, other) == []
    assert not (run / "work").exists()


def test_git_looks_past_what_the_program_keeps(tmp_path: Path) -> None:
    home = tmp_path / ".compat"
    with open_run(home, PLAN, fresh=False):
        pass
    assert (home / ".gitignore").read_text() == "*\n"
