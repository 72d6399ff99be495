"""Where the answer depends on the dependencies, or on chance: a matrix against a variation."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from compat.errors import CompatError, ExitCode
from compat.matrix.model import Cell, Matrix, Provenance, Result, Traces
from compat.plan.model import Variation
from compat.record.model import Observation, Status
from compat.schema import strict


class OtherSuiteError(CompatError):
    """Two matrices that different suites measured: nothing follows from their difference."""

    exit_code = ExitCode.RECORDS


@strict
@dataclass(frozen=True, kw_only=True)
class Change:
    """A scenario that is judged otherwise in a cell."""

    cell: str
    scenario: str
    before: Result
    after: Result


@strict
@dataclass(frozen=True, kw_only=True)
class StatusChange:
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

    schema_version: Literal["1.0"]
    resolution: Variation
    provenance: Provenance
    compared: int
    statuses: tuple[StatusChange, ...]
    changes: tuple[Change, ...]
    traces: dict[str, Observation]


def sensitivity(
    matrix: Matrix, other: Matrix, traces: Traces, resolution: Variation
) -> Sensitivity:
    """Return what ``other``, measured with ``resolution``, says otherwise than ``matrix``.

    ``traces`` are the other's. Traces alone never count, as in statements. Raises OtherSuiteError.
    """
    if matrix.provenance.suite_hash != other.provenance.suite_hash:
        message = "the reports are of another suite: run matrix first, then this again"
        raise OtherSuiteError(message)
    known = {cell.id: cell for cell in matrix.cells}
    every = ((known[cell.id], cell) for cell in other.cells if cell.id in known)
    pairs = [pair for pair in every if not any(cell.stands_apart for cell in pair)]
    changes = tuple(change for pair in pairs for change in _changes(*pair))
    behind = {trace for change in changes for trace in change.after.ids}
    return Sensitivity(
        schema_version="1.0",
        resolution=resolution,
        provenance=other.provenance,
        compared=sum(_probed(before) and _probed(after) for before, after in pairs),
        statuses=tuple(
            StatusChange(
                cell=after.id, before=before.status, after=after.status, reason=after.reason
            )
            for before, after in pairs
            if _probed(before) is not _probed(after)
        ),
        changes=changes,
        traces={trace: traces.traces[trace] for trace in sorted(behind)},
    )


def still_of(matrix: Matrix, found: Iterable[Sensitivity]) -> tuple[Sensitivity, ...]:
    """Return those of which all that they were compared with is so in a matrix, too."""
    return tuple(each for each in found if _is_of(matrix, each))


def _is_of(matrix: Matrix, found: Sensitivity) -> bool:
    if matrix.provenance.suite_hash != found.provenance.suite_hash:
        return False
    cells = {cell.id: cell for cell in matrix.cells}
    return all(
        (cell := cells.get(change.cell)) is not None
        and change.scenario in cell.results
        and _said(cell.results[change.scenario]) == _said(change.before)
        for change in found.changes
    ) and all(
        (cell := cells.get(each.cell)) is not None and cell.status is each.before
        for each in found.statuses
    )


def _probed(cell: Cell) -> bool:
    return cell.status is Status.PROBED


def _changes(before: Cell, after: Cell) -> list[Change]:
    return [
        Change(cell=after.id, scenario=name, before=before.results[name], after=result)
        for name, result in after.results.items()
        if name in before.results and _said(before.results[name]) != _said(result)
    ]


def _said(result: Result) -> tuple[object, ...]:
    return result.verdict, result.flags, result.answer, result.outcomes, result.remedies
