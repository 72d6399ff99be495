"""Runs as a list that depends on nothing but what was seen."""

from collections import Counter
from itertools import permutations

import pytest

from compat.incell.runs import Sighting, canonical


def run(name: str, *ancestors: str, tags: tuple[str, ...] = ()) -> Sighting:
    return Sighting(name, "chain", ancestors, tags=tags, events=Counter(on_chain_start=1))


def test_a_run_is_described_by_names_and_never_by_ids() -> None:
    seen = {
        "id1": run("root"),
        "id2": Sighting(
            "model",
            "chat_model",
            ("id1",),
            tags=("seq:step:2", "caller-tag", "seq:step:2"),
            metadata=("ls_provider", "caller_key"),
            events=Counter(on_chat_model_stream=19, on_chat_model_start=1),
        ),
    }
    assert canonical(seen)[1] == {
        "name": "model",
        "kind": "chat_model",
        "parent": 0,
        "parents": ["root"],
        "events": {"on_chat_model_start": 1, "on_chat_model_stream": 19},
        "tags": ["caller-tag", "seq:step:2"],
        "metadata_keys": ["caller_key", "ls_provider"],
        "caller_tags": True,
        "caller_metadata": True,
    }


def test_the_order_of_seeing_makes_no_difference() -> None:
    runs = {
        "r": run("root"),
        "b": run("b", "r"),
        "a1": run("a", "r", tags=("y",)),
        "a2": run("a", "r", tags=("x",)),
        "leaf": run("leaf", "r", "a2"),
    }
    lists = [canonical(dict(order)) for order in permutations(runs.items())]
    assert all(one == lists[0] for one in lists)
    assert [(entry["name"], entry["parent"]) for entry in lists[0]] == [
        ("root", None),
        ("a", 0),
        ("a", 0),
        ("leaf", 2),
        ("b", 0),
    ]


def test_an_ancestor_never_seen_is_a_question_mark_and_no_parent() -> None:
    (entry,) = canonical({"id": run("model", "gone", "gone too")})
    assert (entry["parents"], entry["parent"]) == (["?", "?"], None)


def test_a_kind_that_no_record_knows_is_unknown() -> None:
    (entry,) = canonical({"id": Sighting("x", "agent", ())})
    assert entry["kind"] == "unknown"


def test_a_ring_of_parents_is_refused_rather_than_left_out() -> None:
    with pytest.raises(ValueError, match="2 runs are their own ancestors"):
        canonical({"a": run("a", "b"), "b": run("b", "a"), "c": run("c")})
