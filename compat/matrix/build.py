"""Records in, matrix out."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from compat.axes.cell import CellId
from compat.errors import NotFoundOutError
from compat.matrix.change_over import find_change_overs
from compat.matrix.digest import Digest
from compat.matrix.hearing import fold_others
from compat.matrix.model import (
    SCHEMA_VERSION,
    TRACES_VERSION,
    Cell,
    Matrix,
    Origin,
    Provenance,
    Result,
    Traces,
)
from compat.matrix.signature import sign_results, sign_sayings
from compat.matrix.statement import fold_statements, map_published
from compat.plan.codec import make_plan_id
from compat.plan.exact import play_rounds
from compat.plan.model import Plan, PlannedCell
from compat.record.model import FAILED, Record, Status


def build_matrix(plan: Plan, records: Mapping[str, Record]) -> tuple[Matrix, Traces]:
    """Return the matrix of a plan whose cells are all excluded or recorded, and its traces.

    ``records`` are by cell id. The matrix is dated by the cell that ended last. Of an exact plan it
    has the cells that the search asked for, and those excluded of the same releases.
    Raises NotFoundOutError.
    """
    return assemble(plan, Digest(records.values()))


def assemble(plan: Plan, digest: Digest, origins: Sequence[Origin] = ()) -> tuple[Matrix, Traces]:
    """Return what ``build_matrix`` does, of records that were digested as they came.

    ``origins`` are those of the records, by default the machine of the plan. Raises
    NotFoundOutError.
    """
    asked = _find_asked(plan, digest)
    cells = tuple(_make_cell(planned, digest) for planned in _select(plan, asked))
    listeners = digest.listeners
    matrix = Matrix(
        schema_version=SCHEMA_VERSION,
        provenance=_make_provenance(
            plan, cells, digest, origins or (make_origin(plan, len(asked)),)
        ),
        pythons=plan.pythons,
        releases=plan.releases,
        scenarios=digest.scenarios,
        cells=cells,
        statements=(),
        listeners=listeners,
        layers=plan.layers,
    )
    matrix = conclude(matrix)
    used = {
        trace for cell in cells for result in cell.results.values() for trace in result.trace_ids
    }
    traces = {name: digest.traces[name] for name in sorted(used)}
    return matrix, Traces(schema_version=TRACES_VERSION, traces=traces)


def conclude(matrix: Matrix) -> Matrix:
    """Return a matrix with all that is said of several cells together, found anew."""
    cells, listeners = matrix.cells, matrix.listeners
    if matrix.layered:
        found = find_change_overs(cells, matrix.releases, matrix.layers, listeners)
        return replace(matrix, statements=(), others=(), change_overs=found)
    published = map_published(matrix.releases, matrix.pythons)
    return replace(
        matrix,
        statements=fold_statements(cells, published),
        others=fold_others(cells, published, listeners),
    )


def make_origin(plan: Plan, cells: int, shard: str = "1/1") -> Origin:
    """Return the machine and the program of a plan as where so many cells were measured."""
    return Origin(shard=shard, cells=cells, **vars(plan.surroundings))


def sign_record(digest: Digest, cell: str) -> str | None:
    """Return what a search compares of a recorded cell: None if nothing can rest on it."""
    record = digest.records[cell]
    if record.status is not Status.PROBED or record.overrides:
        return None
    return _sign(digest.results[cell], layered=CellId.parse(cell).layer is not None)


def sign_cell(cell: Cell) -> str | None:
    """Return the same of a cell of a matrix."""
    return _sign(cell.results, layered=cell.layer is not None) if cell.tells else None


def _sign(results: Mapping[str, Result], *, layered: bool) -> str:
    return sign_sayings(results) if layered else sign_results(results)


def _sort(cells: Iterable[PlannedCell]) -> list[PlannedCell]:
    return sorted(cells, key=lambda cell: CellId.parse(cell.id).key)


def _make_cell(planned: PlannedCell, digest: Digest) -> Cell:
    record = digest.records[planned.id] if planned.excluded is None else None
    return Cell(
        id=planned.id,
        python=planned.python,
        core=planned.core,
        layer=planned.layer,
        status=record.status if record else planned.excluded or Status.NOT_PUBLISHED,
        reason=record.reason if record else planned.reason,
        reason_class=record.reason_class if record else None,
        packages=record.packages if record else {},
        overrides=record.overrides if record else (),
        replay=f"compat replay {planned.id}",
        results=digest.results[planned.id] if record else {},
    )


def _select(plan: Plan, asked: Collection[str]) -> list[PlannedCell]:
    """Return the cells that were asked for and those excluded, by Python and release.

    All other cells of an exact plan count as not selected, those excluded of other releases too.
    """
    releases = {(cell.core, cell.layer) for cell in plan.cells if cell.id in asked}
    return _sort(
        cell
        for cell in plan.cells
        if cell.id in asked
        or (cell.excluded is not None and (not plan.exact or (cell.core, cell.layer) in releases))
    )


def _find_asked(plan: Plan, digest: Digest) -> set[str]:
    """Return the ids of the cells that a run of the plan asks for. Raises NotFoundOutError."""
    signs = {name: sign_record(digest, name) if plan.exact else None for name in digest.records}
    asked = {cell.id for batch in play_rounds(plan, signs) for cell in batch}
    if missing := [cell.id for cell in plan.cells if cell.id in asked - digest.records.keys()]:
        message = (
            f"{len(missing)} planned cells have no record, the first {missing[0]}; "
            "type the command of the run again, it takes up what is left"
        )
        raise NotFoundOutError(message, "partial-run")
    return asked


def _make_provenance(
    plan: Plan, cells: Sequence[Cell], digest: Digest, origins: Sequence[Origin]
) -> Provenance:
    commits = {each.commit for each in origins}
    ids = {cell.id for cell in cells}
    ends = [each.timing.finished_at for each in digest.records.values() if each.cell in ids]
    counts = Counter(cell.status for cell in cells)
    probed = counts.pop(Status.PROBED, 0)
    failures = sum(_has_failed(cell, plan.required, digest.broken) for cell in cells)
    return Provenance(
        generated_at=max(ends, default=plan.dependencies_as_of),
        dependencies_as_of=plan.dependencies_as_of,
        suite_version=plan.suite_version,
        suite_hash=plan.suite_hash,
        platform=plan.surroundings.platform,
        tools=plan.surroundings.tools,
        index=plan.index,
        selection=plan.selection,
        repeated=plan.options.repeat,
        command=plan.command,
        plan=make_plan_id(plan),
        planned=len(cells),
        probed=probed,
        not_probed={str(status): count for status, count in sorted(counts.items())},
        required=plan.required,
        failures=failures,
        complete=failures == 0 and probed > 0 and Status.INTERPRETER_MISSING not in counts,
        commit=commits.pop() if len(commits) == 1 else None,
        origins=tuple(origins),
    )


def _has_failed(cell: Cell, required: Sequence[str], broken: set[str]) -> bool:
    missing = cell.status is Status.INTERPRETER_MISSING and cell.python in required
    return cell.status in FAILED or missing or cell.id in broken
