"""Options as a request."""

import pytest

from compat.cli.selection import Selection, request
from compat.errors import UsageError


def test_the_default_is_everything() -> None:
    asked = request(Selection(), ())
    assert asked.whole
    assert asked.options.overrides == ()


def test_overrides_are_those_that_are_named() -> None:
    asked = request(Selection(override=("certifi", "httpx>=1")), ())
    assert asked.options.overrides == ("certifi", "httpx>=1")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-22", "2026-11-22T00:00:00Z"),
        ("2026-11-22T02:00:00+02:00", "2026-11-22T00:00:00Z"),
        ("2026-11-22T10:00:00Z", "2026-11-22T10:00:00Z"),
    ],
)
def test_a_moment_is_in_utc(text: str, moment: str) -> None:
    assert request(Selection(as_of=text), ()).as_of == moment


def test_as_of_release_is_a_resolution() -> None:
    asked = request(Selection(as_of="release"), ())
    assert (asked.as_of, asked.options.resolution) == (None, "as-of-release")
    assert asked == request(Selection(resolution="as-of-release"), ())
    assert not asked.whole


def test_exact_asks_for_the_whole() -> None:
    asked = request(Selection(exact=True), ())
    assert (asked.exact, asked.whole) == (True, True)


@pytest.mark.parametrize("option", ["pythons", "releases", "override", "extra", "only"])
def test_an_option_without_a_value_is_a_mistake(option: str) -> None:
    with pytest.raises(UsageError, match=f"--{option} needs a value"):
        request(Selection(**{option: ()}), ())  # type: ignore[arg-type]
