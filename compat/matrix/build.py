"""Records in, matrix out."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from packaging.version import Version

from compat.errors import CompatError, ExitCode
from compat.matrix.model import Cell, Matrix, Provenance, Result, Traces
from compat.matrix.signature import signature
from compat.matrix.statement import statements, universe
from compat.matrix.trace import collect
from compat.matrix.verdict import result
from compat.plan.codec import plan_id
from compat.plan.exact import rounds
from compat.plan.model import Plan, PlannedCell
from compat.record.model import FAILED, Observation, Record, ScenarioInfo, Status


class MissingRecordsError(CompatError):
    """A plan whose run is not complete."""

    exit_code = ExitCode.RECORDS


def build(plan: Plan, records: Mapping[str, Record]) -> tuple[Matrix, Traces]:
    """Return the matrix of a plan whose cells are all excluded or recorded, and its traces.

    ``records`` are by cell id. The matrix is dated by the cell that ended last. Of an exact plan it
    has the cells that the search asked for, and those excluded of the same releases.
    Raises MissingRecordsError.
    """
    scenarios = _scenarios(records.values())
    known = {
        planned.id: _cell(planned, records, scenarios)
        for planned in _ordered(plan.cells)
        if planned.excluded is not None or planned.id in records
    }
    asked = _asked(plan, {name: cell for name, cell in known.items() if name in records})
    records = {name: record for name, record in records.items() if name in asked}
    cells = _selected(plan, known, asked) if plan.exact else tuple(known.values())
    matrix = Matrix(
        schema_version="1.0",
        provenance=_provenance(plan, cells, records.values()),
        pythons=plan.pythons,
        releases=plan.releases,
        scenarios=scenarios,
        cells=cells,
        statements=statements(cells, universe(plan.releases, plan.pythons)),
    )
    observations = (
        seen for record in records.values() for seen in (*record.observations, *record.differing)
    )
    return matrix, Traces(schema_version="1.0", traces=collect(observations))


def answered(record: Record) -> str | None:
    """Return a record as a search compares it: None if it was not probed."""
    if record.status is not Status.PROBED:
        return None
    return signature(_results(record, _scenarios([record])))


def answer(cell: Cell) -> str | None:
    """Return a cell as a search compares it, the same as its record."""
    return signature(cell.results) if cell.status is Status.PROBED else None


def _ordered(cells: Iterable[PlannedCell]) -> list[PlannedCell]:
    return sorted(cells, key=lambda cell: (Version(cell.python), Version(cell.core)))


def _scenarios(records: Iterable[Record]) -> tuple[ScenarioInfo, ...]:
    """Return the scenarios as the suite orders them; every probed cell runs the same suite."""
    return next((record.suite.scenarios for record in records if record.suite), ())


def _broken(records: Iterable[Record]) -> set[str]:
    """Return the ids of cells in which our own harness failed."""
    return {
        record.cell
        for record in records
        if any(seen.harness_error is not None for seen in (*record.observations, *record.differing))
    }


def _cell(
    planned: PlannedCell, records: Mapping[str, Record], scenarios: Sequence[ScenarioInfo]
) -> Cell:
    excluded = planned.excluded is not None
    record = None if excluded else records[planned.id]
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
        results=_results(record, scenarios) if record else {},
    )


def _results(record: Record, scenarios: Sequence[ScenarioInfo]) -> dict[str, Result]:
    seen, differing = _by_scenario(record.observations), _by_scenario(record.differing)
    return {
        scenario.id: result(scenario, seen[scenario.id], differing.get(scenario.id, ()))
        for scenario in scenarios
        if scenario.id in seen
    }


def _by_scenario(observations: Iterable[Observation]) -> dict[str, list[Observation]]:
    seen: dict[str, list[Observation]] = {}
    for observation in observations:
        seen.setdefault(observation.scenario, []).append(observation)
    return seen


def _selected(plan: Plan, known: Mapping[str, Cell], asked: Collection[str]) -> tuple[Cell, ...]:
    """Return the cells that were asked for, and those excluded of the same releases.

    All other cells of an exact plan count as not selected.
    """
    releases = {known[name].core for name in asked}
    beside = {cell.id for cell in plan.cells if cell.excluded and cell.core in releases}
    return tuple(cell for name, cell in known.items() if name in asked or name in beside)


def _asked(plan: Plan, known: Mapping[str, Cell]) -> set[str]:
    """Return the ids of the cells that a run of the plan asks for. Raises MissingRecordsError."""
    signs = {name: answer(cell) if plan.exact else None for name, cell in known.items()}
    asked = {cell.id for batch in rounds(plan, signs) for cell in batch}
    if missing := [cell.id for cell in plan.cells if cell.id in asked - known.keys()]:
        message = (
            f"{len(missing)} planned cells have no record, the first {missing[0]}; "
            "type the command of the run again, it takes up what is left"
        )
        raise MissingRecordsError(message)
    return asked


def _provenance(plan: Plan, cells: Sequence[Cell], records: Collection[Record]) -> Provenance:
    broken = _broken(records)
    ends = [record.timing.finished_at for record in records]
    counts = Counter(cell.status for cell in cells)
    probed = counts.pop(Status.PROBED, 0)
    failures = sum(_failed(cell, plan.required, broken) for cell in cells)
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
