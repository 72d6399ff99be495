"""What a machine tells a person before a run."""

import pytest

from compat.axes.index import IndexListing
from compat.axes.interpreter import Interpreters
from compat.axes.settings import read_settings
from compat.work.machine import Machine

MACHINE = Machine(
    interpreters=Interpreters(found={}, missing={}, skipped=()),
    listing=IndexListing(label="PyPI", releases=(), skipped=0),
    settings=read_settings(),
    uv="uv",
)


def test_a_list_of_cases_that_is_of_another_suite_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    words = "A suite has changed since its list of cases was written"
    assert not [each for each in MACHINE.remarks if each.startswith(words)]
    monkeypatch.setattr("compat.work.machine.hash_suite", lambda: "another")
    (told,) = (each for each in MACHINE.remarks if each.startswith(words))
    assert told.endswith("python -m tests.incell.cases writes both.")
