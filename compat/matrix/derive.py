"""A matrix derived again from itself, when the rules have changed."""

from dataclasses import replace
from itertools import chain

from compat.matrix.model import Matrix, Result, Traces
from compat.matrix.statement import statements, universe
from compat.matrix.verdict import result


def derive(matrix: Matrix, traces: Traces) -> Matrix:
    """Return the matrix with results and statements judged again from its traces."""
    scenarios = {scenario.id: scenario for scenario in matrix.scenarios}
    judged: dict[tuple[str, tuple[str, ...], tuple[str, ...]], Result] = {}

    def again(name: str, old: Result) -> Result:
        # Most cells have traces of others: what is equal is judged once.
        key = name, tuple(old.traces.values()), tuple(chain.from_iterable(old.repeats.values()))
        if key not in judged:
            first, later = ([traces.traces[trace] for trace in each] for each in key[1:])
            judged[key] = result(scenarios[name], first, later)
        return judged[key]

    cells = tuple(
        replace(cell, results={name: again(name, old) for name, old in cell.results.items()})
        for cell in matrix.cells
    )
    known = universe(matrix.releases, matrix.pythons)
    return replace(matrix, cells=cells, statements=statements(cells, known))
