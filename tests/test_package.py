"""The package as a person gets it: wheel and sdist, each in an empty environment and folder."""

import shlex
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from uv import find_uv_bin

from tests.cli.run import ROOT
from tests.minutes.play import MINUTES, Minute, play
from tests.questions import QUESTIONS, Question

LARGEST = 2_000_000


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where both are."""
    folder = tmp_path_factory.mktemp("built")
    subprocess.run([find_uv_bin(), "build", "--quiet", "--out-dir", folder, ROOT], check=True)
    return folder


def install(package: Path, folder: Path) -> Path:
    """Install a package into an environment of its own, and return its program."""
    uv, python = find_uv_bin(), folder / "bin" / "python"
    subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, folder], check=True)
    subprocess.run([uv, "pip", "install", "--quiet", "--python", python, package], check=True)
    return folder / "bin" / "compat"


@pytest.fixture(scope="module")
def program(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program of the wheel."""
    (wheel,) = built.glob("*.whl")
    return install(wheel, tmp_path_factory.mktemp("installed") / "v")


def ask(program: Path, question: Question, home: Path) -> subprocess.CompletedProcess[str]:
    """Type a question in a folder that has its files alone, with no network."""
    for name, text in question.files.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(text, "utf-8")
    env = {"HOME": str(home), "UV_DEFAULT_INDEX": "http://127.0.0.1:9/simple", "NO_COLOR": "1"}
    return subprocess.run(
        [program, *shlex.split(question.typed)],
        cwd=home, env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.typed)
def test_the_first_line_is_the_right_answer(
    program: Path, tmp_path: Path, question: Question
) -> None:
    ended = ask(program, question, tmp_path)
    first, *_ = [*ended.stdout.splitlines(), ""]
    assert (ended.returncode, first.startswith(question.answer)) == (question.code, True), first
    assert bool(first) == bool(question.answer)
    assert ended.stderr.startswith(question.remark)
    assert bool(ended.stderr) == bool(question.remark)
    assert {each.name for each in tmp_path.iterdir()} == {
        Path(name).parts[0] for name in question.files
    }


@pytest.mark.slow
def test_the_source_distribution_answers_too(built: Path, tmp_path: Path) -> None:
    (package,) = built.glob("*.tar.gz")
    program = install(package, tmp_path / "v")
    (tmp_path / "home").mkdir()
    ended = ask(program, QUESTIONS[0], tmp_path / "home")
    assert (ended.returncode, ended.stdout.splitlines()[0]) == (0, QUESTIONS[0].answer)


@pytest.mark.slow
@pytest.mark.parametrize("minute", MINUTES, ids=lambda minute: minute.name)
def test_a_first_minute_is_as_recorded(program: Path, tmp_path: Path, minute: Minute) -> None:
    shown = play(minute, program, tmp_path)
    assert shown == minute.recorded.read_text("utf-8")


@pytest.mark.parametrize("minute", MINUTES, ids=lambda minute: minute.name)
def test_no_word_of_a_minute_is_broken_and_no_line_too_long(minute: Minute) -> None:
    """Only a word or a line of code may be longer than the terminal is wide."""
    for line in minute.recorded.read_text("utf-8").splitlines():
        code, whole = line.startswith("      "), " " not in line.strip()
        assert len(line) <= minute.columns or code or whole or line.startswith("$ "), line
        assert line == line.rstrip()


@pytest.mark.slow
def test_the_wheel_is_small_and_has_what_was_measured_and_its_types(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    assert wheel.stat().st_size <= LARGEST
    with ZipFile(wheel) as content:
        carried = content.read("compat/data/matrix.json")
        assert "compat/py.typed" in content.namelist()
    assert carried == (ROOT / "reports" / "matrix.json").read_bytes()
