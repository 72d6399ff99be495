"""The program knows its commands without importing one."""

import inspect
import shlex
import subprocess
import sys
from importlib import import_module

import pytest

import compat
from compat.cli.main import main
from compat.cli.program import COMMANDS, EXAMPLES, GROUPS, answer
from tests.ci.files import understood

HEAVY = (
    "cyclopts", "rich", "pydantic", "requests", "jinja2", "filelock", "findpython",
    "compat.reports", "compat.run",
)  # fmt: skip
TELLING = """
import sys
sys.argv[:] = ["compat", *{options!r}]
from compat.cli.main import main
try:
    main()
except SystemExit as ended:
    assert not ended.code
print("imported:", *[name for name in {heavy!r} if name in sys.modules])
"""


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_where_the_program_says_and_means_that(name: str) -> None:
    place, said = COMMANDS[name]
    module, _, function = place.partition(":")
    doc = inspect.getdoc(getattr(import_module(module), function))
    assert doc
    assert doc.splitlines()[0] == said


@pytest.mark.parametrize("options", [["--version"], ["--help"], ["-h"], []])
def test_what_needs_no_command_imports_none(options: list[str]) -> None:
    code = TELLING.format(options=options, heavy=HEAVY)
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.splitlines()[-1].split() == ["imported:"]


def test_the_version_is_a_line() -> None:
    assert answer(["--version"]) == compat.__version__


def test_help_names_every_command_in_aligned_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    lines = str(answer(["--help"])).splitlines()
    assert lines[:2] == ["Usage: compat COMMAND", ""]
    assert max(map(len, lines)) <= 60
    assert lines[lines.index("Answers:") + 1 :][:4] == [
        "  check        Run this project's code, and say which calls",
        "               event streams, handlers or tracers miss.",
        "  ask          Say what a configuration does to the events",
        "               of child runs, and what to write there.",
    ]
    named = [line[2:15].strip() for line in lines if line.startswith("  ") and line[2] != " "]
    assert sorted(named) == sorted((*COMMANDS, "--help, -h", "--no-config", "--version"))


def test_every_command_is_in_a_group_and_every_example_is_one_of_its_own() -> None:
    assert sorted(name for names in GROUPS.values() for name in names) == sorted(COMMANDS)
    for name, text in EXAMPLES.items():
        lines = [line.strip() for line in text.splitlines() if line.startswith("    ")]
        assert lines
        for line in lines:
            assert line.startswith(f"compat {name}")
            understood(shlex.split(line)[1:])


@pytest.mark.parametrize("typed", [["matrix"], ["matrix", "--help"], ["--help", "matrix"], ["-x"]])
def test_what_is_typed_besides_is_for_a_command(typed: list[str]) -> None:
    assert answer(typed) is None


@pytest.mark.parametrize(
    ("typed", "says"),
    [(["help"], "Usage: compat COMMAND"), (["help", "ask"], "Usage: compat ask")],
)
def test_help_is_a_command_too(
    typed: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as exited:
        main(typed)
    assert (exited.value.code, capsys.readouterr().out.startswith(says)) == (0, True)
