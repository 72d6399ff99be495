"""The README says what is so."""

from pathlib import Path

from compat.errors import ExitCode
from compat.matrix.model import Matrix, Traces
from compat.work.publish import embed_headline, with_exit_codes

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def blocks() -> list[str]:
    """The code blocks."""
    return [part.strip() for part in README.split("```")[1::2]]


def test_its_headline_is_what_the_matrix_renders_to(committed: tuple[Matrix, Traces]) -> None:
    assert embed_headline(README, *committed) == README


def test_two_commands_do_everything_and_ci_types_the_second() -> None:
    main, tests = blocks()[:2]
    set_up = "python3 -m venv .venv && .venv/bin/pip install -q nox uv && .venv/bin/nox -s "
    assert main.startswith(f"{set_up}matrix")
    assert tests.startswith(f"{set_up}tests")
    assert tests in (ROOT / ".ci" / "run").read_text("utf-8").splitlines()


def test_every_exit_code_is_documented() -> None:
    assert all(f"\n| {code:d} | {code.means} |\n" in README for code in ExitCode)
    assert with_exit_codes(README) == README
    assert with_exit_codes("no place") == "no place"
