"""A plan cut into shards of about the same duration, each of neighbouring Pythons and lines."""

from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from statistics import fmean

from packaging.version import Version

from compat.axes.cell import CellId
from compat.errors import UsageError
from compat.plan.codec import make_plan_id
from compat.plan.model import Plan, PlannedCell
from compat.shards.model import SCHEMA_VERSION, Cut
from compat.shards.name import MOST_SHARDS

# How far a cut may lie from where it would be fair, in parts of a shard, to fall between two lines
# or two Pythons: the cells of a Python share most of what they install.
_FOR_A_LINE = 0.05
_FOR_A_PYTHON = 0.1


def cut(plan: Plan, shards: int, durations: Mapping[str, float]) -> Cut:
    """Cut a plan into shards; the same input gives the same cut.

    ``durations`` are seconds by cell id of cells that were measured before. A cell that was not
    counts as its line does on its Python on the average, or as all do. If there are more shards
    than cells, the last shards have none; else every shard has a cell. Raises UsageError for an
    exact plan, whose cells are not known ahead, and for a number that is not 1 to 256.
    """
    if not 1 <= shards <= MOST_SHARDS:
        message = f"a plan is cut into 1 to {MOST_SHARDS} shards, not {shards}"
        raise UsageError(message)
    refuse_exact(exact=plan.exact)
    run = [cell for cell in plan.cells if cell.excluded is None]
    run.sort(key=lambda cell: CellId.parse(cell.id).key)
    places = _find_places(run, min(shards, len(run)), weigh_cells(plan, durations))
    parts = [tuple(cell.id for cell in run[first:last]) for first, last in pairwise(places)]
    parts += [()] * (shards - len(parts))
    return Cut(
        schema_version=SCHEMA_VERSION, plan_id=make_plan_id(plan), plan=plan, shards=tuple(parts)
    )


def refuse_exact(*, exact: bool) -> None:
    """Refuse to cut an exact plan. Raises UsageError."""
    if exact:
        message = (
            "--exact chooses cells by the results of others, so they cannot be divided in advance;"
            " leave it out, or run it in one piece with matrix"
        )
        raise UsageError(message)


def weigh_cells(plan: Plan, durations: Mapping[str, float]) -> dict[str, float]:
    """Return the seconds that every cell to run will take, as far as one can know; else 1 each."""
    lines = {row.version: row.line for row in plan.releases}
    run = [cell for cell in plan.cells if cell.excluded is None]
    groups: dict[tuple[str, str], list[float]] = {}
    for cell in run:
        if cell.id in durations:
            key = cell.python, lines.get(cell.core, "")
            groups.setdefault(key, []).append(durations[cell.id])
    every = [seconds for group in groups.values() for seconds in group] or [1.0]
    return {
        cell.id: durations.get(cell.id)
        or fmean(groups.get((cell.python, lines.get(cell.core, "")), every))
        for cell in run
    }


def _find_places(
    run: Sequence[PlannedCell], shards: int, seconds: Mapping[str, float]
) -> tuple[int, ...]:
    """Return where the shards begin, and where the last one ends."""
    before = [0.0, *accumulate(seconds[cell.id] for cell in run)]
    share = before[-1] / max(shards, 1)
    found = [0] if shards else []
    for number in range(1, shards):
        # Every shard has a cell, those that are still to come too.
        possible = range(found[-1] + 1, len(run) - (shards - number) + 1)
        fair = share * number
        found.append(
            min(possible, key=lambda n: abs(before[n] - fair) - share * _weigh_boundary(run, n))
        )
    return (*found, len(run)) if shards else ()


def _weigh_boundary(run: Sequence[PlannedCell], place: int) -> float:
    """Return what it is worth, in parts of a shard, to cut before a cell."""
    one, other = run[place - 1], run[place]
    if one.python != other.python:
        return _FOR_A_PYTHON
    one_line, other_line = (Version(cell.core).release[:2] for cell in (one, other))
    return _FOR_A_LINE if one_line != other_line else 0.0
