"""The committed reports of the layer are evidence too: of this suite, whole, and repeatable."""

import shlex
import sys
import tomllib

import pytest

from compat.matrix.lint import find_complaints
from compat.matrix.model import Matrix, Verdict
from compat.record.model import Status
from compat.reports.bundle import render
from compat.run.suite import hash_layer_suite
from compat.stored.reports import load, load_history, load_matrix
from compat.work.gather import gather
from tests.cli.run import ROOT, command, texts

REPORTS = ROOT / "reports" / "langgraph"


@pytest.fixture(scope="module")
def matrix() -> Matrix:
    return load_matrix(REPORTS)


def test_it_is_of_the_committed_suite(matrix: Matrix) -> None:
    assert matrix.provenance.suite_hash == hash_layer_suite()


def test_it_is_complete_and_accounts_for_every_cell(matrix: Matrix) -> None:
    said = matrix.provenance
    assert (said.complete, said.failures) == (True, 0)
    assert said.planned == len(matrix.cells) == said.probed + sum(said.not_probed.values())
    assert all(cell.reason for cell in matrix.cells if cell.status is not Status.PROBED)
    assert all(cell.layer for cell in matrix.cells)


@pytest.mark.slow
def test_its_change_overs_say_what_its_cells_say(matrix: Matrix) -> None:
    assert find_complaints(matrix) == ()
    assert matrix.change_overs


@pytest.mark.slow
def test_the_pages_are_what_the_matrix_renders_to() -> None:
    assert texts(REPORTS) == render(*load(REPORTS), (), load_history(REPORTS))


@pytest.mark.slow
def test_its_verdicts_are_what_the_traces_are_judged_to(matrix: Matrix) -> None:
    assert gather(REPORTS)[0] == matrix


def test_the_control_is_nested_everywhere(matrix: Matrix) -> None:
    measured = [cell for cell in matrix.cells if cell.results]
    assert len(measured) > 50
    for cell in measured:
        assert cell.results["graph-sync-invoke"].outcomes["naive"] == "nested", cell.id


def test_it_has_the_whole_catalogue_and_no_row_is_absent_everywhere(matrix: Matrix) -> None:
    catalogue = tomllib.loads((ROOT / "tests/inlayer/catalogue.toml").read_text("utf-8"))
    there = {
        name
        for cell in matrix.cells
        for name, result in cell.results.items()
        if result.verdict is not Verdict.ABSENT
    }
    assert there == {name for group in catalogue.values() for name in group}


@pytest.mark.slow
@pytest.mark.proof
def test_a_replay_command_reproduces_a_record(matrix: Matrix) -> None:
    cell = next(cell for cell in reversed(matrix.cells) if cell.python == "3.12" and cell.results)
    program, *arguments = shlex.split(cell.replay)
    assert program == "compat"
    ended = command(ROOT, sys.executable, "-m", "compat", *arguments)
    assert ended.code == 0, ended.out + ended.err
    assert f"{cell.id} is reproduced: every trace is the same" in ended.out
