import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from compat.cli.main import main
from compat.matrix.model import Matrix, Traces
from compat.record.model import Status
from compat.reports.bundle import render
from compat.run.suite import hash_suite
from tests.cli.run import Ended, compat
from tests.reports.sample import Said, measured

Asked = Callable[..., Ended]
CELLS: Mapping[str, Said] = {
    "py3.12-core1.0.0": "nested/flattened",
    "py3.12-core1.0.1": "lost/flattened",
    "py3.12-core1.0.2": "nested/flattened",
    "py3.13-core1.0.0": "harness/flattened",
    "py3.15-core1.0.0": (Status.NOT_INSTALLABLE, "no wheel for Python 3.15: pyyaml"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("upgrade")
    matrix, traces = measured(CELLS)
    ours = replace(matrix, provenance=replace(matrix.provenance, suite_hash=hash_suite()))
    return put(place, ours, traces)


def put(place: Path, matrix: Matrix, traces: Traces) -> Path:
    for name, text in render(matrix, traces).items():
        path = place / "reports" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return place


@pytest.fixture
def asked(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Asked:
    """Asks in the folder of the reports."""
    monkeypatch.chdir(folder)
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)

    def ask(source: str | None, target: str, *more: str) -> Ended:
        start = ["--from", source] if source else []
        with pytest.raises(SystemExit) as exited:
            main(["upgrade", *start, "--to", target, *more])
        assert isinstance(exited.value.code, int)
        said = capsys.readouterr()
        return Ended(code=exited.value.code, out=said.out, err=said.err)

    return ask


@pytest.mark.parametrize(
    ("target", "code", "word"),
    [
        ("py3.12-core1.0.2", 0, "Yes. Nothing changes."),
        ("py3.12-core1.0.1", 1, "Yes, with one change: async tools"),
        ("py3.15-core1.0.0", 1, "No: Python 3.15"),
        ("py3.13-core1.0.0", 4, "Not known"),
    ],
)
def test_each_answer_has_its_exit_code(asked: Asked, target: str, code: int, word: str) -> None:
    ended = asked("py3.12-core1.0.0", target)
    assert (ended.code, ended.err) == (code, "")
    assert ended.out.startswith(word)


HERE = "py3.12-core1.0.0"


@pytest.mark.parametrize(
    ("ends", "more", "code", "words"),
    [
        ((HERE, "py3.12-core9"), (), 2, "unknown release 9: there was no such langchain-core on 2"),
        ((HERE, "3.12/1.0.9"), (), 2, "nearest: 1.0.2, 1.0.1"),
        ((HERE, "py3.14-core1.0.0"), (), 4, "never probed: py3.14-core1.0.0"),
        ((HERE, "py3.99-core1.0.0"), (), 2, "unknown Python 3.99; nearest: 3.15"),
        (("3.x", HERE), (), 2, "malformed configuration '3.x'"),
        (("3.12", HERE), (), 2, "no langchain-core was found in an active"),
        (("1.0", HERE), (), 2, "no Python was found in an environment, .python-v"),
        (
            ("py3.15-core1.0.0", HERE),
            (),
            3,
            "is not installable: no wheel for Python 3.15: pyyaml; so it cannot be what you have",
        ),
        ((HERE, HERE), ("--only", "tool-asink"), 2, "tool-async"),
        ((HERE, HERE), ("--group", "guidance"), 2, "the guide"),
    ],
)
def test_what_makes_no_sense_gets_one_line_with_what_is_near(
    asked: Asked, ends: tuple[str, str], more: tuple[str, ...], code: int, words: str
) -> None:
    ended = asked(*ends, *more)
    assert (ended.code, ended.out, ended.err.count("\n")) == (code, "", 1)
    assert words in ended.err


def test_a_half_matrix_or_none_is_refused(
    asked: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    reports = tmp_path / "reports"
    assert asked("py3.12-core1.0.0", "py3.12-core1.0.1").code == 5
    reports.mkdir()
    (reports / "matrix.json").write_text('{"schema_version": "9.0"}')
    newer = asked("py3.12-core1.0.0", "py3.12-core1.0.1")
    assert (newer.code, "update this program" in newer.err) == (5, True)


def test_programs_get_json_and_nothing_else(asked: Asked) -> None:
    ended = asked("py3.12-core1.0.0", "py3.12-core1.0.1", "--json")
    found = json.loads(ended.out)
    assert (found["decision"], found["changes"][0]["effect"]) == ("needs-changes", "silent")


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("3.12/1.0.0", "3.12 1.0.1"),
        ("PY3.12 / CORE1.0.0", "langchain-core==1.0.1"),
        ("python 3.12 ==1.0.0", "1.0.1"),
    ],
)
def test_configurations_are_read_in_any_spelling(asked: Asked, source: str, target: str) -> None:
    ended = asked(source, target)
    assert ended == asked("py3.12-core1.0.0", "py3.12-core1.0.1")
    assert (ended.code, ended.err) == (1, "")


@pytest.mark.parametrize("target", ["3.12/1.0", "1", "latest", "3.12/latest"])
def test_a_line_is_its_newest_release(asked: Asked, target: str) -> None:
    assert asked("3.12/1.0.1", target).out == asked("3.12/1.0.1", "3.12/1.0.2").out


LOCK = '[[package]]\nname = "langchain-core"\nversion = "{}"\n'


@pytest.fixture
def own(asked: Asked, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Asked:
    """Asks in a project of its own with a uv.lock."""
    (tmp_path / "reports").symlink_to(folder / "reports")
    (tmp_path / "uv.lock").write_text(LOCK.format("1.0.0"))
    (tmp_path / ".python-version").write_text("3.12\n")
    monkeypatch.chdir(tmp_path)
    return asked


def test_where_nothing_is_named_the_project_is_what_one_has(own: Asked, tmp_path: Path) -> None:
    ended = own(None, "1.0.1")
    said = "From Python 3.12 (.python-version), langchain-core 1.0.0 (uv.lock).\n"
    assert (ended.code, ended.err) == (1, said)
    assert ended.out == own("3.12/1.0.0", "3.12/1.0.1").out
    site = tmp_path / ".venv" / "lib" / "python3.12" / "site-packages"
    (site / "langchain_core-1.0.2.dist-info").mkdir(parents=True)
    (tmp_path / ".venv" / "pyvenv.cfg").write_text("version = 3.12.1\n")
    ended = own(None, "1.0.1")
    assert ended.err == "From Python 3.12, langchain-core 1.0.2 (.venv; uv.lock has 1.0.0).\n"
    (tmp_path / ".python-version").write_text("3.13\n")
    (tmp_path / "uv.lock").write_text("[")
    told = ".venv; .python-version has Python 3.13; uv.lock is no TOML"
    assert own(None, "1.0.1").err == f"From Python 3.12, langchain-core 1.0.2 ({told}).\n"
    assert own(None, "1.0.1", "--json").err == ""


def test_of_what_is_named_in_part_the_project_has_the_rest(own: Asked) -> None:
    ended = own("3.13", "3.12")
    assert ended.err == "From Python 3.13 (--from), langchain-core 1.0.0 (uv.lock).\n"
    ended = own("latest", "3.12/1.0.0")
    assert ended.err == "From Python 3.12 (.python-version), langchain-core 1.0.2 (--from).\n"
    assert own("3.12/1.0.1", "1.0.0").err == ""


def test_a_project_that_does_not_say_enough(own: Asked, tmp_path: Path) -> None:
    (tmp_path / ".python-version").unlink()
    assert own(None, "1.0.1").err == (
        "compat: what you have now is not known: no Python was found in an environment,"
        " .python-version, langgraph.json and requires-python of pyproject.toml; type --from"
        " 3.12/1.0.0\n"
    )
    (tmp_path / "uv.lock").write_text("[")
    ended = own(None, "1.0.1")
    assert (ended.code, ended.err) == (2, (
        "compat: what you have now is not known: no langchain-core was found in an active "
        "environment, .venv, uv.lock, poetry.lock, pylock.toml and pinned requirements*.txt "
        "(uv.lock is no TOML); type --from 3.12/0.3.40\n"
    ))  # fmt: skip
    (tmp_path / "uv.lock").write_text(LOCK.format("0.1.52"))
    assert own("3.12", "1.0.1").err == (
        "compat: From Python 3.12 (--from), langchain-core 0.1.52 (uv.lock): unknown release "
        "0.1.52: older than 1.0.0, the oldest that is measured; nearest: 1.0.0, 1.0.1\n"
    )


def test_groups_and_scenarios_narrow_the_question_in_any_case(asked: Asked) -> None:
    for narrowed in (("--group", "The GUIDE"), ("--only", "Tool-async")):
        ended = asked("py3.12-core1.0.0", "py3.12-core1.0.1", *narrowed, "--markdown")
        assert (ended.code, ended.out.count("### Missing or incomplete (1)")) == (1, 1)


@pytest.mark.slow
def test_what_was_never_probed_is_probed_when_a_person_agrees(tmp_path: Path) -> None:
    ends = ("--from", "py3.12-core0.3.86", "--to", "py3.12-core1.0.0")
    # Another suite measured it, so both ends are probed.
    folder = put(tmp_path, *measured(CELLS))
    ended = compat(folder, "upgrade", *ends, "--yes", "--only", "tool-async")
    assert (ended.code, "Nothing changes" in ended.out) == (0, True), ended.err
    assert "py3.12-core0.3.86" in ended.out
    again = compat(folder, "upgrade", *ends, "--only", "tool-async")
    assert (again.code, again.out) == (0, ended.out), "it is known now"
