"""Two modes of a graph's stream, folded into runs."""

from typing import Any

from langchain_core.messages import AIMessage, AIMessageChunk

from compat.incell.caller import own_config
from compat.incell.runs import METADATA_KEY, TAG
from compat.inlayer.modes import fold_messages, fold_writes, no_modes


def token(text: str, message: str | None = "one", **told: object) -> tuple[AIMessageChunk, Any]:
    return AIMessageChunk(content=text, id=message), {"langgraph_node": "node", **told}


def test_the_tokens_of_a_message_are_one_run_below_the_node_that_they_come_from() -> None:
    (run,) = fold_messages([token("Harbour"), token(" "), token("lights")])
    assert (run["name"], run["kind"], run["parents"]) == ("messages", "chat_model", ["node"])
    assert run["events"] == {"on_chat_model_start": 1, "on_chat_model_stream": 3}


def test_a_message_without_tokens_has_started() -> None:
    assert fold_messages([token("")])[0]["events"] == {"on_chat_model_start": 1}


def test_a_whole_message_is_none() -> None:
    assert fold_messages([(AIMessage("Harbour lights"), {"langgraph_node": "node"})]) == []


def test_messages_are_told_apart_and_their_order_does_not_depend_on_when_they_came() -> None:
    one, other = token("a", "one"), token("b", "two", langgraph_node="another")
    runs = fold_messages([one, other])
    assert [run["parents"] for run in runs] == [["another"], ["node"]]
    assert runs == fold_messages([other, one])


def test_what_has_no_id_is_a_message_each_time() -> None:
    assert len(fold_messages([token("a", None), token("b", None)])) == 2


def test_what_the_caller_handed_down_is_looked_for() -> None:
    handed = own_config()
    (run,) = fold_messages([token("a", tags=handed["tags"], **handed["metadata"])])
    assert (run["caller_tags"], run["caller_metadata"], run["tags"]) == (True, True, [TAG])
    assert METADATA_KEY in run["metadata_keys"]
    assert fold_messages([token("a")])[0]["caller_tags"] is False


def test_writes_are_counted() -> None:
    (run,) = fold_writes([{"words": 3}, "more"])
    assert (run["name"], run["events"]) == ("custom", {"on_custom_write": 2})
    assert fold_writes([]) == []


def test_who_reads_no_stream_has_neither() -> None:
    assert {name: call["absent"] for name, call in no_modes().items()} == {
        "messages_call": "no graph's stream is read",
        "custom_call": "no graph's stream is read",
    }
