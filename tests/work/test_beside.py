"""What is published goes into the files beside the reports too, where they have a place for it."""

import tomllib
from pathlib import Path

import pytest

from compat.reports.symptoms import render_symptoms_md
from compat.stored.reports import load
from compat.symptoms.model import load_symptoms
from compat.work.publish import write_reports
from tests.reports.layered import layered
from tests.reports.sample import measured

LAYERED = layered({"py3.12-core1.4.8-lg1.0.0": "lost/nested"})
MATRIX, TRACES = measured({"py3.12-core0.3.0": "nested/nested"})
PLACE = "<!-- matrix:start -->\nof earlier\n<!-- matrix:end -->\nmore\n"
PROJECT = '[tool.tox]\n# matrix:start\nenv_list = []\n# matrix:end\nrequires = ["tox"]\n'


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    (tmp_path / "README.md").write_text(PLACE)
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    return tmp_path / "reports"


def test_the_headline_and_the_plain_hosts_cells_are_renewed(reports: Path) -> None:
    write_reports(reports, MATRIX, TRACES, readme=True)
    readme = (reports.parent / "README.md").read_text()
    assert "of earlier" not in readme
    assert readme.endswith("\n<!-- matrix:end -->\nmore\n")
    settings = tomllib.loads((reports.parent / "pyproject.toml").read_text())["tool"]["tox"]
    assert settings["env_list"] == [{"product": [["py3.12"], ["core0.3.0"]]}]
    assert settings["requires"] == ["tox"]


def test_the_page_of_symptoms_is_made_anew(reports: Path) -> None:
    page = reports.parent / "docs" / "symptoms.md"
    page.parent.mkdir()
    page.write_text("of earlier")
    write_reports(reports, MATRIX, TRACES, readme=True)
    assert page.read_text("utf-8") == render_symptoms_md(load_symptoms(), MATRIX)
    assert [each.name for each in page.parent.iterdir()] == ["symptoms.md"]


def test_what_has_no_place_for_them_stays_as_it_is(reports: Path) -> None:
    project = reports.parent / "pyproject.toml"
    project.write_text("[tool.tox]\n")
    (reports.parent / "README.md").unlink()
    write_reports(reports, MATRIX, TRACES, readme=True)
    assert project.read_text() == "[tool.tox]\n"
    assert not (reports.parent / "README.md").exists()
    assert not (reports.parent / "docs").exists()


def test_a_part_of_the_matrix_changes_none(reports: Path) -> None:
    write_reports(reports, MATRIX, TRACES, readme=False)
    assert (reports.parent / "pyproject.toml").read_text() == PROJECT


def test_a_layer_that_lies_beside_them_is_shown_in_the_page(reports: Path) -> None:
    write_reports(reports, MATRIX, TRACES, readme=False)
    assert "LangGraph on top" not in (reports / "matrix.html").read_text()
    write_reports(reports / "langgraph", *LAYERED, readme=False)
    stamp = reports.parent / ".stamp"
    for _ in range(2):
        write_reports(reports, MATRIX, TRACES, readme=False, stamp=stamp)
        assert "LangGraph on top" in (reports / "matrix.html").read_text()
    assert load(reports / "langgraph")[0] == LAYERED[0]
