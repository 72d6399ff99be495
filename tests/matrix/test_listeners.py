"""Outcomes, flags and results of those who listen otherwise than to a stream."""

from dataclasses import replace

import pytest

from compat.matrix.model import Listener, Outcome, Verdict
from compat.matrix.outcome import judge_outcome
from compat.matrix.verdict import judge_result
from compat.record.model import Call, Observation, Raised, Run
from tests.build import LOST, NESTED, asked, observation, run, scenario, stream

ROOT = run(name="tool", kind="tool", events={"on_tool_start": 1})
BELOW = run("tool", parent=0)
SECOND_TRACE = (ROOT, run())
CHAIN = run(name="chain", events={"on_chain_start": 1})


def heard(*drives: tuple[Run, ...], raised: bool = False, **more: object) -> Observation:
    """A form of which a hook saw these drives in a plain call, and a stream nothing."""
    error = Raised(type="ValueError", message="") if raised else None
    seen = observation(LOST, **more)  # type: ignore[arg-type]
    call = Call(exception=error, drives=drives)
    return replace(seen, handler_call=call, hook_call=call)


@pytest.mark.parametrize(
    ("seen", "outcome"),
    [
        (heard((ROOT, BELOW)), Outcome.NESTED),
        (heard(SECOND_TRACE), Outcome.SPLIT),
        (heard((ROOT, CHAIN, run("chain", parent=1))), Outcome.SPLIT),
        (heard((ROOT, run("other", parent=0))), Outcome.FLATTENED),
        (heard((ROOT,)), Outcome.LOST),
        (heard((ROOT, BELOW), (ROOT,)), Outcome.LOST),
        (heard((ROOT, BELOW), SECOND_TRACE), Outcome.SPLIT),
        (heard((ROOT, BELOW), raised=True), Outcome.RAISED),
        (heard((run("x", parent=0),)), Outcome.FLATTENED),  # a record that lies
        (heard((ROOT, run("x", parent=7))), Outcome.SPLIT),
        (observation(NESTED), Outcome.UNKNOWN),  # nobody installed a hook
        (observation(absent="no such name"), Outcome.ABSENT),
    ],
)
def test_of_a_hook(seen: Observation, outcome: Outcome) -> None:
    assert judge_outcome(seen, asked(listener="hook")) is outcome


def test_for_a_handler_a_second_trace_is_its_own_with_a_parent_missing() -> None:
    assert judge_outcome(heard(SECOND_TRACE), asked(listener="handler")) is Outcome.FLATTENED


def test_without_a_plain_call_a_handler_saw_what_it_saw_beside_the_stream() -> None:
    seen = observation(LOST, handler=(ROOT, BELOW))
    assert judge_outcome(seen, asked(listener="handler")) is Outcome.NESTED


def test_what_others_saw_otherwise_is_held_beside_the_streams_result() -> None:
    known = scenario("tool-async", "naive")
    result = judge_result(known, [heard(SECOND_TRACE)])
    assert (result.verdict, result.outcomes) == (Verdict.UNKNOWN, {"naive": Outcome.LOST})
    assert result.others[Listener.HOOK].outcomes == {"naive": Outcome.SPLIT}
    assert result.others[Listener.HOOK].flags == ("silent:naive", "split:naive")
    mine = result.heard_by(Listener.HOOK)
    assert (mine.listener, mine.outcomes, mine.others) == (
        Listener.HOOK, {"naive": Outcome.SPLIT}, {},
    )  # fmt: skip
    assert mine.traces == result.traces


def test_who_saw_the_same_is_not_held_twice() -> None:
    call = Call(exception=None, drives=((ROOT, BELOW),))
    seen = replace(observation(NESTED), hook_call=call, handler=(ROOT, BELOW))
    assert judge_result(scenario("tool-async", "naive"), [seen]).others == {}


def test_an_older_record_says_nothing_of_a_hook() -> None:
    assert judge_result(scenario("tool-async", "naive"), [observation(NESTED)]).others == {}


def test_the_tags_of_a_second_trace_are_lost_and_its_tokens_no_question() -> None:
    apart = run(caller_tags=False, caller_metadata=False, events={"on_chat_model_start": 1})
    result = judge_result(scenario("tool-async", "naive"), [heard((ROOT, apart))])
    assert result.others[Listener.HOOK].flags == (
        "metadata-lost:naive", "silent:naive", "split:naive", "tags-lost:naive",
    )  # fmt: skip


def test_a_child_that_anothers_listener_saw_is_misplaced() -> None:
    result = judge_result(scenario("tool-async", "naive"), [heard((ROOT, BELOW, BELOW), (ROOT,))])
    assert result.others[Listener.HOOK].flags == ("misplaced:naive", "silent:naive")


def test_a_child_that_is_seen_too_often_is_duplicated() -> None:
    twice = run("tool", parent=0, events={"on_chat_model_start": 2})
    result = judge_result(scenario("tool-async", "naive"), [heard((ROOT, twice))])
    assert result.others[Listener.HOOK].flags == ("duplicated:naive",)
    of_a_stream = judge_result(scenario("tool-async", "naive"), [observation(stream(twice))])
    assert "duplicated:naive" in of_a_stream.flags


def test_runs_that_differ_for_one_listener_are_inconsistent_for_that_one() -> None:
    first, later = heard((ROOT, BELOW)), heard(SECOND_TRACE)
    result = judge_result(scenario("tool-async", "naive"), [first], [later])
    assert result.verdict is Verdict.UNKNOWN  # lost in the stream, and nothing else was tried
    assert result.others[Listener.HOOK].verdict is Verdict.INCONSISTENT
