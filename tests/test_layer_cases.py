"""Right values that small programs showed with LangGraph, held to every cell of its reports.

Each program stands for a kind of report: nodes, tools under ToolNode, an agent's own model, writers
and custom events, and hiding. LangGraph hands its context to nodes from Python 3.11 on, whatever
langchain-core does; tools get theirs from langchain-core, on the cells called "P" in test_cases.
"""

from collections.abc import Callable, Iterator

import pytest
from packaging.version import Version

from compat.matrix.model import Cell, Listener, Matrix, Outcome
from compat.matrix.reading import OF_CORE, SHOWN
from compat.stored.reports import load_matrix
from tests.cli.run import ROOT
from tests.test_cases import carries

NESTED, FLATTENED, SPLIT, LOST, RAISED = (
    Outcome.NESTED, Outcome.FLATTENED, Outcome.SPLIT, Outcome.LOST, Outcome.RAISED,
)  # fmt: skip
SEEN, MISSING, BESIDE = (NESTED,) * 3, (LOST, LOST, SPLIT), (FLATTENED,) * 3
REPORTS = ROOT / "reports" / "langgraph"


def hands_on(cell: Cell) -> bool:
    """Whether LangGraph hands its context to async code: it asks the Python alone."""
    return Version(cell.python) >= Version("3.11")


def gives_tools_the_config(cell: Cell) -> bool:
    """Whether a tool gets one: ToolNode of 0.2.57 and 0.2.58 calls it with nothing else."""
    return hands_on(cell) or cell.layer not in {"0.2.57", "0.2.58"}


def always(_: Cell) -> bool:
    return True


# Row and form, then what the stream, a handler and a hook see: where that holds, and elsewhere.
RIGHT: dict[tuple[str, str], tuple[Callable[[Cell], bool], object, object]] = {
    # node.py
    ("node-async", "naive"): (hands_on, SEEN, MISSING),
    ("node-sync", "naive"): (hands_on, SEEN, MISSING),
    ("node-async", "configured"): (always, SEEN, SEEN),
    ("node-sync", "configured"): (always, SEEN, SEEN),
    # tool_node.py
    ("toolnode-async", "configured"): (gives_tools_the_config, BESIDE, MISSING),
    ("toolnode-async", "callbacks"): (gives_tools_the_config, SEEN, MISSING),
    # agent.py
    ("create-agent", "naive"): (hands_on, SEEN, MISSING),
    ("create-agent-sync", "naive"): (always, SEEN, SEEN),
    # writer.py
    ("custom-event-node", "naive"): (hands_on, SEEN, (RAISED,) * 3),
    ("custom-event-node", "configured"): (always, SEEN, SEEN),
    # hide.py
    ("tool-opt-out-empty-graph", "remedy-empty-context"): (always, (LOST,) * 3, (LOST,) * 3),
}
# The same of LangGraph's own streams: row and form, who reads, and what comes.
STREAMED = {
    ("node-async", "naive", Listener.MESSAGES): (hands_on, NESTED, LOST),
    ("create-agent", "naive", Listener.MESSAGES): (hands_on, NESTED, LOST),
    ("stream-writer-node", "naive", Listener.CUSTOM): (hands_on, NESTED, RAISED),
    ("custom-event-node", "configured", Listener.CUSTOM): (always, LOST, LOST),
}


@pytest.fixture(scope="module")
def matrix() -> Matrix:
    return load_matrix(REPORTS)


def measured(
    matrix: Matrix, row: str, form: str, *who: Listener
) -> Iterator[tuple[Cell, tuple[Outcome, ...]]]:
    """Each cell that tells, with what these listeners see there; not where it does not apply."""
    for cell in matrix.cells:
        seen = (
            tuple(cell.results[row].heard_by(each).forms[form] for each in who)
            if cell.tells
            else ()
        )
        if seen and Outcome.ABSENT not in seen:
            yield cell, seen


@pytest.mark.parametrize(("row", "form"), RIGHT)
def test_every_cell_has_the_right_values(matrix: Matrix, row: str, form: str) -> None:
    where, there, elsewhere = RIGHT[row, form]
    every = list(measured(matrix, row, form, *OF_CORE))
    assert len(every) > 50
    assert [cell.id for cell, seen in every if seen != (there if where(cell) else elsewhere)] == []


@pytest.mark.parametrize(("row", "form", "who"), STREAMED)
def test_the_same_of_langgraphs_own_streams(
    matrix: Matrix, row: str, form: str, who: Listener
) -> None:
    where, there, elsewhere = STREAMED[row, form, who]
    every = list(measured(matrix, row, form, who))
    assert len(every) > 50
    wrong = [
        cell.id for cell, (seen,) in every if seen is not (there if where(cell) else elsewhere)
    ]
    assert wrong == []


def test_a_tool_without_config_is_whole_on_p_flattened_on_3_14_below_1_0_and_else_missing(
    matrix: Matrix,
) -> None:
    every = list(measured(matrix, "toolnode-async", "naive", *OF_CORE))
    assert len(every) > 50
    for cell, seen in every:
        right = SEEN if carries(cell) else BESIDE if hands_on(cell) else MISSING
        assert seen == right, cell.id


def test_a_graph_that_an_empty_list_is_to_hide_is_shown_on_p(matrix: Matrix) -> None:
    """As measured with langgraph 0.6 and later; before it skipped empty lists it was hidden."""
    late = [
        (cell, seen)
        for cell, seen in measured(matrix, "tool-opt-out-empty-graph", "naive", *OF_CORE)
        if Version(cell.layer or "0") >= Version("0.6")
    ]
    assert len(late) > 50
    for cell, seen in late:
        assert set(seen) <= set(SHOWN) if carries(cell) else seen == MISSING, cell.id
