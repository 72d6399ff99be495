"""A cell again: what it records now beside what it did, and what cannot be had again."""

from collections.abc import Callable
from typing import Any

import pytest

from compat.errors import EvidenceError, NotFoundOutError, NothingSelectedError, UsageError
from compat.matrix.build import build_matrix
from compat.matrix.model import Matrix
from compat.record.model import Record, Status
from compat.work import replay as replaying
from compat.work.replay import replay
from tests.build import LOST, NESTED, observation, plan, record, release
from tests.work.build import Noted

CELL, FAILED = "py3.12-core0.3.0", "py3.12-core0.3.1"
BEFORE = (observation(LOST), observation(NESTED, variant="configured"))
Again = Callable[[Record], None]


def matrix() -> Matrix:
    planned = plan({CELL: None, FAILED: None}, (release("0.3.0"), release("0.3.1")))
    failed = record(FAILED, status=Status.NOT_INSTALLABLE, suite=None, reason="no wheel")
    return build_matrix(planned, {CELL: record(CELL, *BEFORE), FAILED: failed})[0]


@pytest.fixture
def again(monkeypatch: pytest.MonkeyPatch) -> Again:
    """Has the cell give a record; that it runs with its packages is held by a real replay."""
    monkeypatch.setattr(replaying, "find_suite_hash", lambda **_: "abc")
    monkeypatch.setattr(replaying, "find_complaint", lambda *_: None)

    def give(seen: Record) -> None:
        monkeypatch.setattr(replaying, "_run", lambda *_: seen)

    return give


def test_the_same_traces_are_no_difference(again: Again) -> None:
    again(record(CELL, *BEFORE))
    assert replay(matrix(), CELL, 60, Noted()).differing == ()


def test_what_differs_or_is_there_once_is_named(again: Again) -> None:
    again(record(CELL, observation(NESTED), observation(LOST, variant="callbacks")))
    found = replay(matrix(), CELL, 60, Noted())
    assert found.differing == (
        "tool-async/callbacks", "tool-async/configured", "tool-async/naive",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "error", "says"),
    [
        ("py3.12-core9", UsageError, "unknown cell py3.12-core9; nearest"),
        (FAILED, NothingSelectedError, r"was not probed \(not-installable\)"),
    ],
)
@pytest.mark.usefixtures("again")
def test_only_a_probed_cell_can_be_had_again(name: str, error: Any, says: str) -> None:  # noqa: ANN401 - a class of errors
    with pytest.raises(error, match=says):
        replay(matrix(), name, 60, Noted())


@pytest.mark.usefixtures("again")
def test_another_suite_would_prove_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replaying, "find_suite_hash", lambda **_: "other")
    with pytest.raises(EvidenceError, match="another suite: check out its commit"):
        replay(matrix(), CELL, 60, Noted())


def test_what_does_not_run_here_or_is_of_something_else_is_no_difference(
    again: Again, monkeypatch: pytest.MonkeyPatch
) -> None:
    again(record(CELL, status=Status.CRASHED, suite=None, reason="signal 11"))
    with pytest.raises(NotFoundOutError, match="cannot be replayed here: crashed: signal 11"):
        replay(matrix(), CELL, 60, Noted())
    again(record(CELL, *BEFORE))
    monkeypatch.setattr(replaying, "find_complaint", lambda *_: "it has other packages")
    with pytest.raises(NotFoundOutError, match="cannot be replayed here: it has other packages"):
        replay(matrix(), CELL, 60, Noted())
