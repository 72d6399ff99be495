"""Reports are not made again from the same by the same code."""

import json
from pathlib import Path

import pytest

from compat.reports.bundle import render
from compat.stored.seal import hold_for_writing, refuse_torn, write_sealed
from compat.work.fingerprint import is_rendered, make_fingerprint, note_rendered
from compat.work.publish import write_reports
from tests.cli.run import texts
from tests.reports.sample import measured


def test_what_they_are_made_from_decides() -> None:
    assert make_fingerprint(["a", "b"]) == make_fingerprint(["a", "b"])
    assert len({make_fingerprint(each) for each in (["a", "b"], ["ab"], ["b", "a"], [])}) == 4


@pytest.fixture
def noted(tmp_path: Path) -> Path:
    """The stamp of a set of one file, and of one beside it."""
    with hold_for_writing(tmp_path / "reports"):
        write_sealed(tmp_path / "reports", {"it.md": "said"})
    (tmp_path / "README.md").write_text("said")
    note_rendered(tmp_path / "stamp", "x", tmp_path / "reports", [tmp_path / "README.md"])
    return tmp_path / "stamp"


def test_what_is_as_it_was_noted_is_there(noted: Path) -> None:
    assert is_rendered(noted, "x", noted.with_name("reports"))
    assert not is_rendered(noted, "y", noted.with_name("reports"))
    assert not is_rendered(noted, "x", noted.with_name("elsewhere"))


@pytest.mark.parametrize("name", ["reports/it.md", "reports/manifest.json", "README.md"])
@pytest.mark.parametrize("change", ["edited", "gone"])
def test_a_file_that_is_not_as_it_was_made_is_made_again(
    noted: Path, name: str, change: str
) -> None:
    file = noted.parent / name
    file.write_text("else") if change == "edited" else file.unlink()
    assert not is_rendered(noted, "x", noted.with_name("reports"))


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"made_from": "x", "files": 1}'])
def test_a_damaged_stamp_says_nothing(noted: Path, text: str) -> None:
    noted.write_text(text)
    assert not is_rendered(noted, "x", noted.with_name("reports"))


def test_a_report_that_was_edited_is_written_again(tmp_path: Path) -> None:
    place, stamp = tmp_path / "reports", tmp_path / "stamp"
    matrix, traces = measured({"py3.12-core0.3.0": "nested/nested"})
    write_reports(place, matrix, traces, readme=False, stamp=stamp)
    before = (place / "matrix.md").stat().st_mtime_ns
    write_reports(place, matrix, traces, readme=False, stamp=stamp)
    assert (place / "matrix.md").stat().st_mtime_ns == before
    (place / "matrix.md").write_text("edited")
    write_reports(place, matrix, traces, readme=False, stamp=stamp)
    assert texts(place) == render(matrix, traces)


def test_reports_that_are_there_are_written_elsewhere_too(tmp_path: Path) -> None:
    matrix, traces = measured({"py3.12-core0.3.0": "nested/nested"})
    for name in ("one", "other"):
        write_reports(tmp_path / name, matrix, traces, readme=False, stamp=tmp_path / "stamp")
    assert texts(tmp_path / "one") == texts(tmp_path / "other") == render(matrix, traces)


def test_links_to_another_site_are_made_again_and_nothing_of_the_old_is_left(
    tmp_path: Path,
) -> None:
    place, stamp = tmp_path / "reports", tmp_path / "stamp"
    matrix, traces = measured({"py3.12-core0.3.0": "nested/nested"})
    for site in ("https://example.org", "https://example.org/other", ""):
        write_reports(place, matrix, traces, readme=False, stamp=stamp, site=site)
        assert texts(place) == render(matrix, traces, site=site)
    refuse_torn(place)
    listed = json.loads((place / "manifest.json").read_text("utf-8"))
    assert {"matrix.md", "details.md", "scenarios/tool-async.md"} <= set(str(listed).split("'"))
