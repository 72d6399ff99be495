"""The committed reports are evidence: of this suite, whole, and repeatable."""

import json
import shlex
import sys
import tomllib
from pathlib import Path

import jsonschema
import pytest

from compat.axes.cell import CellId
from compat.environments.recipe import SUITE_REQUIREMENTS
from compat.matrix.lint import find_complaints
from compat.matrix.model import Cell, Matrix, Traces, Verdict
from compat.record.model import Status
from compat.reports.document import LARGEST_SUMMARY, render_job_summary
from compat.reports.html.block import empty_blocks, read_blocks
from compat.run.suite import hash_suite
from compat.stored.reports import LAYERED, load_layered
from compat.work.gather import gather
from compat.work.publish import with_tox_settings
from tests.cli.run import ROOT, command, texts

REPORTS = ROOT / "reports"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def matrix(committed: tuple[Matrix, Traces]) -> Matrix:
    return committed[0]


def opened(files: dict[str, str]) -> dict[str, object]:
    """The reports with the page's data unpacked: not every zlib packs to the same bytes."""
    page = files["matrix.html"]
    return {**files, "matrix.html": empty_blocks(page), "data": read_blocks(page)}


@pytest.mark.slow
def test_the_pages_are_what_the_matrix_renders_to(rendered: Path) -> None:
    there = {name: text for name, text in texts(REPORTS).items() if not name.startswith(LAYERED)}
    assert opened(there) == opened(texts(rendered))


@pytest.mark.slow
def test_its_verdicts_are_what_the_traces_are_judged_to(matrix: Matrix) -> None:
    assert gather(REPORTS)[0] == matrix


def test_it_is_of_the_committed_suite(matrix: Matrix) -> None:
    assert matrix.provenance.suite_hash == hash_suite()


@pytest.mark.slow
def test_it_is_of_its_schema() -> None:
    schema = json.loads((REPORTS / "matrix.schema.json").read_text("utf-8"))
    jsonschema.validate(json.loads((REPORTS / "matrix.json").read_text("utf-8")), schema)


def test_it_is_complete_and_accounts_for_every_cell(matrix: Matrix) -> None:
    said = matrix.provenance
    assert (said.complete, said.failures) == (True, 0)
    assert said.planned == len(matrix.cells) == said.probed + sum(said.not_probed.values())
    assert all(cell.reason for cell in matrix.cells if cell.status is not Status.PROBED)
    assert {"3.9", "3.10", "3.11", "3.12", "3.13"} <= {
        cell.python for cell in matrix.cells if cell.status is Status.PROBED
    }


def test_its_statements_say_what_its_cells_say(matrix: Matrix) -> None:
    assert find_complaints(matrix) == ()


def test_controls_are_nested_everywhere(matrix: Matrix) -> None:
    for cell in matrix.cells:
        if cell.results:
            assert cell.results["sync-invoke"].outcomes["naive"] == "nested", cell.id
            assert cell.results["lambda-async"].outcomes["configured"] == "nested", cell.id


def test_no_scenario_is_absent_everywhere(matrix: Matrix) -> None:
    there = {
        name
        for cell in matrix.cells
        for name, result in cell.results.items()
        if result.verdict is not Verdict.ABSENT
    }
    assert there == {scenario.id for scenario in matrix.scenarios}


def test_it_has_the_whole_catalogue_but_what_needs_another_package(matrix: Matrix) -> None:
    catalogue = tomllib.loads((ROOT / "tests/incell/catalogue.toml").read_text("utf-8"))
    every = {name for group in catalogue.values() for name in group}
    assert every - {scenario.id for scenario in matrix.scenarios} == {"anyio-task-group", "uvloop"}


def test_the_plain_hosts_have_the_cells_that_it_gives_them(matrix: Matrix) -> None:
    committed = (ROOT / "pyproject.toml").read_text("utf-8")
    assert with_tox_settings(committed, matrix, load_layered(REPORTS)) == committed


def test_the_plain_hosts_install_what_the_engine_installs() -> None:
    assert tuple(PROJECT["dependency-groups"]["cell"]) == SUITE_REQUIREMENTS


@pytest.mark.slow
def test_the_job_summary_of_all_of_it_is_one_that_github_takes(
    committed: tuple[Matrix, Traces],
) -> None:
    summary = render_job_summary(*committed)
    assert len(committed[0].cells) > 1000
    assert "Left out here for size" not in summary
    assert len(summary.encode()) <= LARGEST_SUMMARY < 1024 * 1024


def drawn(matrix: Matrix) -> list[Cell]:
    """Three cells: the first, the last and the one in the middle of those that were probed."""
    probed = [cell for cell in matrix.cells if cell.status is Status.PROBED]
    required = [
        cell for cell in probed if CellId.parse(cell.id).python in matrix.provenance.required
    ]
    return [required[0], required[len(required) // 2], required[-1]]


@pytest.mark.slow
@pytest.mark.parametrize(
    "number", [0, *(pytest.param(number, marks=pytest.mark.proof) for number in (1, 2))]
)
def test_its_replay_commands_reproduce_its_records(matrix: Matrix, number: int) -> None:
    cell = drawn(matrix)[number]
    program, *arguments = shlex.split(cell.replay)
    assert program == "compat"
    ended = command(ROOT, sys.executable, "-m", "compat", *arguments)
    assert ended.code == 0, ended.out + ended.err
    assert f"{cell.id} is reproduced: every trace is the same" in ended.out
