"""One cell of a matrix again, with the very packages it had."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from compat.axes.cell import CellId, match_cells
from compat.axes.interpreter import find_interpreters
from compat.axes.settings import name_index_for_uv, read_settings
from compat.environments.recipe import pin_recipe
from compat.environments.uv import Uv
from compat.environments.variables import make_uv_variables
from compat.errors import (
    EvidenceError,
    NotFoundOutError,
    NothingSelectedError,
)
from compat.matrix.index import Index
from compat.matrix.model import Cell, Matrix
from compat.matrix.verdict import name_form
from compat.options import Options
from compat.plan.model import PlannedCell
from compat.record.asked import Asked, find_complaint, only
from compat.record.model import Record, Status
from compat.run.cell import Bench
from compat.run.engine import Progress, run_cells
from compat.run.plain_host import PlainHost
from compat.run.suite import find_suite_hash, stage
from compat.work.machine import choose_containment, find_uv


@dataclass(frozen=True, kw_only=True)
class Replayed:
    """A cell and its repetition: the variants and remedies whose traces differ."""

    cell: Cell
    record: Record
    differing: tuple[str, ...]


def replay(matrix: Matrix, name: str, time_limit: int, progress: Progress) -> Replayed:
    """Run a cell of a matrix again with its packages pinned, and compare every trace.

    Raises UsageError, NothingSelectedError, EvidenceError or NotFoundOutError.
    """
    cell = _find_cell(matrix, name)
    options = only(cell.results, time_limit)
    record = _run(cell, options, progress)
    if record.status is not Status.PROBED:
        message = f"{cell.id} cannot be replayed here: {record.status}: {record.reason}"
        raise NotFoundOutError(message)
    suite = find_suite_hash(layered=cell.layer is not None)
    asked = Asked(cell=cell.id, suite=suite, packages=cell.packages, options=options)
    if wrong := find_complaint(record, asked):
        message = f"{cell.id} cannot be replayed here: {wrong}"
        raise NotFoundOutError(message)
    before = {
        f"{scenario}/{variant}": trace
        for scenario, result in cell.results.items()
        for variant, trace in result.traces.items()
    }
    after = {f"{seen.scenario}/{name_form(seen)}": seen.id for seen in record.observations}
    differing = sorted(name for name in before | after if before.get(name) != after.get(name))
    return Replayed(cell=cell, record=record, differing=tuple(differing))


def _find_cell(matrix: Matrix, name: str) -> Cell:
    cells = Index(matrix=matrix).cells
    (found,) = match_cells([str(CellId.parse(name))], map(CellId.parse, cells))
    cell = cells[str(found)]
    if cell.status is not Status.PROBED:
        message = f"{name} was not probed ({cell.status}), there is nothing to replay"
        raise NothingSelectedError(message)
    if matrix.provenance.suite_hash != find_suite_hash(layered=cell.layer is not None):
        message = "the matrix was measured with another suite: check out its commit, or run matrix"
        raise EvidenceError(message, "other-suite")
    return cell


def _run(cell: Cell, options: Options, progress: Progress) -> Record:
    uv = find_uv()
    found = find_interpreters([cell.python], uv=Path(uv))
    if cell.python in found.missing:
        message = f"{cell.id} cannot be replayed here: {found.missing[cell.python]}"
        raise NotFoundOutError(message, "interpreter-missing")
    planned = PlannedCell(
        id=cell.id,
        python=cell.python,
        core=cell.core,
        layer=cell.layer,
        excluded=None,
        reason=None,
    )
    with TemporaryDirectory(prefix="compat-replay-") as work:
        bench = Bench(
            work=Path(work),
            suite=stage(Path(work), layered=cell.layer is not None),
            host=PlainHost(
                suite=Path(work, "suite"),
                containment=choose_containment(found),
                uv=Uv(
                    program=uv,
                    env=make_uv_variables(name_index_for_uv(read_settings())),
                    as_of=None,
                ),
                recipe=lambda _: pin_recipe(cell.packages),
                interpreters={cell.python: found.found[cell.python].path},
            ),
            options=options,
        )
        records = run_cells([planned], bench, jobs=1, keep=lambda seen: seen, progress=progress)
    return records[cell.id]
