"""Right values that small programs showed on single cells, held to every cell of the reports.

Each program stands for a kind of report: who listens, what is hidden, where a retriever stands,
what bridges carry, where code is called back. "P" are the cells in which the run context reaches
async bodies by itself: 3.10 with langchain-core 1.4.8 or later, 3.11 to 3.13, 3.14 and later with
1.0.0 or later.
"""

from collections.abc import Iterator

import pytest
from packaging.version import Version

from compat.matrix.model import Cell, Matrix, Outcome
from compat.matrix.reading import OF_CORE
from compat.stored.reports import load_matrix
from tests.cli.run import ROOT

STREAM, HANDLER, HOOK = OF_CORE
NESTED, FLATTENED, SPLIT, LOST = (
    Outcome.NESTED, Outcome.FLATTENED, Outcome.SPLIT, Outcome.LOST,
)  # fmt: skip

# Scenario and form, then what the stream, a handler and a hook see: on P, and elsewhere.
RIGHT = {
    # listeners.py
    ("tool-async", "naive"): ((NESTED, NESTED, NESTED), (LOST, LOST, SPLIT)),
    ("tool-async", "configured"): ((FLATTENED, FLATTENED, NESTED), (FLATTENED, FLATTENED, SPLIT)),
    ("tool-async", "callbacks"): ((NESTED, NESTED, NESTED), (NESTED, NESTED, NESTED)),
    # hide.py
    ("opt-out-empty", "naive"): ((LOST, LOST, SPLIT), (LOST, LOST, SPLIT)),
    ("opt-out-empty-retriever", "naive"): ((NESTED, NESTED, NESTED), (LOST, LOST, SPLIT)),
    ("opt-out-empty", "remedy-empty-context"): ((LOST, LOST, LOST), (LOST, LOST, LOST)),
    ("opt-out-empty-retriever", "remedy-empty-context"): ((LOST,) * 3, (LOST,) * 3),
    # places.py
    ("retriever", "naive"): ((LOST, LOST, SPLIT), (LOST, LOST, SPLIT)),
    ("retriever-in-tool", "naive"): ((FLATTENED, FLATTENED, FLATTENED), (LOST, LOST, SPLIT)),
    # bridges.py
    ("threadsafe-sync", "naive"): ((NESTED, NESTED, NESTED), (NESTED, NESTED, NESTED)),
    ("threadsafe-async", "naive"): ((NESTED, NESTED, NESTED), (LOST, LOST, SPLIT)),
    ("thread-pool-asyncio-run", "naive"): ((LOST, LOST, LOST), (LOST, LOST, LOST)),
    # hooks.py
    ("listener-async", "naive"): ((LOST, LOST, SPLIT), (LOST, LOST, SPLIT)),
}
# From 0.2.29 on a plain call sees of a step what a stream sees; before it saw nothing.
STEPS = (
    ("retriever-step", "naive"),
    ("handle-tool-error", "naive"),
    ("passthrough-afunc", "naive"),
)
STEPS_AGREE = Version("0.2.29")


@pytest.fixture(scope="module")
def matrix() -> Matrix:
    return load_matrix(ROOT / "reports")


def carries(cell: Cell) -> bool:
    """Whether the run context reaches async bodies by itself in a cell."""
    python, core = Version(cell.python), Version(cell.core)
    since = {"3.9": None, "3.10": "1.4.8", "3.11": "0", "3.12": "0", "3.13": "0"}
    first = since.get(cell.python, "1.0.0")
    return first is not None and core >= Version(first) and python >= Version("3.10")


def measured(matrix: Matrix, scenario: str, form: str) -> Iterator[tuple[Cell, list[Outcome]]]:
    """Each cell that tells, with what the stream, a handler and a hook see there."""
    for cell in matrix.cells:
        if cell.tells:
            result = cell.results[scenario]
            yield cell, [result.heard_by(each).forms[form] for each in OF_CORE]


@pytest.mark.parametrize(("scenario", "form"), RIGHT)
def test_every_cell_has_the_right_values(matrix: Matrix, scenario: str, form: str) -> None:
    wrong, tested = [], 0
    for cell, seen in measured(matrix, scenario, form):
        if Outcome.ABSENT in seen:
            continue
        tested += 1
        right = RIGHT[scenario, form][0 if carries(cell) else 1]
        if tuple(seen) != right:
            wrong.append((cell.id, [each.value for each in seen]))
    assert not wrong, f"{len(wrong)} of {tested}: {wrong[:5]}"
    assert tested > 1000


@pytest.mark.parametrize(("scenario", "form"), STEPS)
def test_what_is_a_step_is_seen_by_a_stream_first(matrix: Matrix, scenario: str, form: str) -> None:
    for cell, (stream, handler, hook) in measured(matrix, scenario, form):
        if not carries(cell):
            assert (stream, handler, hook) == (LOST, LOST, SPLIT), cell.id
        elif Version(cell.core) < STEPS_AGREE:
            assert (stream, handler, hook) == (FLATTENED, LOST, SPLIT), cell.id
        else:
            assert (stream, handler, hook) == (FLATTENED, FLATTENED, FLATTENED), cell.id


def test_a_parser_that_calls_a_model_is_nested_where_context_travels(matrix: Matrix) -> None:
    for cell, (stream, *_) in measured(matrix, "parser-with-model", "naive"):
        assert stream is (NESTED if carries(cell) else LOST), cell.id
