"""The commands for many machines, up to where cells would run."""

import json
import shutil
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import pytest

from compat.axes.clock import Clock
from compat.axes.index import IndexListing
from compat.axes.interpreter import Interpreter, Interpreters
from compat.axes.settings import read_settings
from compat.cli.main import main
from compat.matrix.build import assemble
from compat.matrix.digest import Digest
from compat.matrix.model import Matrix, Traces
from compat.reports.bundle import render
from compat.run.folder import RunFolder
from compat.run.suite import hash_suite
from compat.shards.artifact import open_artifact
from compat.shards.codec import encode_cut
from compat.shards.files import write_shard
from compat.shards.merge import merge_shards, prove_complete
from compat.shards.model import Cut
from compat.shards.piece import read_piece
from compat.stored.reports import load
from compat.work.cut import read_cut
from compat.work.machine import Machine, find_uv
from compat.work.publish import write_reports
from tests.axes.build import release
from tests.cli.run import texts
from tests.shards.build import (
    BROKEN,
    CRASHED,
    HALVES,
    PLAN,
    RECORDS,
    RUN,
    SINGLE,
    cut_of,
    files,
    pieces,
)
from tests.shards.build import texts as build_texts

PLACE = "<!-- matrix:start -->\n<!-- matrix:end -->\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty place with two shards and their plan."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    for number in (1, 2):
        write_shard(tmp_path / f"shard-{number}", files(HALVES, number))
    (tmp_path / "plan.json").write_bytes(encode_cut(HALVES))
    return tmp_path


def ended(*arguments: str) -> int:
    with pytest.raises(SystemExit) as exited:
        main(list(arguments))
    assert isinstance(exited.value.code, int)
    return exited.value.code


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = ended(*arguments)
    (line,) = capsys.readouterr().err.splitlines()
    return code, line.removeprefix("compat: ")


def test_shards_are_merged_into_reports(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # One of the cells crashed: that is the run's failure, not the merge's.
    assert ended("merge", "shard-2/", "shard-1/", "--output", "out") == 4
    assert f"2 of 2 shards of plan {HALVES.plan_id}" in capsys.readouterr().out
    assert texts(folder / "out") == render(*merge_shards(prove_complete(pieces(HALVES))))
    assert load(folder / "out") == merge_shards(prove_complete(pieces(HALVES)))


def test_json_is_the_matrix_and_nothing_else(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ended("merge", "shard-1", "shard-2", "--json")
    printed = capsys.readouterr().out
    assert json.loads(printed)["provenance"]["plan"] == HALVES.plan_id
    assert printed == (folder / ".compat/reports/matrix.json").read_text("utf-8")


def test_a_hole_is_published_if_it_is_allowed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    failing = (CRASHED, BROKEN)
    cut = cut_of(failing, [cell for cell in RUN if cell not in failing])
    write_shard(folder / "whole", files(cut, 2))
    assert ended("merge", "whole", "--allow-missing", "--output", "out") == 0
    assert f"1 of 2 shards of plan {cut.plan_id}; missing: 1/2" in capsys.readouterr().out
    assert json.loads((folder / "out/badge.json").read_text("utf-8"))["color"] == "lightgrey"
    assert not load(folder / "out")[0].provenance.complete
    # That a shard is missing was accepted, that a cell of another crashed was not.
    assert ended("merge", "shard-1", "--allow-missing", "--output", "out") == 4


def only(cells: Collection[str]) -> Cut:
    """A plan of these cells alone, in one shard."""
    kept = tuple(cell for cell in PLAN.cells if cell.id in cells)
    return cut_of(cells, planned=replace(PLAN, cells=kept))


def test_a_part_does_not_replace_what_is_published(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = [cell for cell in RUN if cell not in {CRASHED, BROKEN}]
    for name, cells in {"whole": good, "part": good[:1]}.items():
        write_shard(folder / name, files(only(cells), 1))
    measured = merge_shards(prove_complete(pieces(only(good))))
    write_reports(folder / "reports", *measured, readme=False, feed=True)
    shutil.copytree("reports", "copy")
    (folder / "README.md").write_text(PLACE)
    before = texts(folder / "reports")
    for place in ("reports", str(folder / "reports")):
        assert ended("merge", "part", "--output", place) == 0
        said = " ".join(capsys.readouterr().out.split())
        assert "cells that this run lacks; reports/ stays as it is)" in said
        assert texts(folder / "reports") == before
    assert (folder / "README.md").read_text() == PLACE
    assert load(folder / ".compat/reports") == merge_shards(prove_complete(pieces(only(good[:1]))))
    # With a reason it may, which the history tells; elsewhere it may, without the history.
    assert ended("merge", "part", "--output", "copy") == 0
    assert texts(folder / "copy")["changes.json"] == before["changes.json"]
    assert texts(folder / "copy")["matrix.json"] != before["matrix.json"]
    assert ended("merge", "whole", "--output", "reports") == 0
    assert "stays as it is" not in capsys.readouterr().out
    assert (folder / "README.md").read_text() != PLACE


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["merge"], 2, "merge needs the folders of shards, like .compat/shards/*/"),
        (["merge", "shard-1"], 4, "missing: shard 2/2 of plan"),
        (["merge", "shard-1", "shard-2", "shard-1"], 5, "shard 1/2 is there 2 times"),
        (["merge", "other", "shard-2"], 5, "shard 2/2 (shard-2) is of another plan, "),
        (["merge", "shard-1", "shard-2", "--plan", "other.json"], 5, "other index; give every"),
        (["merge", "shard-1", "half"], 5, "half is half a shard: it has no traces.json"),
        (["merge", "shard-1", "nowhere"], 5, "there is no nowhere: name the folder"),
        (["merge", "shard-1", "plan.json"], 5, "plan.json is neither the folder of a shard nor"),
        (["merge", "shard-1", "shard-2", "--plan", "half"], 5, "cannot read the plan half: "),
        (["merge", "shard-1", "--plan", "half/matrix.json"], 5, "is no plan that was cut"),
        (["run", "--shard", "0/8"], 2, "no shard 0/8: of 8 shards the first is 1/8"),
        (["run", "--shard", "1/257"], 2, "there can be 1 to 256 shards, not 257"),
        (["run", "--shard", "x"], 2, "malformed shard 'x'; write it like 3/8"),
        (["run"], 2, "run needs --shard: which one, like 3/8"),
        (["run", "--shard", "1/2", "--exact"], 2, "--exact chooses cells by the results of others"),
        (["run", "--shard", "1/2", "--plan", "plan.json", "--repeat", "2"], 2, "give either"),
        (["run", "--shard", "1/2", "--plan", "plan.json", "py3.9-*"], 2, "the plan says what"),
        (["run", "--shard", "1/2", "--plan", "plan.json"], 5, "for another suite than this"),
        (["run", "--shard", "1/3", "--plan", "ours.json"], 2, "the plan is cut into 2"),
        (["plan", "--shards", "0"], 2, "--shards takes 1 or more, not 0"),
        (["plan", "--shards", "257"], 2, "--shards takes 256 or less, not 257"),
        (["plan", "--shards", "x"], 2, "--shards takes a whole number, not 'x'"),
        (["plan", "--shards", "2", "--exact"], 2, "leave it out, or run it in one piece"),
    ],
)
def test_bad_input_gets_one_line_and_an_exit_code(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
    says: str,
) -> None:
    other = cut_of(
        tuple(x for shard in HALVES.shards for x in shard), planned=replace(PLAN, index="PyPI?")
    )
    write_shard(folder / "other", files(other, 1))
    (folder / "other.json").write_bytes(encode_cut(other))
    ours = cut_of(*HALVES.shards, planned=replace(PLAN, suite_hash=hash_suite()))
    (folder / "ours.json").write_bytes(encode_cut(ours))
    shutil.copytree(folder / "shard-2", folder / "half")
    (folder / "half" / "traces.json").unlink()
    ended_with, said = refused(capsys, *arguments)
    assert (ended_with, says in said) == (code, True), said


def machine(folder: Path, **found: str) -> Machine:
    """A machine with these interpreters, like ``py39="3.9.1"``."""
    builds = {
        exact.rpartition(".")[0]: Interpreter(
            path=folder / name,
            exact=exact,
            implementation="cpython",
            platform="test",
            source="test",
            build=exact,
        )
        for name, exact in found.items()
    }
    missing = {name: "no interpreter found" for name in ("3.9", "3.12") if name not in builds}
    return Machine(
        interpreters=Interpreters(found=builds, missing=missing, skipped=()),
        listing=IndexListing(label="PyPI", releases=(), skipped=0),
        settings=read_settings(),
        uv=find_uv(),
    )


@pytest.mark.parametrize(
    ("found", "shard", "code", "says"),
    [
        ({}, "1/3", 4, "needs Python 3.9.1; this machine: no interpreter found; install that"),
        ({"py39": "3.9.2"}, "1/3", 4, "needs Python 3.9.1; this machine: has 3.9.2; install"),
        ({"py39": "3.9.1"}, "3/3", 3, "shard 3/3 is empty: the plan has 7 cells to run"),
    ],
)
def test_a_shard_runs_only_where_it_was_planned_for(  # noqa: PLR0913, PLR0917 - of pytest
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    found: dict[str, str],
    shard: str,
    code: int,
    says: str,
) -> None:
    planned = replace(PLAN, suite_hash=hash_suite())
    (folder / "ours.json").write_bytes(encode_cut(cut_of(*HALVES.shards, (), planned=planned)))
    here = machine(folder, **found)
    monkeypatch.setattr("compat.work.shard.survey", lambda *_, **__: here)
    ended_with, said = refused(capsys, "run", "--plan", "ours.json", "--shard", shard)
    assert (ended_with, says in said) == (code, True), said
    assert not (folder / ".compat").exists()


@pytest.mark.parametrize(
    ("uploaded", "moment"), [("2026-01-01", "2026-02-02"), ("2026-03-03", "2026-04-04")]
)
def test_what_is_younger_than_the_kept_moment_moves_it_for_all_shards(
    folder: Path, monkeypatch: pytest.MonkeyPatch, uploaded: str, moment: str
) -> None:
    (folder / ".compat" / "cache").mkdir(parents=True)
    (folder / ".compat/cache/resolved-as-of").write_text("2026-02-02T00:00:00Z")
    only = release("1.0.0", uploaded_at=f"{uploaded}T00:00:00Z")
    listing = IndexListing(label="PyPI", releases=(only,), skipped=0)
    here = replace(machine(folder, py39="3.9.1"), listing=listing)
    monkeypatch.setattr("compat.work.prepare.survey", lambda *_, **__: here)
    monkeypatch.setattr(Clock, "text", lambda _: "2026-04-04T00:00:00Z")
    assert ended("plan", "--pythons", "3.9", "--shards", "2", "--output", "made.json") == 0
    made = read_cut(folder / "made.json")
    assert made.plan.dependencies_as_of == f"{moment}T00:00:00Z"
    assert made.shards == (("py3.9-core1.0.0",), ())


def put_all(folder: RunFolder, *_: object) -> tuple[Matrix, Traces]:
    """Stand in for running cells: each comes to what it always comes to."""
    records = [folder.put(RECORDS[cell.id]) for cell in folder.plan.cells]
    return assemble(folder.plan, Digest(records))


def test_shards_that_were_run_are_what_is_merged(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    here = machine(folder, py39="3.9.1", py312="3.12.1")
    monkeypatch.setattr("compat.work.shard.survey", lambda *_, **__: here)
    monkeypatch.setattr("compat.work.shard.find_suite_hash", lambda **_: PLAN.suite_hash)
    monkeypatch.setattr("compat.work.shard.run_plan", put_all)
    for number in (2, 1):
        # A cell of each came to nothing: one crashed, of one the harness failed.
        assert ended("run", "--plan", "plan.json", "--shard", f"{number}/2") == 4
    assert f"Shard 2/2 of plan {HALVES.plan_id}: 4 cells to run" in capsys.readouterr().out
    places = [f".compat/shards/{number}-of-2" for number in (1, 2)]
    ended("merge", *places, "--plan", "plan.json", "--output", "out")
    matrix, traces = load(folder / "out")
    said = matrix.provenance
    assert [(each.shard, each.cells) for each in said.origins] == [("1/2", 3), ("2/2", 4)]
    assert said.plan == load(folder / places[0])[0].provenance.plan == HALVES.plan_id
    assert build_texts((matrix, traces)) == build_texts(SINGLE)


def test_a_machine_may_plan_by_itself(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = machine(folder, py39="3.9.1")
    listing = IndexListing(label="PyPI", releases=(release("0.3.0"), release("0.3.1")), skipped=0)
    there = replace(here, listing=listing)
    monkeypatch.setattr("compat.work.prepare.survey", lambda *_, **__: there)
    monkeypatch.setattr("compat.work.shard.run_plan", put_all)
    words = ["--pythons", "3.9", "--releases", "all", "--as-of", "2026-01-01"]
    for number in (1, 2):
        ended("run", "--shard", f"{number}/2", *words, "--output", f"out-{number}")
    one, two = (read_piece(open_artifact(folder / f"out-{number}")).shard for number in (1, 2))
    assert (one.cut, one.number, two.number) == (two.cut, 1, 2)
    assert one.cut.shards == (("py3.9-core0.3.0",), ("py3.9-core0.3.1",))
    assert one.cut.plan.dependencies_as_of == "2026-01-01T00:00:00Z"
