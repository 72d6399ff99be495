"""Text of a stranger stays text, in a terminal and in the log of a CI service."""

import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from compat.cli.harmless import make_plain
from compat.cli.terminal import print_json, print_lines
from compat.reports.document import render_job_summary
from compat.reports.text import CODE
from compat.work.publish import write_reports
from tests.cli.run import COMPAT, ROOT, command, compat, environment
from tests.reports.sample import grid_of, measured

HOSTILE = "\x1b[2J\x1b]0;title\x07a\u202eb\n::error::boo\n  ##[group]x\nfine ::error::"


def test_control_characters_go_and_no_line_is_a_command() -> None:
    assert make_plain(HOSTILE) == "[2J]0;titleab\n: :error::boo\n  # #[group]x\nfine ::error::"


PRINT = """
import sys
from compat.cli.console import make_console
from rich.table import Table
table = Table(box=None)
table.add_column("reason", overflow="fold")
table.add_row(sys.argv[1])
make_console().print(sys.argv[1], markup=False)
make_console().print("x" * 33 + " ::error::boo", markup=False)
make_console().print("y" * 40 + "::warning::boo", markup=False)
make_console().print(table)
make_console().print("[link=http://x]z[/link] [/no] :smile: ##[group]mid ##vso[task]x")
"""


def test_no_wrapped_line_of_a_log_is_a_command_and_no_escape_is_left() -> None:
    said = subprocess.run(
        [sys.executable, "-c", PRINT, HOSTILE],
        env={**environment(), "COLUMNS": "40"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "boo" in said
    assert not [line for line in said.splitlines() if line.lstrip().startswith("::")]
    assert "##[" not in said, "a command wherever it stands"
    assert "##vso[" not in said
    assert "\x1b" not in said
    assert "[link=http://x]z[/link] [/no] :smile:" in said, "nothing is markup"


def test_json_is_the_same_data_and_commands_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    data = json.dumps({"##[x": "a\x9bb\u202e ##[error]y ##"}, ensure_ascii=False, indent=1)
    print_json(data)
    said = capsys.readouterr().out
    assert json.loads(said) == json.loads(data)
    assert not {"\x9b", "\u202e"} & set(said)
    assert "##[" not in said


def test_an_error_is_one_line_without_control_characters(tmp_path: Path) -> None:
    said = compat(tmp_path, "badge", HOSTILE).err
    assert len(said.splitlines()) == 1
    assert "\x1b" not in said


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with reports whose summary is more than what is printed at once."""
    folder = tmp_path_factory.mktemp("folder")
    cells = grid_of(["3.14"], [f"0.3.{number}" for number in range(80)], "lost/nested")
    cells |= grid_of(["3.14"], [f"0.3.{number}" for number in range(0, 80, 2)], "nested/nested")
    matrix, traces = measured(cells)
    assert len(render_job_summary(matrix, traces)) > io.DEFAULT_BUFFER_SIZE
    write_reports(folder / "reports", matrix, traces, readme=False, feed=False)
    return folder


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
@pytest.mark.parametrize("command", [["cache"], ["summary"], ["--help"]])
def test_a_standard_output_that_is_full_is_one_line(folder: Path, command: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(
            [*COMPAT, *command], cwd=folder, env=environment(), stdout=full, text=True,
            stderr=subprocess.PIPE, check=False,
        )  # fmt: skip
    assert (ended.returncode, len(ended.stderr.splitlines())) == (6, 1)
    assert "No space left on device" in ended.stderr


def test_a_reader_who_goes_away_is_one_line(folder: Path) -> None:
    with subprocess.Popen(
        [*COMPAT, "summary"], cwd=folder, env=environment(), stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        said = process.stderr.read()
    assert (process.returncode, "Traceback" in said) == (6, False)


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (
            LookupError("::error::what nobody thought of"),
            70,
            "a bug of this program: LookupError in test_terminal.py:",
        ),
        (RuntimeError("can't start new thread"), 4, "the machine ran short: can't start new"),
        (MemoryError(), 4, "the machine ran short: MemoryError; finished cells are kept"),
        (
            ExceptionGroup("at once", [KeyError("a"), ExceptionGroup("", [MemoryError()])]),
            4,
            "the machine ran short: MemoryError; finished cells are kept",
        ),
        (OSError(28, "No space left", "/a"), 6, "cannot go on: /a: No space left; finished"),
        (OSError(24, "Too many", "/a"), 4, "cannot go on: /a: Too many; finished cells"),
    ],
    ids=["a bug", "no thread", "no memory", "no memory among others", "no room", "no file"],
)
def test_what_no_command_expects_is_one_line_with_a_code(
    error: Exception,
    code: int,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from compat.cli import main, parse  # noqa: PLC0415 - to be damaged

    def fail(*_: object, **__: object) -> int:
        raise error

    monkeypatch.setattr(parse, "execute", fail)
    with pytest.raises(SystemExit) as exited:
        main.main(["cache"])
    said = capsys.readouterr().err
    assert (exited.value.code, len(said.splitlines())) == (code, 1)
    assert words in said


def test_lines_break_between_words_and_code_never_does(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    print_lines(["  a pattern [tool-async] here", f"{CODE}code = that('is never broken or cut')"])
    assert capsys.readouterr().out.splitlines() == [
        "  a pattern", "  [tool-async] here", f"{CODE}code = that('is never broken or cut')",
    ]  # fmt: skip
    monkeypatch.setattr(sys.stdout, "isatty", lambda: False)
    print_lines(["  a pattern [tool-async] here"])
    assert capsys.readouterr().out == "  a pattern [tool-async] here\n"


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("list", ""),
        ("", ""),
        ("matrix", "compat: cannot go on: Broken pipe; finished cells are kept\n"),
    ],
)
def test_who_reads_no_further_is_no_news_unless_cells_run(command: str, says: str) -> None:
    code = (
        "import sys; from compat.cli import main;"
        "sys.modules['compat.cli.main']._answer_or_execute ="
        " lambda _: (_ for _ in ()).throw(BrokenPipeError(32, 'Broken pipe'));"
        f"main.main({command.split()!r})"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment(), capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert (ended.returncode, ended.stderr) == (6, says)


def test_a_pipe_that_is_closed_after_a_line_gets_no_traceback() -> None:
    line = f"{sys.executable} -m compat list --folder reports tool | head -1"
    words = [shutil.which("bash") or "bash", "-c", line]
    ended = subprocess.run(
        words, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr, ended.stdout.count("\n")) == (0, "", 1)


@pytest.mark.parametrize(
    "closed",
    [">&-", *(pytest.param(each, marks=pytest.mark.slow) for each in ("2>&-", "<&- >&- 2>&-"))],
)
def test_what_runs_cells_is_no_bug_either(closed: str) -> None:
    line = f"{sys.executable} -m compat check --input {{ --python {sys.prefix} app:it {closed}"
    ended = command(ROOT, "sh", "-c", line)
    said = ["compat: --input is no file, and is no JSON: EOF while parsing an object at line 1"]
    assert (ended.code, ended.out) == (2, "")
    assert [each.partition(" column")[0] for each in ended.err.splitlines()] == (
        [] if "2>&-" in closed else said
    )


@pytest.mark.parametrize(("closed", "left"), [(">&-", "2"), ("2>&-", "1")])
def test_an_output_that_a_person_closed_is_no_bug(closed: str, left: str) -> None:
    line = f"{sys.executable} -m compat list zzzz gather --folder reports {closed}"
    words = [shutil.which("bash") or "bash", "-c", line]
    ended = subprocess.run(
        words, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0
    assert "Traceback" not in ended.stderr
    assert bool(ended.stdout) == (left == "1")
    assert bool(ended.stderr) == (left == "2")


def test_letters_that_a_terminal_cannot_spell_are_shown_by_number() -> None:
    ended = subprocess.run(
        [*COMPAT, "upgrade", "3.13/1.2.0", "3.14/1.2.0", "--folder", "reports"], cwd=ROOT,
        env={**environment(), "PYTHONIOENCODING": "ascii"}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert ended.stderr == ""
    assert "Python 3.13, langchain-core 1.2.0 \\u2192 Python 3.14" in ended.stdout
