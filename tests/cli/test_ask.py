"""One configuration, asked about in any spelling: an answer, or what is near."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from compat.record.model import Status
from tests.cli.inside import typed, write_ours
from tests.cli.run import Ended
from tests.reports.sample import Said

CELLS: dict[str, Said] = {
    "py3.10-core1.0.0": "lost/nested",
    "py3.10-core1.0.1": "nested/nested",
    "py3.11-core1.0.0": "nested/nested",
    "py3.15-core1.0.0": (Status.NOT_INSTALLABLE, "no wheel for Python 3.15: zstandard"),
}
Asked = Callable[..., Ended]


@pytest.fixture
def asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Asked:
    """Asks in a folder with reports."""
    write_ours(tmp_path / "reports" / "matrix.json", CELLS)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)

    return partial(typed, capsys, "ask")


@pytest.mark.parametrize("named", ["3.10/1.0.0", "3.10 1.0.0", "PY3.10-core1.0.0"])
def test_any_spelling_gets_the_answer_first(asked: Asked, named: str) -> None:
    ended = asked(named)
    first, *rest = ended.out.splitlines()
    assert (ended.code, ended.err) == (0, "")
    assert first.startswith("Python 3.10, langchain-core 1.0.0: async tools")
    assert first.endswith("lack the model's events, and no error says so.")
    assert any("langchain-core 1.0.1 on this Python, or on Python 3.11" in line for line in rest)
    assert all(line == line.rstrip() for line in rest)


def test_a_line_means_its_newest_patch(asked: Asked) -> None:
    assert asked("3.10/1.0").out.startswith("Python 3.10, langchain-core 1.0.1: ")


def test_what_a_project_has_is_asked_about_by_default(asked: Asked) -> None:
    Path("requirements.txt").write_text("langchain-core==1.0.0\n")
    Path(".python-version").write_text("3.11\n")
    ended = asked()
    assert ended.out.startswith("Python 3.11, langchain-core 1.0.0: ")
    assert "requirements.txt" in ended.err


def test_patterns_are_named_in_any_case_and_with_commas(asked: Asked) -> None:
    ended = asked("3.11/1.0.0", "--only", "TOOL-async,")
    assert ended.out.splitlines()[3] == "  Complete, and nothing has to be passed by hand."


def test_what_does_not_run_is_said_with_its_reason(asked: Asked) -> None:
    ended = asked("3.15/1.0.0")
    assert (ended.code, ended.err) == (3, "")
    assert ended.out.endswith(
        " is not installable: no wheel for Python 3.15: zstandard.\n"
        "Nearest that runs: Python 3.11 with this langchain-core.\n"
    )


@pytest.mark.parametrize(
    ("named", "code", "says"),
    [
        ("3.11/1.0.1", 4, "py3.11-core1.0.1 was not measured; measured near it: 3.11/1.0.0"),
        ("3.99/1.0.0", 2, "unknown Python 3.99"),
        ("3.10/7.0.0", 2, "7.0.0"),
        ("what", 2, "what"),
    ],
)
def test_what_cannot_be_answered_gets_one_line(
    asked: Asked, named: str, code: int, says: str
) -> None:
    ended = asked(named)
    assert (ended.code, ended.out, len(ended.err.splitlines())) == (code, "", 1)
    assert says in ended.err


def test_programs_get_json_and_nothing_else(asked: Asked) -> None:
    ended = asked("3.10/1.0.0", "--json")
    found = json.loads(ended.out)
    advised = found["advices"][0]
    assert (found["end"]["cell"], advised["needless_from_core"]) == ("py3.10-core1.0.0", "1.0.1")
    assert ended.err == ""
