"""What answers rest on: the latest matrix that there is, and what others of its suite add."""

from dataclasses import replace
from pathlib import Path

import pytest

from compat.errors import EvidenceError, MissingReportError
from compat.matrix.model import Matrix, Result
from compat.record.model import Status
from compat.stored.reports import dump_matrix
from compat.work import answers
from compat.work.answers import find_known
from tests.reports.sample import Said, measured

A, B, C = "py3.12-core1.0.0", "py3.12-core1.0.1", "py3.12-core1.0.2"
FAILED: Said = (Status.INDEX_FAILED, "the index did not answer")


@pytest.fixture(autouse=True)
def suite(monkeypatch: pytest.MonkeyPatch) -> None:
    """The suite of this program is that of the sample."""
    ours = measured({A: "nested"})[0].provenance.suite_hash
    monkeypatch.setattr(answers, "find_suite_hash", lambda **_: ours)


def made(when: str, cells: dict[str, Said], suite_hash: str | None = None, by: str = "") -> Matrix:
    matrix = measured(cells)[0]
    known = replace(matrix.provenance, generated_at=when, command=f"nox -s matrix{by}")
    return replace(
        matrix, provenance=replace(known, suite_hash=suite_hash or matrix.provenance.suite_hash)
    )


def put(folder: Path, matrix: Matrix) -> None:
    folder.mkdir(parents=True)
    (folder / "matrix.json").write_text(dump_matrix(matrix), "utf-8")


def told(folder: Path) -> tuple[dict[str, str], tuple[str, ...]]:
    """What is said of each cell that is known, and the remarks."""
    carried = folder / "carried" / "matrix.json"
    known = find_known(folder / "reports", folder / ".compat", carried)
    return {cell.id: _said(cell.results) for cell in known.matrix.cells}, known.remarks


def _said(results: dict[str, Result]) -> str:
    found = results.get("tool-async")
    return str(found.verdict) if found else "-"


def test_where_nothing_was_measured_the_program_knows_what_it_carries(tmp_path: Path) -> None:
    put(tmp_path / "carried", made("2026-01-01T00:00:00Z", {A: "nested"}))
    assert told(tmp_path) == ({A: "automatic"}, ())


def test_the_latest_counts_and_the_others_add_what_it_has_not(tmp_path: Path) -> None:
    put(tmp_path / "carried", made("2026-01-01T00:00:00Z", {A: "nested", C: "nested"}))
    put(tmp_path / "reports", made("2026-02-01T00:00:00Z", {A: "lost/nested", B: FAILED}))
    put(tmp_path / ".compat" / "reports", made("2026-01-15T00:00:00Z", {B: "nested"}))
    put(tmp_path / ".compat" / "probed", made("2026-01-20T00:00:00Z", {B: "lost/nested"}))
    assert told(tmp_path) == ({A: "manual", B: "manual", C: "automatic"}, ())


def test_another_suite_is_named_and_left_out_or_named_as_what_is_known(tmp_path: Path) -> None:
    put(tmp_path / "carried", made("2026-01-01T00:00:00Z", {A: "nested"}))
    put(tmp_path / "reports", made("2026-02-01T00:00:00Z", {B: "nested"}, suite_hash="other"))
    cells, remarks = told(tmp_path)
    assert cells == {B: "automatic"}
    assert [remark.rpartition("/")[2] for remark in remarks] == [
        " is the newest, so it is used, though another suite measured it",
        "what this program was published with was measured with another suite, so it is ignored",
    ]


@pytest.mark.parametrize("option", ["--resolution lowest", "--only gather", "--as-of=release"])
def test_other_dependencies_or_a_few_patterns_are_no_answer(tmp_path: Path, option: str) -> None:
    put(tmp_path / "reports", made("2026-01-01T00:00:00Z", {A: "nested"}))
    put(
        tmp_path / ".compat" / "reports",
        made("2026-02-01T00:00:00Z", {A: "lost/nested"}, by=f" -- {option}"),
    )
    cells, (remark,) = told(tmp_path)
    assert cells == {A: "automatic"}
    named = option.replace("=", " ").split()[0]
    assert remark == f".compat/reports was measured with {named}, so it is ignored"


def test_what_is_not_there_is_said_and_what_cannot_be_read_is_no_absence(tmp_path: Path) -> None:
    with pytest.raises(MissingReportError, match="measure first"):
        told(tmp_path)
    put(tmp_path / "carried", made("2026-01-01T00:00:00Z", {A: "nested"}))
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "matrix.json").write_text("{")
    with pytest.raises(EvidenceError, match="is no JSON"):
        told(tmp_path)
