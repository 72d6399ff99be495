"""A run tree renders whatever was recorded, in few words."""

from compat.reports.tree import DEEPEST, Node, trees
from tests.build import run


def names(nodes: list[Node]) -> list[object]:
    return [[node.run.name, *names(node.children)] for node in nodes]


def test_runs_stand_under_their_parents() -> None:
    runs = [run(name="tool"), run(name="chain", parent=0), run(name="model", parent=1)]
    assert names(trees([*runs, run(name="other")])) == [["tool", ["chain", ["model"]]], ["other"]]


def test_a_parent_that_cannot_be_is_ignored() -> None:
    runs = [run(name="self", parent=0), run(name="later", parent=2), run(name="far", parent=-1)]
    assert names(trees(runs)) == [["self"], ["later"], ["far"]]


def test_a_tree_has_a_depth_that_can_be_rendered() -> None:
    chain = [run(name=str(n), parent=n - 1 if n else None) for n in range(5 * DEEPEST)]
    nodes, depth = trees(chain), 0
    while nodes:
        nodes, depth = [child for node in nodes for child in node.children], depth + 1
    assert depth == DEEPEST + 1


def test_ancestors_are_named_where_the_tree_does_not_show_them() -> None:
    runs = [run(name="tool"), run("tool", name="known", parent=0), run("?", "tool", name="odd")]
    known, odd = trees(runs)[0].children[0], trees(runs)[1]
    assert (known.under, odd.under) == (None, ("?", "tool"))


def test_events_stand_in_the_order_of_a_life_without_their_prefix() -> None:
    events = {"on_chat_model_end": 1, "on_chat_model_stream": 19, "on_chat_model_start": 2}
    (model,) = trees([run(events={**events, "on_custom_event": 1})])
    assert model.events == "start 2, stream 19, on_custom_event, end"


def test_notes_hold_what_came_of_the_callers_config_and_tags_that_tell_something() -> None:
    (model,) = trees([run(tags=("caller-tag", "seq:step:2", "mine"), caller_metadata=False)])
    assert model.notes == ("caller's tags", "tags mine")
