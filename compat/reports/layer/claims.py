"""What LangGraph's own documentation says about Python and context, and in which cells it is so."""

from collections.abc import Sequence

from compat.claims.check import check
from compat.claims.model import Checked, load_claims
from compat.matrix.model import Cell, Matrix, Traces
from compat.reports.headline.claims import Claimed, Counterexample
from compat.reports.layer.places import describe_cells
from compat.reports.text import format_amount


def judge_layer_claims(matrix: Matrix, traces: Traces) -> tuple[Claimed, ...]:
    """Return every claim with every row of the layer that it speaks of, in the file's order."""
    cells = {cell.id: cell for cell in matrix.cells}
    judged = check(load_claims(layered=True), matrix, traces)
    return tuple(_word(each, [cells[name] for name in each.exceptions]) for each in judged)


def _word(seen: Checked, against: Sequence[Cell]) -> Claimed:
    where = describe_cells(against)
    return Claimed(
        says=seen.claim.says,
        source=seen.claim.source,
        scenario=seen.scenario,
        holds=seen.holds,
        words=_describe(seen, where),
        counterexamples=tuple(Counterexample(where=where, cell=cell.id) for cell in against[:1]),
    )


def _describe(seen: Checked, where: str) -> str:
    tested, failing = len(seen.tested), len(seen.exceptions)
    if not tested:
        return "nothing known"
    if not failing:
        return f"holds ({format_amount(tested, 'cell')})"
    if failing == tested:
        return f"fails in all {tested}"
    return f"fails in {failing} of {tested} cells: {where}"
