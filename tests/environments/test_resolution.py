"""What uv lists becomes pins."""

import pytest

from compat.environments.resolution import Pin, drop_pin, has_dependents, parse_pins

LISTING = """\
langchain-core==0.3.40 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
Typing_Extensions==4.16.0 \\
    --hash=sha256:cc
    # via langchain-core, pydantic
"""
CORE = Pin(name="langchain-core", version="0.3.40", hashes=("sha256:aa", "sha256:bb"))
TYPING = Pin(name="typing-extensions", version="4.16.0", hashes=("sha256:cc",))


def test_every_package_is_pinned_with_its_hashes() -> None:
    assert parse_pins(LISTING) == (CORE, TYPING)
    assert CORE.requirement == "langchain-core==0.3.40 --hash=sha256:aa --hash=sha256:bb"


def test_one_without_hashes() -> None:
    assert parse_pins("a==1  # via b\n") == (Pin(name="a", version="1"),)


def test_one_is_left_out_by_name() -> None:
    assert drop_pin(parse_pins(LISTING), "langchain-core") == (TYPING,)


@pytest.mark.parametrize("listing", ["a>=1\n", "a\n", "a @ file:///x\n", "?\n"])
def test_what_pins_nothing_is_refused(listing: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_pins(listing)


def test_who_asks_for_a_package_is_seen() -> None:
    assert not has_dependents(LISTING, "langchain-core")
    assert has_dependents(LISTING, "Typing_Extensions")
    assert has_dependents("langchain-core==1  # via deep\n", "langchain-core")
    assert not has_dependents(
        "langchain-core==1 \\\n    --hash=sha256:aa\n    # via -r in.txt\n", "langchain-core"
    )
    assert has_dependents("langchain-core==1\n    # via -r in.txt, deep\n", "langchain-core")
    assert not has_dependents(LISTING, "absent")
