"""What the code calls and what a listener was told of it, as chains of boxes."""

from dataclasses import replace

from compat.record.model import Row, Run
from compat.reports.html.picture import Call, Picture, draw_drive, draw_made, draw_raised
from tests.build import MODEL, asked, run

TOOL = run(name="tool", kind="tool", events={"on_tool_start": 1})
CHAIN = run("tool", name="chain", kind="chain", events={"on_chain_start": 1}, parent=0)
WHOLE = (TOOL, CHAIN, run("tool", "chain", parent=1))


def call(
    *path: str,
    listener: str = "stream",
    children: int = 1,
    row: Row = "verdict",
    name: str = "model",
) -> Call:
    """A call of a chat model under these runs."""
    kind = "chat model" if name == "model" else ""
    return Call(
        name=name, kind=kind, path=path, row=row, asked=asked("chat_model", children, listener)
    )


def told(picture: Picture) -> list[tuple[str, list[str]]]:
    """What each root says, and its chains: names, with how what is not as usual looks."""
    usual = {"path": "{name}", "other": "({name}{words})", "ghost": "[{name}: {words}]"}
    return [
        (
            root.words,
            [
                " > ".join(
                    usual.get(box.part, "{part} {name}, {words}").format_map(vars(box))
                    for box in chain
                )
                for chain in root.chains
            ],
        )
        for root in picture
    ]


def test_what_the_code_calls_is_its_declared_path() -> None:
    assert told(draw_made(call("tool", "chain"))) == [
        ("the caller", ["tool > chain > child nested model, chat model"])
    ]
    assert told(draw_made(call(children=3, name="custom event"))) == [
        ("the caller", ["child nested custom event, 3 times"])
    ]


def test_what_is_seen_whole_may_have_runs_between() -> None:
    assert told(draw_drive(call("tool"), WHOLE)) == [
        ("the caller", ["tool > (chain) > child nested model, chat model"])
    ]


def test_a_missing_parent_is_in_its_place() -> None:
    runs = (CHAIN, run("chain", parent=0))
    assert told(draw_drive(call("tool", "chain"), runs)) == [
        ("the caller", ["[tool: missing] > chain > child flattened model, chat model"])
    ]


def test_a_missing_child_is_below_what_was_seen_of_its_path() -> None:
    assert told(draw_drive(call("tool", "chain"), (TOOL,))) == [
        ("the caller", ["tool > [chain: missing] > [model: missing]"])
    ]


def test_of_several_children_those_that_are_seen_and_those_that_are_not_are_counted() -> None:
    twice = (TOOL, run("tool", parent=0), run("tool", parent=0))
    assert told(draw_drive(call("tool", children=4), twice)) == [
        (
            "the caller",
            ["tool > child nested model, chat model, 2 times", "tool > [model: missing, 2 times]"],
        )
    ]
    assert told(draw_drive(call("tool", children=2), twice)) == [
        ("the caller", ["tool > child nested model, chat model, 2 times"])
    ]


def test_a_separate_trace_is_a_root_of_its_own_for_a_tracer_alone() -> None:
    runs = (TOOL, run(name="chain", events={"on_chain_start": 1}), run("chain", parent=1))
    assert told(draw_drive(call("tool", listener="hook"), runs)) == [
        ("the caller", ["tool > [model: missing here]"]),
        ("separate trace", ["(chain) > child nested model, chat model"]),
    ]
    assert told(draw_drive(call("tool"), runs)) == [
        ("the caller", ["[tool: missing] > (chain) > child flattened model, chat model"])
    ]


def test_who_is_told_of_no_parents_misses_none() -> None:
    assert told(draw_drive(call("tool", listener="messages"), (run(),))) == [
        ("the caller", ["child nested model, chat model"])
    ]
    assert told(draw_drive(call("tool", listener="messages"), ())) == [
        ("the caller", ["[model: missing]"])
    ]


def test_a_fact_misses_nothing_and_what_is_hidden_is_not_missing() -> None:
    assert told(draw_drive(call("tool", "chain", row="fact"), (TOOL,))) == [
        ("the caller", ["tool"])
    ]
    assert told(draw_drive(call("tool", row="fact"), ())) == [("the caller", [])]
    assert told(draw_drive(call("tool", row="hiding"), (TOOL,))) == [
        ("the caller", ["tool > [model: hidden]"])
    ]


def test_an_error_came_before_the_child_or_after_it() -> None:
    assert told(draw_raised(call("tool", "chain"), (TOOL,))) == [
        ("the caller", ["tool > [model: missing: an error came first]"])
    ]
    assert told(draw_raised(call("tool"), WHOLE)) == [
        ("the caller", ["tool > child flattened model, an error came after it"])
    ]


def test_a_custom_event_is_below_the_run_that_dispatched_it() -> None:
    event = replace(call("tool", name="custom event"), asked=asked("custom_event"))
    runs = (replace(TOOL, events={"on_tool_start": 1, "on_custom_event": 1}),)
    assert told(draw_drive(event, runs)) == [("the caller", ["tool > child nested custom event, "])]


def test_of_a_long_chain_the_middle_is_counted() -> None:
    names = [str(n) for n in range(100)]
    (root,) = draw_made(call(*names))
    assert [box.name or box.words for box in root.chains[0]] == [
        *("0", "1", "2", "3", "4", "5", "89 more", "95", "96", "97", "98", "99", "model")
    ]


def test_parents_that_loop_end_somewhere() -> None:
    odd: tuple[Run, ...] = (run(name="a", parent=1, events={}), run(parent=0, events=MODEL))
    assert told(draw_drive(call("tool", listener="hook"), odd))[0][0] == "the caller"
