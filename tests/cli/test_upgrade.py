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

    def ask(source: str, target: str, *more: str) -> Ended:
        with pytest.raises(SystemExit) as exited:
            main(["upgrade", "--from", source, "--to", target, *more])
        assert isinstance(exited.value.code, int)
        said = capsys.readouterr()
        return Ended(code=exited.value.code, out=said.out, err=said.err)

    return ask


@pytest.mark.parametrize(
    ("target", "code", "word"),
    [
        ("py3.12-core1.0.2", 0, "Nothing changes"),
        ("py3.12-core1.0.1", 1, "Not without changes"),
        ("py3.15-core1.0.0", 1, "No. Python 3.15"),
        ("py3.13-core1.0.0", 4, "Not known"),
    ],
)
def test_each_answer_has_its_exit_code(asked: Asked, target: str, code: int, word: str) -> None:
    ended = asked("py3.12-core1.0.0", target)
    assert (ended.code, ended.err) == (code, "")
    assert f"\n{word}" in ended.out


HERE = "py3.12-core1.0.0"


@pytest.mark.parametrize(
    ("ends", "more", "code", "words"),
    [
        ((HERE, "py3.12-core9"), (), 4, "nearest: py3.12-core1.0.2"),
        ((HERE, "py3.14-core1.0.0"), (), 4, "never probed: py3.14-core1.0.0"),
        ((HERE, "py3.99-core1.0.0"), (), 2, "unknown Python 3.99; nearest: 3.15"),
        (("3.12", HERE), (), 2, "malformed cell id '3.12'"),
        (("py3.15-core1.0.0", HERE), (), 3, "is not-installable"),
        ((HERE, HERE), ("--only", "tool-asink"), 2, "tool-async"),
        ((HERE, HERE), ("--group", "guide"), 2, "the guide"),
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


def test_groups_and_scenarios_narrow_the_question(asked: Asked) -> None:
    for narrowed in (("--group", "the guide"), ("--only", "tool-async")):
        ended = asked("py3.12-core1.0.0", "py3.12-core1.0.1", *narrowed, "--markdown")
        assert (ended.code, ended.out.splitlines()[0]) == (
            1, "## From py3.12-core1.0.0 to py3.12-core1.0.1",
        )  # fmt: skip


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
