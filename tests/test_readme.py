"""The README says what is so, in little."""

from pathlib import Path

from compat.errors import ExitCode
from compat.matrix.model import Matrix, Traces
from compat.work.publish import with_exit_codes, with_matrix

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
EXIT_CODES = (ROOT / "docs" / "exit-codes.md").read_text("utf-8")
GUIDE = "https://python.langchain.com/docs/how_to/tool_stream_events/"
SET_UP = "python3 -m venv .venv && .venv/bin/pip install -q nox uv && .venv/bin/nox -s "


def test_what_it_shows_of_the_matrix_is_what_the_matrix_renders_to(
    committed: tuple[Matrix, Traces],
) -> None:
    assert with_matrix(README, committed[0]) == README
    assert all(f"<!-- {name}:start -->\n\n" not in README for name in ("matrix", "ask", "upgrade"))


def test_it_is_short_and_names_the_guide() -> None:
    assert len(README.splitlines()) <= 150
    assert GUIDE in README


def test_two_commands_do_everything_and_ci_types_the_second() -> None:
    commands = [line for line in README.splitlines() if line.startswith(SET_UP)]
    assert [each.removeprefix(SET_UP) for each in commands] == ["matrix", "tests lint typecheck"]
    assert commands[1] in (ROOT / ".ci" / "run").read_text("utf-8").splitlines()


def test_every_exit_code_is_documented() -> None:
    assert all(f"\n| {code:d} | {code.means} |\n" in EXIT_CODES for code in ExitCode)
    assert with_exit_codes(EXIT_CODES) == EXIT_CODES
    assert with_exit_codes("no place") == "no place"
