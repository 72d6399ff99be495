"""The rounds of a run: one, or of an exact plan as many as the search needs."""

from collections.abc import Callable, Sequence

from compat.matrix.build import sign_record
from compat.matrix.digest import Digest
from compat.plan.exact import find_next_cells
from compat.plan.model import Plan, PlannedCell


def run_rounds(plan: Plan, digest: Digest, run: Callable[[Sequence[PlannedCell]], None]) -> None:
    """Have all cells run that the plan asks for and ``digest`` has not.

    ``run`` runs the cells of a round, and adds their records to the digest. Every round begins anew
    from what the plan asks, so it matters not to the questions in which order the answers came.
    """
    known: dict[str, str | None] = {}
    while batch := find_next_cells(plan, known):
        waiting = [cell for cell in batch if cell.id not in digest.records]
        if waiting:
            run(waiting)
        # Comparing is worth its time only where the next question depends on it.
        known |= {cell.id: sign_record(digest, cell.id) if plan.exact else None for cell in batch}
