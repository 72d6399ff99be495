"""What to write at a call in LangGraph, from tiny matrices of the layer."""

from dataclasses import replace
from typing import Any

from compat.check.model import Advice, CallSite, Environment, Passed
from compat.matrix.model import Matrix
from compat.work.advise import Advisor
from tests.reports.check.made import place, shape, site
from tests.reports.layered import NODE, measured_pairs
from tests.reports.sample import GUIDE, Said, measured

PAIR = "py3.10-core1.4.7-lg1.2.24"
CORE = measured({"py3.10-core1.4.7": "lost/flattened/nested", "py3.11-core1.4.7": "nested"})[0]
NODES: dict[str, Said] = {
    PAIR: "lost/nested",
    "py3.10-core1.4.9-lg1.2.24": "lost/nested",
    "py3.11-core1.4.7-lg1.2.24": "nested/nested",
}


def in_node(said: str = "lost", **changes: Any) -> CallSite:  # noqa: ANN401 - any field
    """A call in a node that passes nothing on."""
    written = shape(caller="chain", place="RunnableSeq")
    path = ("LangGraph", "node")
    plain = site(said, shape=written, place=place("a.py:1", "node"), true_path=path)
    return replace(plain, **changes)


def advise(
    call: CallSite, layered: Matrix | None, core: str = "1.4.7", langgraph: str | None = "1.2.24"
) -> Advice:
    environment = Environment(python="3.10.13", core=core, langgraph=langgraph)
    return Advisor.of(CORE, environment, layered).advise(call)


def test_a_node_is_told_to_pass_its_config_on_and_where_it_need_not() -> None:
    coded = replace(NODE, sources=GUIDE.sources)
    advice = advise(in_node(), measured_pairs(NODES, scenarios=(coded,)))
    assert (advice.scenario, advice.measured_with) == ("node-async", None)
    assert advice.heading == "Write it with config, and it is complete:"
    assert (advice.needless_from_core, advice.needless_from_python) == (None, "3.11")
    assert any("config: RunnableConfig" in line for line in advice.code)


def test_the_nearest_pair_on_this_python_is_named_where_the_very_one_was_not_measured() -> None:
    advice = advise(in_node(), measured_pairs(NODES), langgraph="1.2.23")
    assert advice.scenario == "node-async"
    assert advice.measured_with == "langchain-core 1.4.7 and LangGraph 1.2.24"


def test_what_comes_to_something_else_there_has_no_advice() -> None:
    assert advise(in_node("flattened"), measured_pairs(NODES)) == Advice()


def test_without_langgraph_or_what_is_known_of_it_there_is_no_advice_for_a_node() -> None:
    assert advise(in_node(), None) == Advice()
    assert advise(in_node(), measured_pairs(NODES), langgraph=None) == Advice()


def test_a_tool_that_is_not_toolnodes_is_advised_as_without_langgraph() -> None:
    scenarios = (replace(NODE, id="toolnode-async", title="An async tool under ToolNode."),)
    layered = measured_pairs({PAIR: "lost/flattened/nested"}, scenarios=scenarios)
    assert advise(site("lost"), layered).scenario == "toolnode-async"
    elsewhere = site("lost", true_path=("LangGraph", "suggest", "summarize"))
    assert advise(elsewhere, layered).scenario == "tool-async"


def test_what_passes_the_wrong_thing_is_wrong_on_every_version() -> None:
    passed = shape(passed=Passed.ABOVE)
    scenarios = (replace(NODE, id="toolnode-async", title="An async tool under ToolNode."),)
    cells: dict[str, Said] = {PAIR: "lost/flattened/nested", "py3.11-core1.4.7-lg1.2.24": "nested"}
    advice = advise(site("flattened", shape=passed), measured_pairs(cells, scenarios=scenarios))
    assert (advice.scenario, advice.needless_from_python) == ("toolnode-async", None)


def test_to_an_agents_own_model_nothing_can_be_passed_and_the_python_that_needs_nothing_is_told(
) -> None:  # fmt: skip
    scenarios = (replace(NODE, id="create-agent", title="An agent's own model."),)
    cells: dict[str, Said] = {PAIR: "lost", "py3.11-core1.4.7-lg1.2.24": "nested"}
    own = in_node(through="langchain")
    advice = advise(own, measured_pairs(cells, scenarios=scenarios))
    assert (advice.scenario, advice.code, advice.heading) == ("create-agent", (), "")
    assert advice.needless_from_python == "3.11"


def test_where_no_fix_is_known_nothing_is_said_to_be_written() -> None:
    advice = advise(in_node(), measured_pairs({PAIR: "lost/lost"}))
    assert (advice.scenario, advice.code, advice.heading) == ("node-async", (), "")
