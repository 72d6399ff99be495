"""What listeners saw of a form: those together who saw the same, in words and as a picture."""

from dataclasses import replace

from compat.matrix.model import Listener
from compat.record.model import Call, Raised
from compat.reports.html.sight import find_name, list_sights
from compat.reports.words import Tone
from tests.build import observation, run, scenario, stream
from tests.reports.sample import HOOKED, seen

KNOWN = scenario()
CORE = (Listener.STREAM, Listener.HANDLER, Listener.HOOK)


def test_those_who_saw_the_same_are_one() -> None:
    found = list_sights(seen("tool-async", "naive", "lost~split"), KNOWN, "model", CORE)
    assert [(each.who, each.words, each.tone, each.listeners) for each in found] == [
        ("An event stream, a handler that you pass", "missing", Tone.BROKEN, CORE[:2]),
        ("A tracer", "a separate trace", Tone.MANUAL, CORE[2:]),
    ]
    assert [len(each.picture or ()) for each in found] == [1, 2]


def test_who_did_not_listen_is_left_out() -> None:
    found = list_sights(seen("tool-async", "naive", "nested"), KNOWN, "model", CORE)
    assert [each.listeners for each in found] == [CORE[:2]]


def test_an_exception_and_what_is_absent_say_why() -> None:
    (raised,) = list_sights(seen("tool-async", "naive", "raised"), KNOWN, "model", CORE[:1])
    assert (raised.words, raised.why) == ("error", "builtins.RuntimeError: no")
    assert raised.picture
    (absent,) = list_sights(seen("tool-async", "naive", "absent"), KNOWN, "model", CORE[:1])
    assert (absent.words, absent.why, absent.picture) == (
        *("does not apply", "asyncio:TaskGroup", None),
    )


def test_each_listener_of_a_layer_says_for_itself_why_there_is_none() -> None:
    call = Call(exception=None, drives=(), absent="no model runs")
    found = replace(
        seen("tool-async", "naive", "nested"),
        messages_call=call,
        custom_call=replace(call, absent="nothing is written"),
    )
    of_layer = (Listener.MESSAGES, Listener.CUSTOM)
    assert [(each.who, each.why) for each in list_sights(found, KNOWN, "model", of_layer)] == [
        ('stream_mode="messages"', "no model runs"),
        ('stream_mode="custom"', "nothing is written"),
    ]


def test_a_call_that_raised_is_its_listeners_own() -> None:
    hook = Call(exception=Raised(type="ValueError", message="late"), drives=(HOOKED["lost"],))
    found = replace(seen("tool-async", "naive", "nested"), hook_call=hook)
    told = [(each.words, each.why) for each in list_sights(found, KNOWN, "model", CORE)]
    assert told == [("complete", ""), ("error", "ValueError: late")]


def test_of_several_streams_the_one_that_shows_least_is_drawn() -> None:
    tool = run(name="tool", kind="tool", events={"on_tool_start": 1})
    found = observation(stream(tool, run("tool", parent=0)), stream(tool))
    (sight,) = list_sights(found, KNOWN, "model", CORE[:1])
    assert sight.words == "missing"
    assert [[box.name for box in chain] for chain in (sight.picture or ())[0].chains] == [
        ["tool", "model"]
    ]


def test_what_is_meant_to_be_hidden_is_hidden_or_shown_and_a_fact_is_not_judged() -> None:
    hiding = replace(KNOWN, row="hiding")
    said = {
        outcome: list_sights(seen("tool-async", "naive", outcome), hiding, "model", CORE[:1])[0]
        for outcome in ("lost", "nested")
    }
    assert {name: each.words for name, each in said.items()} == {
        "lost": "hidden",
        "nested": "shown",
    }
    assert {each.tone for each in said.values()} == {Tone.NEUTRAL}
    fact = replace(KNOWN, row="fact")
    (sight,) = list_sights(seen("tool-async", "naive", "lost"), fact, "model", CORE[:1])
    assert sight.words == ""


def test_a_child_is_called_as_anybody_saw_it() -> None:
    assert find_name(seen("tool-async", "naive", "lost~split"), KNOWN) == "model"
    assert find_name(seen("tool-async", "naive", "lost"), KNOWN) is None
    event = replace(KNOWN, child="custom_event")
    assert find_name(seen("tool-async", "naive", "nested"), event) is None
