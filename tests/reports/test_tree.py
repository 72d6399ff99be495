"""A run tree renders whatever was recorded, in few words."""

from compat.reports.html.tree import DEEPEST, draw_branches
from tests.build import run


def test_runs_stand_under_their_parents() -> None:
    runs = [run(name="tool"), run(name="chain", parent=0), run(name="model", parent=1)]
    found = draw_branches([*runs, run(name="other")])
    assert [(each.name, each.parent) for each in found] == [
        ("tool", None),
        ("chain", 0),
        ("model", 1),
        ("other", None),
    ]


def test_a_parent_that_cannot_be_is_ignored() -> None:
    runs = [run(name="self", parent=0), run(name="later", parent=2), run(name="far", parent=-1)]
    assert [each.parent for each in draw_branches(runs)] == [None] * 3


def test_a_tree_has_a_depth_that_can_be_rendered() -> None:
    found = draw_branches(
        [run(name=str(n), parent=n - 1 if n else None) for n in range(5 * DEEPEST)]
    )
    depths: list[int] = []
    for each in found:
        depths.append(0 if each.parent is None else depths[each.parent] + 1)
    assert max(depths) == DEEPEST


def test_ancestors_are_named_where_the_tree_does_not_show_them() -> None:
    runs = [run(name="tool"), run("tool", name="known", parent=0), run("?", "tool", name="odd")]
    assert [each.under for each in draw_branches(runs)] == [None, None, ("?", "tool")]


def test_events_stand_in_the_order_of_a_life_without_their_prefix() -> None:
    events = {"on_chat_model_end": 1, "on_chat_model_stream": 19, "on_chat_model_start": 2}
    (model,) = draw_branches([run(events={**events, "on_custom_event": 1})])
    assert model.events == "start 2, stream 19, on_custom_event, end"


def test_notes_hold_what_came_of_the_callers_config_and_tags_that_tell_something() -> None:
    (model,) = draw_branches(
        [run(tags=("caller-tag", "seq:step:2", "mine"), caller_metadata=False)]
    )
    assert model.notes == ("caller's tags", "tags mine")
