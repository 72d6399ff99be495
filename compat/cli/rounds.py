"""The rounds of a run: one, or of an exact plan as many as the search needs."""

from collections.abc import Callable, Mapping, Sequence

from compat.matrix.build import answered
from compat.plan.exact import next_cells
from compat.plan.model import Plan, PlannedCell
from compat.record.model import Record


def run_rounds(
    plan: Plan,
    kept: Mapping[str, Record],
    run: Callable[[Sequence[PlannedCell]], Mapping[str, Record]],
) -> dict[str, Record]:
    """Return the records of all cells that the plan asks for, those ``kept`` among them.

    ``run`` runs the cells of a round that have no record yet. Every round begins anew from what the
    plan asks, so it matters not to the questions in which order the answers came.
    """
    records = dict(kept)
    known: dict[str, str | None] = {}
    while batch := next_cells(plan, known):
        waiting = [cell for cell in batch if cell.id not in records]
        if waiting:
            records |= run(waiting)
        # Judging a record is worth its time only where the next question depends on it.
        known |= {cell.id: answered(records[cell.id]) if plan.exact else None for cell in batch}
    return records
