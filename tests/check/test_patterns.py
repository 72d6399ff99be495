"""From the shape of a call to a pattern of the matrix."""

from collections.abc import Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from compat.check.model import CallSite, Passed
from compat.check.patterns import (
    Known,
    find_pattern,
    find_worst_off,
    is_advised,
    load_layer_shapes,
    load_shapes,
)
from compat.matrix.model import Listener, Outcome, Verdict
from tests.reports.check.made import place, shape, site

SHAPES = (
    Known(
        shape=shape(),
        forms=("tool-async/naive", "retry/naive", "two-calls/naive"),
        numbers=(0, 9, 1),
        beside=("two-calls/naive",),
    ),
    Known(
        shape=shape(child="tool"),
        forms=("two-calls/naive",),
        numbers=(1,),
        beside=("two-calls/naive",),
    ),
    Known(shape=shape(child="chat_model"), forms=("tool-model/naive",), numbers=(5,)),
    Known(shape=shape(child="custom_event"), forms=("custom-event/naive",), numbers=(7,)),
)


class FakeResult:
    """What a pattern's forms come to, for a stream and for a tracer."""

    def __init__(
        self,
        stream: Outcome,
        hook: Outcome,
        mended: Outcome = Outcome.LOST,
        verdict: Verdict = Verdict.MANUAL,
    ) -> None:
        self.verdict = verdict
        self.found = {Listener.STREAM: stream, Listener.HANDLER: stream, Listener.HOOK: hook}
        self.mended = mended

    def heard_by(self, listener: Listener) -> SimpleNamespace:
        forms = {"naive": self.found[listener], "configured": self.mended}
        return SimpleNamespace(outcomes=forms, forms=forms, verdict=self.verdict)


class FakeCell:
    """A cell of the matrix in which each pattern is lost, but for those named."""

    def __init__(self, shapes: Sequence[Known], **others: FakeResult) -> None:
        lost = FakeResult(Outcome.LOST, Outcome.SPLIT)
        named = {name.replace("_", "-"): result for name, result in others.items()}
        forms = {form.partition("/")[0] for known in shapes for form in known.forms}
        self.results = {name: named.get(name, lost) for name in forms | named.keys()}


def find(call: CallSite, **others: FakeResult) -> str | None:
    cell: Any = FakeCell(SHAPES, **others)
    return find_pattern(call, cell, SHAPES)


def find_in_layer(function: str, node: str = "node", **changes: Any) -> str | None:  # noqa: ANN401 - any field
    """Return the pattern of a call in a function of a node, in which nothing is passed on."""
    written = replace(shape(caller="chain", place="RunnableSeq"), **changes)
    path = ("LangGraph", node)
    call = site(shape=written, place=place("a.py:1", function), true_path=path)
    cell: Any = FakeCell(load_layer_shapes())
    return find_pattern(call, cell, load_layer_shapes())


def test_the_first_pattern_of_the_same_shape() -> None:
    assert find(site()) == "tool-async"


def test_one_for_the_same_kind_of_child_comes_before_others() -> None:
    assert find(site(shape=shape(child="chat_model"))) == "tool-model"
    assert find(site(shape=shape(child="retriever"))) == "tool-async"


def test_one_that_can_be_mended_comes_before_one_for_the_same_kind_of_child() -> None:
    mended = FakeResult(Outcome.LOST, Outcome.SPLIT, mended=Outcome.NESTED)
    model = site(shape=shape(child="chat_model"))
    assert find(model, retry=mended) == "retry"
    assert find(model, retry=mended, tool_model=mended) == "tool-model"


def test_one_with_several_calls_says_nothing_of_each() -> None:
    nested = FakeResult(Outcome.NESTED, Outcome.NESTED)
    others = {"tool_async": nested, "retry": nested, "tool_model": nested}
    assert find(site(shape=shape(child="tool"))) == "tool-async"
    assert find(site(shape=shape(child="tool")), **others) is None


def test_an_event_is_no_run() -> None:
    assert find(site(shape=shape(child="custom_event"))) == "custom-event"


def test_a_pattern_that_does_something_else_there_is_passed_over() -> None:
    nested = FakeResult(Outcome.NESTED, Outcome.NESTED)
    assert find(site(), tool_async=nested) == "retry"


def test_only_who_misses_most_is_held_against_it() -> None:
    other_trace = FakeResult(Outcome.LOST, Outcome.NESTED)
    assert find(site(), tool_async=other_trace) == "tool-async"
    assert find_worst_off(site("nested/split")) is Listener.HOOK
    assert find(site("nested/split"), tool_async=other_trace) == "retry"


def test_a_shape_that_nobody_knows_has_no_pattern() -> None:
    assert find(site(shape=shape(edges=("gather",)))) is None
    assert find(site(shape=shape(place="RunnableSeq"))) is None


def test_what_is_misplaced_is_lost_for_its_own_caller() -> None:
    assert find(site("misplaced")) == "tool-async"


def test_what_another_package_calls_or_own_handlers_are_given_is_not_advised() -> None:
    assert is_advised(site())
    assert is_advised(site(through="langchain"))
    assert not is_advised(site(through="guardrails"))
    assert not is_advised(site(inherited=True))
    assert not is_advised(site(shape=shape(passed=Passed.OWN)))


def test_the_catalogues_shapes_name_the_guides_tool_first() -> None:
    (known,) = [each for each in load_shapes() if each.shape == shape()]
    assert known.forms[0] == "tool-async/naive"
    assert list(known.numbers) == sorted(known.numbers)


def test_what_is_meant_to_be_hidden_or_is_a_fact_is_no_advice() -> None:
    meant = FakeResult(Outcome.LOST, Outcome.SPLIT, verdict=Verdict.RECORDED)
    assert find(site(), tool_async=meant) == "retry"


def test_an_agents_own_model_has_a_pattern_of_its_own() -> None:
    lost = FakeResult(Outcome.LOST, Outcome.SPLIT)
    assert find(site(through="langchain"), create_agent=lost) == "create-agent"
    nested = FakeResult(Outcome.NESTED, Outcome.NESTED)
    assert find(site(through="langchain"), create_agent=nested) is None
    assert find(site(through="langchain")) is None


def test_a_node_is_told_from_what_middleware_does() -> None:
    assert find_in_layer("node") == "node-async"
    assert find_in_layer("Gist.abefore_model", "Gist.before_model") == "middleware-before-model"
    assert find_in_layer("decorated", "decorated.before_agent") == "middleware-before-model"
    assert find_in_layer("awrap_model_call", "model") == "middleware-wrap-model"
    assert find_in_layer("Gist.awrap_tool_call", "tools") == "middleware-wrap-tool"


@pytest.mark.parametrize("name", ["before_agent", "before_model", "after_model", "after_agent"])
@pytest.mark.parametrize("prefix", ["Gist.", "Gist.a"])
def test_every_hook_is_told_by_its_method_alone(prefix: str, name: str) -> None:
    assert find_in_layer(f"{prefix}{name}") == "middleware-before-model"


def test_only_middleware_that_is_handed_what_a_node_is_may_be_written_as_one() -> None:
    waits: dict[str, Any] = {"form": "def", "awaited": False}
    assert find_in_layer("before_model", "Gist.before_model", **waits) == "node-sync"
    assert find_in_layer("wrap_model_call", "model", **waits) is None
