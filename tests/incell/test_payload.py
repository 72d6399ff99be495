"""What the events of a drive carry, in a word."""

from collections import Counter

from compat.incell.payload import closing, metadata_keys, output_types, run_closed
from compat.incell.runs import Sighting


def event(kind: str, name: str = "t", output: object = None, **more: object) -> dict[str, object]:
    return {"event": kind, "name": name, "data": {"output": output}, **more}


def run(name: str, *events: str) -> Sighting:
    return Sighting(name, "tool", (), events=Counter(events))


def test_what_ends_a_run_is_named_once_and_sorted() -> None:
    events = [
        event("on_tool_start"),
        event("on_tool_error"),
        event("on_tool_end"),
        event("on_tool_error"),
        event("on_chain_end", "another"),
    ]
    assert closing(events, "t") == "on_tool_end, on_tool_error"


def test_a_run_that_nothing_ends_says_none() -> None:
    assert closing([event("on_tool_start"), event("on_chain_end", "another")], "t") == "none"


def test_a_run_is_closed_by_an_end_or_an_error() -> None:
    assert run_closed([run("t", "on_tool_start", "on_tool_end")], "t") == "closed"
    assert run_closed([run("t", "on_tool_start", "on_tool_error")], "t") == "closed"


def test_a_run_without_either_is_open_and_so_is_one_that_nobody_saw() -> None:
    assert run_closed([run("t", "on_tool_start"), run("u", "on_tool_end")], "t") == "open"
    assert run_closed([run("t", "on_tool_end"), run("t", "on_tool_start")], "t") == "open"
    assert run_closed([run("u", "on_tool_end")], "t") == "open"


def test_outputs_are_classes_by_kind_of_run() -> None:
    events = [
        event("on_tool_start"),
        event("on_chat_model_end", output={}),
        event("on_tool_end", output="text"),
        event("on_tool_end", output="more text"),
        event("on_tool_end"),
    ]
    assert output_types(events) == "chat_model dict, tool NoneType, tool str"


def test_no_end_has_no_outputs() -> None:
    assert output_types([event("on_tool_start")]) == "none"


def test_metadata_keys_are_those_of_all_events_of_the_kind() -> None:
    events = [
        event("on_chat_model_start", metadata={"b": 1}),
        event("on_chat_model_end", metadata={"a": 1, "b": 2}),
        event("on_tool_start", metadata={"c": 1}),
    ]
    assert metadata_keys(events, "chat_model") == "a, b"
    assert metadata_keys(events, "chain") == "none"
    assert metadata_keys([event("on_llm_end")], "llm") == "none"
