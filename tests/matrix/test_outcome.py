"""Outcomes, by the rules of the design."""

import pytest

from compat.matrix.model import Outcome
from compat.matrix.outcome import find_worst, judge_outcome
from compat.record.model import Observation
from tests.build import FLATTENED, LOST, NESTED, asked, observation, run, stream

TWO = stream(run("tool", "a"), run("tool", "b"))


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (observation(NESTED), Outcome.NESTED),
        (observation(stream(run("extra", "tool", "more"))), Outcome.NESTED),
        (observation(FLATTENED), Outcome.FLATTENED),
        (observation(stream(run("?"))), Outcome.FLATTENED),
        (observation(LOST), Outcome.LOST),
        (observation(NESTED, raised="ValueError"), Outcome.RAISED),
        (observation(absent="no such name"), Outcome.ABSENT),
        (observation(NESTED, harness_error="Traceback"), Outcome.UNKNOWN),
        (observation(NESTED, LOST), Outcome.LOST),
        (observation(stream(run("tool"), run())), Outcome.FLATTENED),
    ],
)
def test_of_an_observation(seen: Observation, expected: Outcome) -> None:
    assert judge_outcome(seen, asked()) is expected


@pytest.mark.parametrize(
    ("path", "parents", "expected"),
    [
        (("outer", "inner"), ("outer", "inner"), Outcome.NESTED),
        (("outer", "inner"), ("inner", "outer"), Outcome.FLATTENED),
        (("outer", "inner"), ("outer",), Outcome.FLATTENED),
        (("same", "same"), ("same",), Outcome.FLATTENED),
    ],
)
def test_the_whole_path_in_order(
    path: tuple[str, ...], parents: tuple[str, ...], expected: Outcome
) -> None:
    seen = observation(stream(run(*parents)), path=path)
    assert judge_outcome(seen, asked()) is expected


def test_a_missing_second_child_is_lost() -> None:
    assert judge_outcome(observation(NESTED), asked("chat_model", 2)) is Outcome.LOST
    assert judge_outcome(observation(TWO), asked("chat_model", 2)) is Outcome.NESTED


def test_parents_come_from_the_handler_where_the_protocol_has_none() -> None:
    seen = stream(run(), parents_known=False)
    assert judge_outcome(observation(seen, handler=(run("tool"),)), asked()) is Outcome.NESTED
    unseen = stream(parents_known=False)
    assert judge_outcome(observation(unseen, handler=(run("tool"),)), asked()) is Outcome.LOST


def test_without_a_stream_the_handler_is_the_witness() -> None:
    assert judge_outcome(observation(handler=(run("tool"),)), asked()) is Outcome.NESTED
    assert judge_outcome(observation(handler=()), asked()) is Outcome.LOST


def test_the_run_that_dispatches_an_event_is_its_parent() -> None:
    tool = run(name="tool", kind="tool", events={"on_custom_event": 1})
    assert judge_outcome(observation(stream(tool)), asked("custom_event", 1)) is Outcome.NESTED


def test_a_retriever_that_failed_was_seen() -> None:
    seen = run("tool", name="retriever", kind="retriever", events={"on_retriever_start": 1})
    assert judge_outcome(observation(stream(seen)), asked("retriever", 1)) is Outcome.NESTED


def test_a_model_on_the_path_is_not_the_child() -> None:
    wrapper, inner = run(name="wrapper"), run("wrapper")
    seen = observation(stream(wrapper, inner), path=("wrapper",))
    assert judge_outcome(seen, asked()) is Outcome.NESTED
    alone = observation(stream(wrapper), path=("wrapper",))
    assert judge_outcome(alone, asked()) is Outcome.LOST


def test_worst_is_in_the_order_of_the_design() -> None:
    ordered = [Outcome.NESTED, Outcome.FLATTENED, Outcome.LOST, Outcome.RAISED]
    assert [find_worst(ordered[:end]) for end in range(1, 5)] == ordered
