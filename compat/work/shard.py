"""One shard of a plan, measured on this machine."""

from dataclasses import dataclass, replace
from pathlib import Path

from compat.axes.layer import LAYER
from compat.errors import (
    EvidenceError,
    ExitCode,
    NotFoundOutError,
    NothingSelectedError,
    UsageError,
)
from compat.matrix.build import make_origin
from compat.plan.codec import make_plan_id
from compat.plan.model import Plan, PlannedCell
from compat.plan.request import Request
from compat.record.pack import make_suite_id
from compat.reports.table.grid import Grid
from compat.reports.table.override import group_overrides
from compat.run.folder import RECORDS, open_run
from compat.run.suite import find_suite_hash
from compat.shards.files import render_shard, write_shard
from compat.shards.model import Cut
from compat.shards.name import ShardName
from compat.work.cut import read_cut
from compat.work.machine import Machine, surroundings, survey
from compat.work.measure import judge_run, run_plan
from compat.work.prepare import Manner, Prepared
from compat.work.watcher import Watcher


@dataclass(frozen=True, kw_only=True)
class Task:
    """A shard as this machine runs it: ``part`` is the plan of its cells alone."""

    cut: Cut
    name: ShardName
    part: Plan
    machine: Machine


def read_plan(place: Path, name: ShardName, *, download: bool, cache: Path) -> tuple[Cut, Machine]:
    """Read a plan, and look at this machine for what a shard of it needs. Raises CompatError."""
    cut = read_cut(place)
    layered = cut.plan.layered
    if cut.plan.suite_hash != find_suite_hash(layered=layered):
        message = "the plan is for another suite than this checkout's; check out its commit"
        raise EvidenceError(message, "foreign-shard")
    if name.total != len(cut.shards):
        message = f"no shard {name}: the plan is cut into {len(cut.shards)}"
        raise UsageError(message)
    pythons = tuple(dict.fromkeys(cell.python for cell in _list_cells(cut, name)))
    request = Request(pythons=pythons, layer=LAYER if layered else None)
    return cut, survey(request, download=download, cache=cache)


def _list_cells(cut: Cut, name: ShardName) -> tuple[PlannedCell, ...]:
    """Return the cells of a shard. Raises NothingSelectedError."""
    if cells := cut.cells(name):
        return cells
    run = sum(map(len, cut.shards))
    message = f"shard {name} is empty: the plan has {run} cells to run; leave the shard out"
    raise NothingSelectedError(message)


def make_task(cut: Cut, machine: Machine, name: ShardName, command: str) -> Task:
    """Return a shard of a cut as this machine runs it; ``command`` is what a person types for it.

    Raises NothingSelectedError, NotFoundOutError if it is not the machine that was planned for.
    """
    cells = _list_cells(cut, name)
    used = {cell.python for cell in cells}
    columns = tuple(column for column in cut.plan.pythons if column.id in used)
    for column in columns:
        found = machine.interpreters.found.get(column.id)
        if found is None or found.exact != column.exact:
            here = f"has {found.exact}" if found else machine.interpreters.missing[column.id]
            message = (
                f"shard {name} needs Python {column.exact}; this machine: {here}; install that"
                " exact version, or plan again on a machine with the same interpreters"
            )
            raise NotFoundOutError(message, "interpreter-missing")
    part = replace(
        cut.plan,
        cells=cells,
        pythons=columns,
        selection=f"shard {name} of {cut.plan.selection}",
        command=command,
        surroundings=surroundings(machine),
    )
    return Task(cut=cut, name=name, part=part, machine=machine)


def measure_shard(task: Task, manner: Manner, output: Path, watcher: Watcher) -> ExitCode:
    """Run a shard's cells and write its folder. Raises CompatError."""
    for remark in task.machine.remarks:
        watcher.remark(remark)
    cells = task.part.cells
    # Unlike the whole, a shard is taken up again only with the moment that it was planned for.
    with open_run(manner.home, task.part, fresh=manner.fresh, key=make_plan_id) as folder:
        with task.machine.relay() as relay:
            ready = Prepared(plan=task.part, machine=task.machine, relay=relay)
            matrix, traces = run_plan(folder, ready, manner, watcher)
        for each in group_overrides(Grid(matrix=matrix)):
            watcher.say(each.sentence)
        here = make_origin(task.part, len(cells), str(task.name))
        said = replace(
            matrix.provenance, plan=task.cut.plan_id, origins=(here,), commit=here.commit
        )
        records = {
            cell.id: (folder.path / RECORDS / f"{cell.id}.json").read_bytes() for cell in cells
        }
        read = (folder.evidence.unpack(content, cell) for cell, content in records.items())
        files = render_shard(
            cut=task.cut,
            name=task.name,
            origin=here,
            matrix=replace(matrix, provenance=said),
            traces=traces,
            records=records,
            suites={make_suite_id(record.suite): record.suite for record in read if record.suite},
        )
        write_shard(output, files)
        if not matrix.provenance.failures:
            folder.finish()
    return judge_run(matrix)
