"""A matrix as another listener hears it: its results and its statements, not the stream's."""

import pytest

from compat.errors import NotFoundOutError
from compat.matrix.hearing import hear
from compat.matrix.lint import find_complaints
from compat.matrix.model import Listener, Outcome, Verdict
from tests.reports.sample import measured

FIRST, SECOND = "py3.10-core0.3.0", "py3.10-core0.3.1"
MATRIX, TRACES = measured({
    FIRST: "lost~split/flattened~split/nested~nested",
    SECOND: "nested~nested/flattened~nested/nested~nested",
})  # fmt: skip


def test_results_are_those_of_the_listener() -> None:
    heard = hear(MATRIX, Listener.HOOK)
    assert heard.listeners == (Listener.HOOK,)
    first, second = (cell.results["tool-async"] for cell in heard.cells)
    assert (first.verdict, first.outcomes["naive"]) == (Verdict.MANUAL, Outcome.SPLIT)
    assert second.outcomes["configured"] is Outcome.NESTED
    assert {each.listener for each in (first, second)} == {Listener.HOOK}


def test_statements_are_those_of_the_listener_and_say_what_its_cells_do() -> None:
    heard = hear(MATRIX, Listener.HOOK)
    assert [(each.listener, each.verdict, each.from_release) for each in heard.statements] == [
        (Listener.HOOK, Verdict.MANUAL, "0.3.0"),
        (Listener.HOOK, Verdict.AUTOMATIC, "0.3.1"),
    ]
    assert find_complaints(heard) == ()
    assert [each.listener for each in MATRIX.statements] == [Listener.STREAM] * 2


def test_who_sees_the_same_has_the_same_statements_under_its_own_name() -> None:
    heard = hear(MATRIX, Listener.HANDLER)
    assert {each.listener for each in MATRIX.others} == {Listener.HOOK}
    assert {each.listener for each in heard.statements} == {Listener.HANDLER}
    assert [each.verdict for each in heard.statements] == [
        each.verdict for each in MATRIX.statements
    ]
    assert find_complaints(heard) == ()


def test_the_stream_is_the_matrix_itself() -> None:
    assert hear(MATRIX, Listener.STREAM) is MATRIX


def test_a_listener_that_was_not_there_is_not_made_up() -> None:
    older = measured({FIRST: "lost/flattened/nested"})[0]
    assert (older.listeners, older.others) == ((Listener.STREAM,), ())
    with pytest.raises(NotFoundOutError, match="was not measured for hook, only for stream"):
        hear(older, Listener.HOOK)
