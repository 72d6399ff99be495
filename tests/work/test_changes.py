"""Reports written over reports: an entry where something changed, and only there."""

from dataclasses import replace
from pathlib import Path

import pytest

from compat.difference.history import History
from compat.difference.kind import Kind
from compat.errors import EvidenceError
from compat.matrix.model import Matrix, Outcome, Traces
from compat.reports.bundle import render
from compat.stored.reports import dump_matrix, load, load_history
from compat.work.changes import grow_history
from compat.work.publish import compare_with, write_reports
from tests.cli.run import texts
from tests.difference.sample import writing
from tests.reports.sample import Said, measured

AUTOMATIC, MANUAL = "nested/nested", "lost/nested"


def of(said: Said, moment: str = "2026-01-01T00:00:00Z") -> tuple[Matrix, Traces]:
    matrix, traces = measured({"py3.12-core0.3.0": said, "py3.12-core0.3.1": AUTOMATIC})
    return replace(matrix, provenance=replace(matrix.provenance, generated_at=moment)), traces


def ran(folder: Path, said: Said, moment: str = "2026-01-01T00:00:00Z") -> History:
    """What the history says after a run of the whole matrix."""
    write_reports(folder, *of(said, moment), readme=False, feed=True, stamp=folder / ".stamp")
    history = load_history(folder)
    assert history
    return history


def test_the_first_run_begins_the_history(tmp_path: Path) -> None:
    (entry,) = ran(tmp_path, AUTOMATIC).entries
    assert (entry.since, entry.planned, entry.probed) == (None, 2, 2)


def test_a_run_that_changed_something_makes_an_entry_and_another_none(tmp_path: Path) -> None:
    ran(tmp_path, AUTOMATIC)
    changed = ran(tmp_path, MANUAL, "2026-01-02T00:00:00Z")
    assert [(each.since, len(each.told)) for each in changed.entries] == [
        ("2026-01-01T00:00:00Z", 1),
        (None, 0),
    ]
    assert ran(tmp_path, MANUAL, "2026-01-02T00:00:00Z") == changed
    assert ran(tmp_path, MANUAL, "2026-01-03T00:00:00Z") == changed
    assert "## 2026-01-02T00:00:00Z" in (tmp_path / "CHANGES.md").read_text("utf-8")


def test_another_suite_makes_an_entry_that_says_so(tmp_path: Path) -> None:
    ran(tmp_path, AUTOMATIC)
    matrix, traces = of(AUTOMATIC)
    other = replace(matrix, provenance=replace(matrix.provenance, suite_hash="other"))
    write_reports(tmp_path, other, traces, readme=False, feed=True)
    assert "The suite changed (abc → other)" in (tmp_path / "CHANGES.md").read_text("utf-8")


def test_reports_from_before_there_was_a_history_are_compared_with(tmp_path: Path) -> None:
    write_reports(tmp_path, *of(AUTOMATIC), readme=False)
    assert load_history(tmp_path) is None
    (entry,) = ran(tmp_path, MANUAL, "2026-01-02T00:00:00Z").entries
    assert (entry.since, len(entry.told)) == ("2026-01-01T00:00:00Z", 1)


def test_reports_that_cannot_be_read_begin_a_history(tmp_path: Path) -> None:
    (tmp_path / "matrix.json").write_text("{")
    assert ran(tmp_path, AUTOMATIC).entries[0].since is None


def test_rendering_again_adds_nothing_and_keeps_the_history(tmp_path: Path) -> None:
    place, again = tmp_path / "reports", tmp_path / "again"
    ran(place, AUTOMATIC)
    history = ran(place, MANUAL, "2026-01-02T00:00:00Z")
    (place / ".stamp").unlink()
    before = texts(place)
    write_reports(place, *load(place), readme=False)
    write_reports(again, *load(place), readme=False, history=load_history(place))
    assert texts(place) == texts(again) == before == render(*load(again), history=history)


def test_a_part_of_the_matrix_touches_no_history(tmp_path: Path) -> None:
    history = ran(tmp_path, AUTOMATIC)
    write_reports(tmp_path, *of(MANUAL), readme=False)
    assert load_history(tmp_path) == history


def test_a_history_that_cannot_be_read_stops_before_anything_is_replaced(tmp_path: Path) -> None:
    ran(tmp_path, AUTOMATIC)
    matrix = (tmp_path / "matrix.json").read_text()
    (tmp_path / "changes.json").write_text("{")
    with pytest.raises(EvidenceError, match=r"changes\.json is no JSON"):
        write_reports(tmp_path, *of(MANUAL), readme=False, feed=True)
    assert (tmp_path / "matrix.json").read_text() == matrix


def test_a_reason_to_replace_more_by_less_is_told(tmp_path: Path) -> None:
    ran(tmp_path, AUTOMATIC)
    matrix, traces = of(AUTOMATIC, "2026-01-02T00:00:00Z")
    write_reports(tmp_path, matrix, traces, readme=False, feed=True, reason="3.9 has <ended>")
    history = load_history(tmp_path)
    assert history
    assert [entry.reason for entry in history.entries] == ["3.9 has <ended>", None]
    told = "It replaced reports that had more, for this reason: 3.9 has &lt;ended&gt;"
    assert told in (tmp_path / "changes.atom").read_text("utf-8")
    assert "replaced reports that had more" in (tmp_path / "CHANGES.md").read_text("utf-8")


def test_what_code_writes_is_told_as_its_own_stream_has_it(tmp_path: Path) -> None:
    pair = "py3.12-core1.0.0-lg1.0.0"
    later = writing({pair: Outcome.LOST})
    (tmp_path / "matrix.json").write_text(dump_matrix(writing({pair: Outcome.NESTED})), "utf-8")
    grown = grow_history(tmp_path, later, dump_matrix(later), None)
    assert grown
    ((told,),) = (each.told for each in grown.entries)
    assert (told.kind, told.scenarios) == (Kind.WORSE, ("stream-writer-node",))
    said = compare_with(tmp_path, later, tmp_path / "new")
    assert said[1].startswith("  worse: stream-writer-node"), said
