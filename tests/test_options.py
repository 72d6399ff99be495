"""Options: what they may be, and what they make of a run."""

import pytest
from cyclopts import App

from compat.errors import UsageError
from compat.options import Options

USUAL = Options()


def typed(*words: str) -> Options:
    """Options as they were typed."""
    app = App()

    @app.default
    def take(options: Options = USUAL) -> Options:
        return options

    _, bound, _ = app.parse_args([*words], exit_on_error=False, print_error=False)
    found: Options = bound.arguments["options"]
    return found


@pytest.mark.parametrize("flag", ["--override", "--extra"])
def test_a_requirement_that_is_none_is_refused(flag: str) -> None:
    with pytest.raises(UsageError) as caught:
        typed(flag, "certifi", "==")
    assert str(caught.value) == (
        "malformed requirement '=='; write it like certifi or 'certifi>=2026'"
    )


def test_requirements_are_taken_as_they_were_typed() -> None:
    asked = typed("--override", "certifi>=1,<2", "httpx", "--extra", "anyio")
    assert (asked.overrides, asked.extras) == (("certifi>=1,<2", "httpx"), ("anyio",))


@pytest.mark.parametrize(
    ("options", "variation"),
    [
        (USUAL, "highest"),
        (Options(repeat=2), "repeat"),
        (Options(resolution="lowest"), "lowest"),
        (Options(resolution="lowest", repeat=2), "lowest"),
    ],
)
def test_what_sets_a_run_apart(options: Options, variation: str) -> None:
    assert options.variation == variation


def test_what_tells_is_what_a_cells_own_process_goes_by() -> None:
    asked = Options(
        overrides=("certifi",),
        builds=True,
        time_limit=1,
        repeat=3,
        extras=("uvloop", "anyio"),
        resolution="lowest",
        scenarios=("tool", "gather"),
    )
    usual = Options(repeat=3, extras=("anyio", "uvloop"), scenarios=("gather", "tool"))
    assert asked.telling == usual.telling
    assert asked.telling["repeat"] == 3
    assert asked.telling["extras"] == ("anyio", "uvloop")
    assert asked.telling["scenarios"] == ("gather", "tool")
