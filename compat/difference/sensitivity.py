"""Where the answer depends on the dependencies, or on chance: a matrix against a variation."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from compat.difference.pair import Pair, pair_cells
from compat.errors import EvidenceError
from compat.matrix.index import Index
from compat.matrix.model import Matrix, Provenance, Result, Traces
from compat.options import Variation
from compat.record.model import Observation, Status
from compat.schema import strict

SENSITIVITY_VERSION: Literal["1.1"] = "1.1"
"""Of what a variation changes: 1.1 names listeners."""


@strict
@dataclass(frozen=True, kw_only=True)
class ResultShift:
    """A scenario that is judged otherwise in a cell."""

    cell: str
    scenario: str
    before: Result
    after: Result


@strict
@dataclass(frozen=True, kw_only=True)
class StatusShift:
    """A cell that was probed one way only, and why not the other."""

    cell: str
    before: Status
    after: Status
    reason: str | None


@strict
@dataclass(frozen=True, kw_only=True)
class Sensitivity:
    """What a variation changes: ``compared`` cells were probed both ways.

    ``resolution`` names it: another resolution, or "repeat" for cells that ran again. ``traces``
    holds the observations behind what is judged otherwise, by trace id.
    """

    schema_version: Literal["1.0", "1.1"]
    resolution: Variation
    provenance: Provenance
    compared: int
    statuses: tuple[StatusShift, ...]
    changes: tuple[ResultShift, ...]
    traces: dict[str, Observation]


def find_sensitivity(
    matrix: Matrix, other: Matrix, traces: Traces, resolution: Variation
) -> Sensitivity:
    """Return what ``other``, measured with ``resolution``, says otherwise than ``matrix``.

    ``traces`` are the other's. Traces alone never count, as in statements. Raises EvidenceError.
    """
    if matrix.provenance.suite_hash != other.provenance.suite_hash:
        message = "the reports are of another suite: run matrix first, then this again"
        raise EvidenceError(message, "other-suite")
    pairs = pair_cells(matrix, other)
    changes = tuple(shift for pair in pairs for shift in _find_shifts(pair))
    behind = {trace for change in changes for trace in change.after.trace_ids}
    return Sensitivity(
        schema_version=SENSITIVITY_VERSION,
        resolution=resolution,
        provenance=other.provenance,
        compared=sum(pair.tells for pair in pairs),
        statuses=tuple(
            StatusShift(
                cell=pair.after.id,
                before=pair.before.status,
                after=pair.after.status,
                reason=pair.after.reason,
            )
            for pair in pairs
            if pair.before.tells is not pair.after.tells
        ),
        changes=changes,
        traces={trace: traces.traces[trace] for trace in sorted(behind)},
    )


def keep_still_so(matrix: Matrix, found: Iterable[Sensitivity]) -> tuple[Sensitivity, ...]:
    """Return those that compare with results which a matrix still has."""
    return tuple(each for each in found if _is_of(matrix, each))


def _is_of(matrix: Matrix, found: Sensitivity) -> bool:
    if matrix.provenance.suite_hash != found.provenance.suite_hash:
        return False
    cells = Index(matrix=matrix).cells
    return all(
        (cell := cells.get(change.cell)) is not None
        and change.scenario in cell.results
        and cell.results[change.scenario].saying == change.before.saying
        for change in found.changes
    ) and all(
        (cell := cells.get(each.cell)) is not None and cell.status is each.before
        for each in found.statuses
    )


def _find_shifts(pair: Pair) -> Iterator[ResultShift]:
    for name in pair.after.results:
        before, after = pair.results(name)
        if before and after and before.saying != after.saying:
            yield ResultShift(cell=pair.after.id, scenario=name, before=before, after=after)
