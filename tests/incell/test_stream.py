"""Folding a stream of events into runs."""

from compat.incell.stream import metadata_keys, root_output, sightings


def event(kind: str, run: str, *parents: str, **more: object) -> dict[str, object]:
    return {"event": kind, "run_id": run, "name": run.upper(), "parent_ids": parents, **more}


def test_events_of_one_run_are_counted_by_type() -> None:
    seen = sightings(
        [
            event("on_tool_start", "t"),
            event("on_chat_model_start", "m", "t", tags=["seq:step:1"], metadata={"k": "v"}),
            event("on_chat_model_stream", "m", "t"),
            event("on_chat_model_stream", "m", "t"),
        ]
    )
    assert list(seen) == ["t", "m"]
    assert seen["m"].events == {"on_chat_model_start": 1, "on_chat_model_stream": 2}
    assert (seen["m"].name, seen["m"].kind, seen["m"].ancestors) == ("M", "chat_model", ("t",))
    assert (seen["m"].tags, seen["m"].metadata) == (("seq:step:1",), ("k",))


def test_a_custom_event_counts_at_the_run_that_dispatched_it() -> None:
    seen = sightings([event("on_tool_start", "t"), event("on_custom_event", "t")])
    assert seen["t"].name == "T"
    assert seen["t"].events == {"on_tool_start": 1, "on_custom_event": 1}


def test_a_custom_event_does_not_name_a_run_but_the_run_may_show_later() -> None:
    custom = event("on_custom_event", "t", "p")
    assert (sightings([custom])["t"].name, sightings([custom])["t"].kind) == ("?", "unknown")
    later = sightings([custom, event("on_tool_end", "t", "p")])["t"]
    assert (later.name, later.kind) == ("T", "tool")
    assert later.events == {"on_custom_event": 1, "on_tool_end": 1}


def test_the_output_is_that_of_the_first_run_at_its_end() -> None:
    events = [
        event("on_tool_start", "t", data={}),
        event("on_chain_end", "c", data={"output": "inner"}),
        event("on_tool_end", "t", data={"output": "outer"}),
    ]
    assert root_output(events) == "outer"
    assert root_output(events[:2]) is None
    assert root_output([]) is None


def test_metadata_keys_are_those_of_all_events() -> None:
    first, second = event("on_tool_start", "t"), event("on_tool_end", "t", metadata={"a": 1})
    third = event("on_tool_end", "t", metadata={"b": 1})
    assert metadata_keys([first, second, third]) == {"a", "b"}
