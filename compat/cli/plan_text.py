"""A plan in words: how many cells, which not, and why."""

from collections import Counter

from compat.plan.exact import find_next_cells
from compat.plan.model import Plan


def describe_plan(plan: Plan) -> str:
    """Return the plan in words: how many cells, which not and why."""
    why = Counter(
        (cell.excluded, f"Python {cell.python}: {cell.reason}")
        for cell in plan.cells
        if cell.excluded
    )
    return "\n".join(
        [
            f"Plan: {plan.selection}",
            _describe_cells(plan),
            *(f"  {count:3} {status}  {reason}" for (status, reason), count in why.items()),
        ]
    )


def _describe_cells(plan: Plan) -> str:
    run = sum(cell.excluded is None for cell in plan.cells)
    excluded = len(plan.cells) - run
    if not plan.exact:
        return f"{_count(plan)} planned: {run} can run, {excluded} excluded"
    return (
        f"{_count(plan)} to choose from, {excluded} excluded\n"
        f"exact: starts from {len(find_next_cells(plan, {}))} edges of {run} cells; probes more "
        "where neighbours differ"
    )


def _count(plan: Plan) -> str:
    return f"{len(plan.cells)} cell{'s' if len(plan.cells) != 1 else ''}"
