"""From nothing to reports with real cells; and the three hosts, which give the same records."""

import json
import os
import shutil
import sys
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import pytest

from compat.record.model import Record, Timing
from compat.record.pack import Evidence
from compat.record.store import load
from compat.reports.bundle import render
from compat.stored.reports import load as load_reports
from tests.cli.run import ROOT, Ended, command, compat, environment, texts

pytestmark = pytest.mark.slow

PYTHONS = ("3.10", "3.13")
RELEASES = ("0.2.43", "0.3.86", "1.0.0")
CELLS = [f"py{python}-core{release}" for python in PYTHONS for release in RELEASES]
ENDS = [CELLS[0], CELLS[-1]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("measured")


@pytest.fixture(scope="module")
def measured(folder: Path) -> Ended:
    """Six real cells, measured once."""
    return compat(
        folder,
        "matrix",
        "--pythons",
        *PYTHONS,
        "--releases",
        *RELEASES,
        "--json",
        env=environment(GITHUB_STEP_SUMMARY=str(folder / "summary.md")),
    )


def test_it_succeeds_and_says_what_it_did(measured: Ended) -> None:
    assert measured.code == 0, measured.err
    assert "6 cells planned: 6 can run, 0 excluded" in measured.err
    assert "6 of 6 cells done, 0 failed" in measured.err
    assert "Reports: " in measured.err
    matrix = json.loads(measured.out)
    assert [cell["id"] for cell in matrix["cells"]] == CELLS
    assert (matrix["provenance"]["planned"], matrix["provenance"]["probed"]) == (6, 6)


def test_python_decides_with_old_releases(measured: Ended) -> None:
    matrix = json.loads(measured.out)
    results = {cell["id"]: cell["results"]["tool-async"] for cell in matrix["cells"]}
    judged = {name: matrix["results"][result]["verdict"] for name, result in results.items()}
    assert judged == {name: "manual" if "py3.10" in name else "automatic" for name in CELLS}


def test_a_part_of_the_matrix_goes_beside_the_whole(measured: Ended, folder: Path) -> None:
    assert "a part of the matrix; reports/ stays as it is" in measured.err
    assert not (folder / "reports").exists()
    place = folder / ".compat" / "reports"
    assert texts(place) == render(*load_reports(place))


def test_github_gets_a_summary(measured: Ended, folder: Path) -> None:
    assert measured.code == 0
    assert (folder / "summary.md").read_text("utf-8").startswith("#")


def test_reports_can_be_made_again_from_the_records(measured: Ended, folder: Path) -> None:
    assert measured.code == 0
    (run,) = (folder / ".compat" / "runs").glob("*-1")
    again = compat(folder, "report", str(run), "--output", "again")
    assert again.code == 0, again.err
    assert texts(folder / "again") == texts(folder / ".compat" / "reports")


def test_a_second_run_takes_what_is_known_and_runs_only_what_is_new(
    measured: Ended, folder: Path, tmp_path: Path
) -> None:
    assert measured.code == 0
    shutil.copytree(folder / ".compat", tmp_path / ".compat", symlinks=True)
    asked = ("matrix", "--pythons", *PYTHONS, "--releases", *RELEASES)
    again = compat(tmp_path, *asked, "--json")
    assert "6 of 6 cells are taken from earlier runs" in again.err
    assert json.loads(again.out)["cells"] == json.loads(measured.out)["cells"]
    more = compat(tmp_path, "matrix", "--pythons", "3.13", "--releases", *RELEASES, "1.0.1")
    assert "3 of 4 cells are taken from earlier runs" in more.out


@pytest.fixture(scope="module")
def interpreters() -> str:
    """A PATH on which nox and tox find what the engine finds."""
    found = compat(ROOT, "doctor", "--path").out.strip()
    return os.pathsep.join([found, os.environ["PATH"]])


def engine_records(folder: Path) -> dict[str, Record]:
    (records,) = (folder / ".compat" / "runs").glob("*-1/records")
    return load(records, Evidence(root=folder / ".compat" / "evidence").unpack).records


def untimed(record: Record) -> Record:
    return replace(record, timing=Timing(host="any", finished_at="", seconds=0))


@pytest.fixture
def plain_records() -> Path:
    """Where the plain hosts put their records, empty of those that are about to be made."""
    records = ROOT / ".compat" / "probe"
    for cell in CELLS:
        (records / f"{cell}.json").unlink(missing_ok=True)
    return records


def hold_equal(
    measured: Ended, folder: Path, records: Path, host: str, cells: Collection[str]
) -> None:
    assert measured.code == 0
    engine = engine_records(folder)
    plain = load(records).records
    for cell in cells:
        assert plain[cell].timing.host == host
        assert untimed(plain[cell]) == untimed(engine[cell])


@pytest.mark.parametrize(
    "cells", [ENDS, pytest.param(CELLS[1:-1], marks=pytest.mark.proof)], ids=["ends", "others"]
)
def test_plain_nox_gives_the_same_records(
    measured: Ended, folder: Path, tmp_path: Path, plain_records: Path, cells: list[str]
) -> None:
    sessions = [f"probe({cell})" for cell in cells]
    nox = [sys.executable, "-m", "nox", "--envdir", str(tmp_path), "-s", *sessions]
    ended = command(ROOT, *nox)
    assert ended.code == 0, ended.err
    hold_equal(measured, folder, plain_records, "nox", cells)


@pytest.mark.proof
def test_tox_gives_the_same_records(
    measured: Ended, folder: Path, tmp_path: Path, interpreters: str, plain_records: Path
) -> None:
    tox = [sys.executable, "-m", "tox", "run-parallel", "--workdir", str(tmp_path)]
    ended = command(ROOT, *tox, "-e", ",".join(CELLS), env=environment(PATH=interpreters))
    assert ended.code == 0, ended.out
    hold_equal(measured, folder, plain_records, "tox", CELLS)


@pytest.mark.proof
def test_exact_finds_the_release_that_changed_without_every_cell(tmp_path: Path) -> None:
    asked = ("matrix", "--pythons", "3.10", "--releases", ">=1.4.5,<1.5", "--exact", "--json")
    ended = compat(tmp_path, *asked)
    assert ended.code == 0, ended.err
    assert "exact: starts from 2 edges of 5 cells; probes more where neighbours differ" in ended.err
    assert "round 2: 1 cells to run, 2 done" in ended.err
    matrix = json.loads(ended.out)
    guide = [one for one in matrix["statements"] if one["scenario"] == "tool-async"]
    assert [(one["verdict"], one["through"], one["through_edge"]) for one in guide] == [
        ("manual", "1.4.7", "exact"),
        ("automatic", "1.4.9", "open"),
    ]
    assert matrix["provenance"]["selection"].endswith("exact")
