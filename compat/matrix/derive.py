"""A matrix derived again from itself, when the rules have changed."""

from dataclasses import replace
from functools import cache, partial

from compat.matrix.build import conclude
from compat.matrix.model import Matrix, Result, Traces
from compat.matrix.verdict import judge_result
from compat.record.model import ScenarioInfo


def derive(matrix: Matrix, traces: Traces) -> Matrix:
    """Return the matrix with results and statements judged again from its traces.

    A result that cells share is judged once.
    """
    judges = {each.id: cache(partial(_judge_again, each, traces)) for each in matrix.scenarios}
    cells = tuple(
        replace(cell, results={name: judges[name](old) for name, old in cell.results.items()})
        for cell in matrix.cells
    )
    return conclude(replace(matrix, cells=cells))


def _judge_again(scenario: ScenarioInfo, traces: Traces, old: Result) -> Result:
    return judge_result(
        scenario,
        [traces.traces[trace] for trace in old.traces.values()],
        [traces.traces[trace] for other in old.repeats.values() for trace in other],
    )
