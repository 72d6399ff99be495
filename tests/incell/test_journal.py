"""The notes of a session and the file that is written of them."""

from dataclasses import replace
from pathlib import Path

import pytest

from compat.incell.caller import events_v1
from compat.incell.journal import Journal, Progress, blank
from compat.incell.record import write
from tests.incell.build import case


def test_progress_is_a_line_a_step_and_goes_at_the_end(tmp_path: Path) -> None:
    progress = Progress(tmp_path / "out.json")
    noted = tmp_path / "out.json.progress"
    noted.write_text("of another process\n")
    progress.start()
    progress.step("import")
    progress.step("one/naive")
    assert noted.read_text() == "import\none/naive\n"
    progress.end()
    assert not noted.exists()


def test_without_a_record_there_is_no_progress_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    progress = Progress(None)
    progress.start()
    progress.step("import")
    progress.end()
    assert list(tmp_path.iterdir()) == []


def test_our_own_failure_is_marked_beside_what_was_seen() -> None:
    journal = Journal()
    journal.add(case(), {**blank(case()), "returned": "a text"})
    journal.fail(case(), "ours")
    (seen,) = journal.observations.values()
    assert (seen["returned"], seen["harness_error"]) == ("a text", "ours")


def test_our_own_failure_before_anything_was_seen_is_an_observation_too() -> None:
    journal = Journal()
    journal.fail(case(), "ours")
    assert journal.observations == {"one/naive": {**blank(case()), "harness_error": "ours"}}


def test_a_record_is_compact_with_sorted_keys(tmp_path: Path) -> None:
    write({"b": 1, "a": ["é"]}, tmp_path / "out.json")
    assert (tmp_path / "out.json").read_text() == '{"a":["\\u00e9"],"b":1}'


def test_a_record_that_cannot_be_put_in_place_leaves_no_litter(tmp_path: Path) -> None:
    taken = tmp_path / "out.json"
    taken.mkdir()
    with pytest.raises(OSError, match=r"out\.json"):
        write({"a": 1}, taken)
    assert list(tmp_path.iterdir()) == [taken]


def test_remedies_of_the_same_code_and_caller_are_driven_once() -> None:
    journal = Journal()
    first = replace(case(), variant="callbacks", remedy=True)
    other = replace(first, scenario="two", variant="config")
    journal.add(first, {**blank(first), "returned": "ten words"})
    assert journal.known(other) == {**blank(other), "returned": "ten words"}
    assert journal.known(replace(other, value="more")) is None
    assert journal.known(replace(other, caller=events_v1)) is None
    assert journal.known(replace(other, remedy=False)) is None
