"""Telling a release that lacks something from one that fails."""

import asyncio
from collections.abc import Callable
from typing import Any, NoReturn

import pytest

from compat.incell.failure import RAISED, describe
from tests.incell.build import case, nothing

WITHIN: dict[str, Any] = {}
# What the framework's own code is to the suite: code of another file.
CODE = """
def lacking(): raise NotImplementedError('not here')
def misused(): raise TypeError("missing argument: 'version'")
"""
exec(compile(CODE, "framework.py", "exec"), WITHIN)  # noqa: S102
lacking: Callable[[], NoReturn] = WITHIN["lacking"]
misused: Callable[[], NoReturn] = WITHIN["misused"]


def caught(work: Callable[[], object]) -> BaseException:
    with pytest.raises(RAISED) as info:
        work()
    # The frame of this helper stands for the suite's own, which is in another file than any case.
    return info.value.with_traceback(info.value.__traceback__ and info.value.__traceback__.tb_next)


def body() -> NoReturn:
    lacking()


def misusing() -> NoReturn:
    misused()


def factory() -> NoReturn:
    lacking()


def test_the_framework_lacking_something_before_our_code_ran_is_absent() -> None:
    assert describe(case(nothing), caught(lacking)) == {"absent": "NotImplementedError: not here"}


def test_building_the_object_counts_as_before_our_code_ran() -> None:
    assert describe(case(factory), caught(factory)) == {"absent": "NotImplementedError: not here"}


def test_a_call_refused_for_its_version_is_absent_but_not_from_within_our_code() -> None:
    said = "TypeError: missing argument: 'version'"
    assert describe(case(nothing), caught(misused)) == {"absent": said}
    assert "exception" in describe(case(factory), caught(misusing))


def test_a_call_that_is_wrong_in_another_way_was_raised() -> None:
    error = TypeError("missing argument: 'conversion'")
    assert "exception" in describe(case(nothing), error)


def test_the_same_from_within_our_code_was_raised() -> None:
    assert describe(case(factory), caught(body)) == {
        "exception": {"type": "NotImplementedError", "message": "not here"}
    }


def test_any_other_exception_was_raised_and_is_scrubbed() -> None:
    error = asyncio.CancelledError("at 0x7f3a2b1c")
    assert describe(case(), error) == {
        "exception": {"type": "asyncio.exceptions.CancelledError", "message": "at <address>"}
    }
