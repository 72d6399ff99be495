"""The one more process, with a script in the place of its interpreter."""

import json
from pathlib import Path

import pytest

from compat.incell import flagged
from compat.incell.flagged import Flagged, FlaggedError

FLAG = "an_option=1"
SEEN = [
    {"scenario": "one", "variant": "naive", "remedy": False, "harness_error": None, "n": 1},
    {"scenario": "one", "variant": "callbacks", "remedy": True, "harness_error": None, "n": 2},
    {"scenario": "two", "variant": "naive", "remedy": False, "harness_error": "a.py:1", "n": 3},
]
FIND_OUT = 'echo "$@" >> "$0.log"; while [ "$1" != --record ]; do shift; done'


def other(folder: Path, *lines: str) -> Flagged:
    """Return the two scenarios with ``lines`` as what the other process does."""
    python = folder / "python"
    python.write_text("\n".join(["#!/bin/sh", FIND_OUT, *lines]))
    python.chmod(0o700)
    return Flagged(["one", "two"], [FLAG, FLAG], str(python))


def writing(folder: Path) -> Flagged:
    """Return the two scenarios with a process that saw them."""
    record = folder / "prepared.json"
    record.write_text(json.dumps({"observations": SEEN}))
    return other(folder, f'cp "{record}" "$2"')


def calls(folder: Path) -> list[str]:
    return (folder / "python.log").read_text().splitlines()


def test_the_option_and_the_scenarios_are_handed_on(tmp_path: Path) -> None:
    writing(tmp_path).observation("one/naive")
    (call,) = calls(tmp_path)
    assert call.startswith("-X an_option=1 -m pytest -c ")
    assert call.endswith(" --scenario one --scenario two")


def test_one_process_for_all(tmp_path: Path) -> None:
    process = writing(tmp_path)
    seen = [process.observation(case) for case in ("one/naive", "one/remedy-callbacks")]
    assert seen == SEEN[:2]
    assert len(calls(tmp_path)) == 1


def test_a_failure_at_a_case_is_that_case_s(tmp_path: Path) -> None:
    with pytest.raises(FlaggedError, match=r"^a\.py:1$"):
        writing(tmp_path).observation("two/naive")


def test_a_case_that_is_not_in_the_record(tmp_path: Path) -> None:
    with pytest.raises(FlaggedError, match=r"^the other process says nothing of two/configured$"):
        writing(tmp_path).observation("two/configured")


def test_a_crash_is_told_at_every_case_and_not_repeated(tmp_path: Path) -> None:
    begun = 'echo import > "$2".progress; echo two/naive >> "$2".progress'
    process = other(tmp_path, begun, "echo some last words", "exit 7")
    said = r"^the other process ended at 'two/naive' with exit code 7: some last words\n$"
    for case in ("one/naive", "two/naive"):
        with pytest.raises(FlaggedError, match=said):
            process.observation(case)
    assert len(calls(tmp_path)) == 1


def test_a_crash_before_anything_had_begun(tmp_path: Path) -> None:
    with pytest.raises(FlaggedError, match=r"^the other process ended at 'start' with exit code"):
        other(tmp_path, "exit 7").observation("one/naive")


def test_a_process_that_does_not_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flagged, "_TIME_LIMIT", 0.1)
    with pytest.raises(FlaggedError, match=r"^the other process ran for more than 0 s$"):
        other(tmp_path, "exec sleep 20").observation("one/naive")


def test_this_process_is_the_one_if_it_has_every_option(monkeypatch: pytest.MonkeyPatch) -> None:
    process = Flagged(["one"], [FLAG])
    assert not process.here
    monkeypatch.setattr("sys._xoptions", {"an_option": "0"})
    assert not process.here
    monkeypatch.setattr("sys._xoptions", {"an_option": "1", "dev": True})
    assert process.here
