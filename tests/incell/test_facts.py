"""What a scenario finds out beside the stream."""

import asyncio
from types import SimpleNamespace
from typing import Any, NoReturn

import pytest

from compat.incell.drive import NOTES, note
from compat.incell.facts import arguments, build_error, injection, returned_type


class Answering:
    def __init__(self, answer: object) -> None:
        self.answer = answer

    async def ainvoke(self, _: object) -> object:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def failing() -> NoReturn:
    message = "no\nmore"
    raise ValueError(message)


@pytest.mark.parametrize(
    ("notes", "told"), [({"injected": True}, True), ({"injected": False}, False), ({}, False)]
)
def test_a_body_that_was_never_reached_was_handed_nothing(
    notes: dict[str, Any], told: object
) -> None:
    NOTES.clear()
    note(**notes)
    assert asyncio.run(injection(failing, None)) == {"injected": told}


def test_what_cannot_be_built_says_why_on_one_line() -> None:
    assert build_error(failing) == "ValueError: no"
    assert build_error(dict) is None


def test_what_is_returned_is_named_by_its_class() -> None:
    told = asyncio.run(returned_type(lambda: Answering("text"), None))
    assert told == {"returned_type": "str"}


def test_an_exception_takes_the_place_of_what_is_returned() -> None:
    told = asyncio.run(returned_type(lambda: Answering(ValueError("no")), None))
    assert told == {"returned_type": "ValueError: no"}


def test_arguments_are_those_of_the_object_that_was_driven() -> None:
    shown = SimpleNamespace(args={"text": {}, "config": {}})
    assert arguments(shown, failing) == {"arguments": "config, text"}
    assert arguments(object(), failing) == {}


def test_without_an_object_it_is_told_why() -> None:
    assert arguments(None, failing) == {"arguments": "ValueError: no"}
