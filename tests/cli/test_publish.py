"""Badge, job summary and news as a person or a CI service asks for them."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from compat.cli.main import main
from compat.matrix.model import Matrix, Traces
from compat.reports.bundle import render
from compat.reports.document import render_job_summary
from compat.reports.project.badge import STALE_AFTER_DAYS
from compat.stored.reports import load
from tests.reports.sample import grid_of, haunted, measured


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports of a few cells."""
    folder = tmp_path_factory.mktemp("reports")
    matrix, traces = measured(grid_of(["3.11", "3.14"], ["0.3.0", "1.0.0"], "nested/nested"))
    for name, text in render(matrix, traces).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def ended(*arguments: str | Path) -> int:
    with pytest.raises(SystemExit) as exited:
        main([str(each) for each in arguments])
    assert isinstance(exited.value.code, int)
    return exited.value.code


def test_the_badge_as_of_the_run_is_the_committed_one(
    folder: Path, capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    for name in ("badge.svg", "badge.json"):
        assert ended("badge", folder, "--as-of", "2026-01-01", "--output", tmp_path / name) == 0
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()
    assert ended("badge", folder, "--as-of", "2026-01-01") == 0
    assert capsysbinary.readouterr().out == (folder / "badge.svg").read_bytes()


def test_the_badge_is_as_of_today(folder: Path, tmp_path: Path) -> None:
    assert ended("badge", folder, "--output", tmp_path / "badge.json") == 0
    said = json.loads((tmp_path / "badge.json").read_text("utf-8"))
    old = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=STALE_AFTER_DAYS + 1)
    assert (said["color"] == "lightgrey") == (datetime.now(UTC) >= old)


def test_the_badge_of_a_python_and_a_range(folder: Path, tmp_path: Path) -> None:
    scope = ("--python", "3.14", "--releases", ">=1,<2", "--as-of", "2026-01-01")
    assert ended("badge", folder, *scope, "--output", tmp_path / "badge.svg") == 0
    title = ET.parse(tmp_path / "badge.svg").find("{*}title")  # noqa: S314 - our own
    assert title is not None
    assert title.text == (
        "child events arrive: on Python 3.14 with >=1,<2, for an event stream, 1 of 1 cells,"
        " measured on 2026-01-01"
    )


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["--python", "3.99"], 2, "the matrix has no Python 3.99; nearest: 3.14, 3.11"),
        (["--releases", "=>1"], 2, "malformed range '=>1'; write it like '>=1,<2', in quotes"),
        (["--releases", ">=9"], 3, "the matrix has no cell of langchain-core >=9; widen the range"),
        (["--as-of", "soon"], 2, "malformed day 'soon'; write it like 2026-11-22"),
        (["--output", "badge.png"], 2, "a badge is a .svg or a .json file, not 'badge.png'"),
    ],
)
def test_a_badge_that_cannot_be(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
    says: str,
) -> None:
    assert ended("badge", folder, *arguments) == code
    assert capsys.readouterr().err == f"compat: {says}\n"


def test_the_summary_is_all_that_is_printed(
    folder: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert ended("summary", folder) == 0
    text = capsysbinary.readouterr().out
    assert text == render_job_summary(*load(folder)).encode()
    assert text.startswith(b"## langchain-core by Python\n")


@pytest.fixture(scope="module")
def hostile(committed: tuple[Matrix, Traces]) -> tuple[Matrix, Traces]:
    """The full grid with hostile text wherever an index or a record could put it."""
    return haunted(*committed)


@pytest.mark.slow
@pytest.mark.parametrize(
    "largest",
    [pytest.param(size, marks=pytest.mark.proof) for size in (1024 * 1024, 60_000, 2_000)],
)
def test_the_summary_of_a_hostile_full_grid_is_never_larger_than_it_may(
    hostile: tuple[Matrix, Traces], largest: int
) -> None:
    text = render_job_summary(*hostile, largest=largest)
    assert 0 < len(text.encode()) <= largest
    assert "<script" not in text
    assert text.replace("\n", "").isprintable()


def test_there_is_no_news_of_what_is_published(
    folder: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert ended("news", folder, folder) == 0
    assert capsysbinary.readouterr().out == b""
