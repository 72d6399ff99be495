"""Records in, matrix out; and a matrix derived again from itself when the rules have changed."""

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from packaging.version import Version

from compat.errors import CompatError, ExitCode
from compat.matrix.digest import Digest
from compat.matrix.model import (
    SCHEMA_VERSION,
    TRACES_VERSION,
    Cell,
    Matrix,
    Provenance,
    Result,
    Traces,
)
from compat.matrix.once import Once
from compat.matrix.statement import statements, universe
from compat.matrix.verdict import result
from compat.plan.codec import plan_id
from compat.plan.model import Plan, PlannedCell
from compat.record.model import FAILED, Record, ScenarioInfo, Status


class MissingRecordsError(CompatError):
    """A plan whose run is not complete."""

    exit_code = ExitCode.RECORDS


def build(plan: Plan, records: Mapping[str, Record]) -> tuple[Matrix, Traces]:
    """Return the matrix of a plan whose cells are all excluded or recorded, and its traces.

    ``records`` are by cell id. The matrix is dated by the cell that ended last.
    Raises MissingRecordsError.
    """
    _refuse_missing(plan, records)
    return assembled(plan, Digest(records.values()))


def assembled(plan: Plan, digest: Digest) -> tuple[Matrix, Traces]:
    """Return what ``build`` does, of records that were digested as they came.

    Raises MissingRecordsError.
    """
    _refuse_missing(plan, digest.records)
    cells = tuple(_cell(planned, digest) for planned in _ordered(plan.cells))
    matrix = Matrix(
        schema_version=SCHEMA_VERSION,
        provenance=_provenance(plan, cells, digest),
        pythons=plan.pythons,
        releases=plan.releases,
        scenarios=digest.scenarios,
        cells=cells,
        statements=statements(cells, universe(plan.releases, plan.pythons)),
    )
    traces = dict(sorted(digest.traces.items()))
    return matrix, Traces(schema_version=TRACES_VERSION, traces=traces)


def derive(matrix: Matrix, traces: Traces) -> Matrix:
    """Return the matrix with results and statements judged again from its traces.

    A result that cells share is judged once.
    """
    judges = {each.id: Once(partial(_again, each, traces)) for each in matrix.scenarios}
    cells = tuple(
        replace(cell, results={name: judges[name](old) for name, old in cell.results.items()})
        for cell in matrix.cells
    )
    known = universe(matrix.releases, matrix.pythons)
    return replace(matrix, cells=cells, statements=statements(cells, known))


def _again(scenario: ScenarioInfo, traces: Traces, old: Result) -> Result:
    return result(
        scenario,
        [traces.traces[trace] for trace in old.traces.values()],
        [traces.traces[trace] for other in old.repeats.values() for trace in other],
    )


def _ordered(cells: Iterable[PlannedCell]) -> list[PlannedCell]:
    return sorted(cells, key=lambda cell: (Version(cell.python), Version(cell.core)))


def _cell(planned: PlannedCell, digest: Digest) -> Cell:
    record = digest.records[planned.id] if planned.excluded is None else None
    return Cell(
        id=planned.id,
        python=planned.python,
        core=planned.core,
        status=record.status if record else planned.excluded or Status.NOT_PUBLISHED,
        reason=record.reason if record else planned.reason,
        reason_class=record.reason_class if record else None,
        packages=record.packages if record else {},
        overrides=record.overrides if record else (),
        replay=f"nox -s replay -- {planned.id}",
        results=digest.results[planned.id] if record else {},
    )


def _refuse_missing(plan: Plan, known: Container[str]) -> None:
    missing = [cell.id for cell in plan.cells if cell.excluded is None and cell.id not in known]
    if missing:
        message = (
            f"{len(missing)} planned cells have no record, the first {missing[0]}; "
            "type the command of the run again, it takes up what is left"
        )
        raise MissingRecordsError(message)


def _provenance(plan: Plan, cells: Sequence[Cell], digest: Digest) -> Provenance:
    ends = [record.timing.finished_at for record in digest.records.values()]
    counts = Counter(cell.status for cell in cells)
    probed = counts.pop(Status.PROBED, 0)
    failures = sum(_failed(cell, plan.required, digest.broken) for cell in cells)
    return Provenance(
        generated_at=max(ends, default=plan.dependencies_as_of),
        dependencies_as_of=plan.dependencies_as_of,
        suite_version=plan.suite_version,
        suite_hash=plan.suite_hash,
        platform=plan.platform,
        tools=plan.tools,
        index=plan.index,
        selection=plan.selection,
        repeated=plan.options.repeat,
        command=plan.command,
        plan=plan_id(plan),
        planned=len(cells),
        probed=probed,
        not_probed={str(status): count for status, count in sorted(counts.items())},
        required=plan.required,
        failures=failures,
        complete=failures == 0 and probed > 0 and Status.INTERPRETER_MISSING not in counts,
    )


def _failed(cell: Cell, required: Sequence[str], broken: set[str]) -> bool:
    missing = cell.status is Status.INTERPRETER_MISSING and cell.python in required
    return cell.status in FAILED or missing or cell.id in broken
