"""Importing what is to be measured."""

from typing import NoReturn

import pytest

from compat.incell.loading import is_our_fault, switch_tracing_off
from compat.incell.text import scrub


def test_tracing_is_switched_off_and_nothing_else() -> None:
    environment = {"LANGSMITH_API_KEY": "secret", "LANGCHAIN_TRACING_V2": "true", "PATH": "/bin"}
    switch_tracing_off(environment)
    assert environment == {
        "PATH": "/bin",
        "LANGCHAIN_TRACING_V2": "false",
        "LANGSMITH_TRACING": "false",
    }


def theirs() -> NoReturn:
    raise TypeError


def ours() -> None:
    scrub(None)  # type: ignore[arg-type]


def test_an_exception_is_ours_if_our_code_raised_it() -> None:
    with pytest.raises(TypeError) as caught:
        ours()
    assert is_our_fault(caught.value)
    with pytest.raises(TypeError) as caught:
        theirs()
    assert not is_our_fault(caught.value)


def test_an_import_error_is_ours_if_it_is_about_our_module() -> None:
    assert is_our_fault(ImportError("no", name="compat.incell.nothing"))
    assert not is_our_fault(ImportError("no", name="langchain_core.nothing"))
    assert not is_our_fault(ImportError("no"))
