"""``--listener``: whose answer it is, in every command that answers."""

import json
from pathlib import Path

import pytest

from tests.cli.inside import typed, write_ours
from tests.cli.run import Ended
from tests.reports.sample import Said

OLD, NEW = "py3.10-core1.0.0", "py3.10-core1.0.1"
WHOLE = "nested~nested/flattened~nested/nested~nested"
APART = "lost~split/flattened~split/nested~nested"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reports: dict[str, dict[str, Said]] = {
        "a": {OLD: APART, NEW: WHOLE},
        "b": {OLD: "nested~split/flattened~split/nested~nested", NEW: WHOLE},
        "older": {OLD: "lost/flattened/nested"},
    }
    for name, cells in reports.items():
        write_ours(tmp_path / f"{name}.json", cells)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)


def asked(capsys: pytest.CaptureFixture[str], line: str) -> Ended:
    return typed(capsys, *line.split())


def test_ask_says_what_a_tracer_has_instead(capsys: pytest.CaptureFixture[str]) -> None:
    said = asked(capsys, "ask 3.10/1.0.0 --folder a.json").out
    assert "The events are missing, and no error says so." in said
    assert "A tracer shows it in a separate trace." in said


def test_ask_answers_for_a_tracer(capsys: pytest.CaptureFixture[str]) -> None:
    said = asked(capsys, "ask 3.10/1.0.0 --folder a.json --listener hook").out
    first, *rest = said.splitlines()
    assert first == (
        "Python 3.10, langchain-core 1.0.0, for a tracer: async tools that call a chain have what"
        " they call in a separate trace."
    )
    assert "  It is in a separate trace; a token counter counts it all the same." in rest


def test_upgrade_says_for_whom_the_answer_is_another_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    back = "upgrade 3.10/1.0.1 3.10/1.0.0 --folder b.json"
    ended = asked(capsys, back)
    assert ended.code == 0
    assert "For a tracer the answer is different: needs changes (--listener hook)." in ended.out
    ended = asked(capsys, f"{back} --listener hook")
    assert ended.code == 1
    assert "have what they call moved to a separate trace" in ended.out
    assert "[py3.10-core1.0.1 → py3.10-core1.0.0], as a tracer sees it" in ended.out


def test_programs_are_told_the_listener(capsys: pytest.CaptureFixture[str]) -> None:
    words = "upgrade 3.10/1.0.1 3.10/1.0.0 --folder b.json --json"
    said = json.loads(asked(capsys, words).out)
    assert (said["listener"], said["others"]) == ("stream", {"hook": "needs-changes"})
    said = json.loads(asked(capsys, "ask 3.10/1.0.0 --folder a.json --listener hook --json").out)
    assert said["listener"] == "hook"


@pytest.mark.parametrize(("listener", "code"), [("stream", 0), ("handler", 0), ("hook", 0)])
def test_compare_and_its_gate_are_for_one_listener(
    capsys: pytest.CaptureFixture[str], listener: str, code: int
) -> None:
    words = f"compare b.json b.json --gate --listener {listener}"
    assert asked(capsys, words).code == code


def test_what_is_worse_for_a_stream_alone_is_not_worse_for_a_tracer(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert asked(capsys, "compare b.json a.json").code == 1
    assert asked(capsys, "compare b.json a.json --listener hook").code == 0


def test_a_matrix_without_the_listener_is_no_answer(capsys: pytest.CaptureFixture[str]) -> None:
    ended = asked(capsys, "ask 3.10/1.0.0 --folder older.json --listener hook")
    assert (ended.code, ended.out) == (4, "")
    assert "was not measured for hook, only for stream" in ended.err


def test_a_listener_that_there_is_not_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    ended = asked(capsys, "ask 3.10/1.0.0 --listener tracer")
    assert ended.code == 2
    assert "--listener takes stream, handler, hook, messages or custom, not 'tracer'" in ended.err


MORE = "LangSmith, when environment variables switch it on, and OpenInference see more than"


def test_where_a_tracer_sees_nothing_it_is_said_which_see_more(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    gone = {OLD: "nested~nested/flattened~nested", NEW: "lost~lost/flattened~nested"}
    write_ours(tmp_path / "gone.json", gone)
    for question in ("ask 3.10/1.0.1", "upgrade 3.10/1.0.0 3.10/1.0.1"):
        assert MORE in asked(capsys, f"{question} --folder gone.json --listener hook").out
        assert MORE not in asked(capsys, f"{question} --folder gone.json").out
    assert MORE not in asked(capsys, "ask 3.10/1.0.0 --folder gone.json --listener hook").out
