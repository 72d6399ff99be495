"""The commands for many machines: measure a shard of a plan, and merge shards."""

import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console

from compat.cli.cut import SHARDS, cut_here, read_cut
from compat.cli.machine import Machine, setting, survey
from compat.cli.matrix import InterpreterMissingError, Manner, probed, verdict_of_the_run
from compat.cli.moment import keep_moment
from compat.cli.output import write_reports
from compat.cli.program import HOME, REPORTS, app
from compat.cli.selection import (
    POSITIVE,
    SWITCH,
    MalformedOptionError,
    Selection,
    request,
)
from compat.cli.typed import typed
from compat.errors import ExitCode
from compat.matrix.build import origin
from compat.plan.codec import plan_id
from compat.plan.model import Plan, PlannedCell
from compat.plan.request import Request
from compat.record.model import Status
from compat.record.packed import suite_id
from compat.reports.terminal import show
from compat.run.folder import RECORDS, opened
from compat.run.suite import suite_hash
from compat.shards.artifact import opened as artifact
from compat.shards.error import EmptyShardError, ForeignShardError, MalformedShardError
from compat.shards.folder import shard_files, write_shard
from compat.shards.merge import complete, merged
from compat.shards.model import Cut
from compat.shards.name import ShardName
from compat.shards.piece import piece

_DEFAULT = Selection()


@dataclass(frozen=True, kw_only=True)
class _Task:
    """A shard as this machine runs it: ``part`` is the plan of its cells alone."""

    cut: Cut
    name: ShardName
    part: Plan
    machine: Machine


@app.command
def run(  # noqa: PLR0913 - each is an option of the command
    *cells: str,
    shard: str,
    plan: Path | None = None,
    selection: Selection = _DEFAULT,
    output: Path | None = None,
    jobs: Annotated[int, POSITIVE] = os.cpu_count() or 1,
    fresh: Annotated[bool, SWITCH] = False,
    quiet: Annotated[bool, SWITCH] = False,
) -> int:
    """Measure one shard of a plan, here or on any other machine, for ``merge``.

    Parameters
    ----------
    cells
        Ids and globs, like py3.12-core0.3.40 'py3.13-*' (default: all that are selected).
    shard
        Which one, like 3/8: the third of eight.
    plan
        The plan that ``plan --output`` wrote. Without it this machine plans what is selected, and
        counts every cell the same; merge then tells whether all machines planned the same.
    output
        Where the shard goes (default: .compat/shards/3-of-8).
    jobs
        Cells at a time.
    fresh
        Take nothing from earlier runs: no result from the cache, no run that was cut off.
    quiet
        Say only what failed, and the result.
    """
    name = ShardName.parse(shard)
    wanted = request(selection, cells)
    if plan is None:
        task = _task(*cut_here(wanted, selection, name.total, {}), name)
    elif cells or replace(selection, download=True) != _DEFAULT:
        message = "the plan says what to measure: give either --plan, or what to select"
        raise MalformedOptionError(message)
    else:
        task = _task(*_planned(plan, name, download=selection.download), name)
    place = output or SHARDS / name.file
    manner = Manner(
        jobs=jobs,
        home=HOME.absolute(),
        output=place,
        aside=place,
        base=REPORTS,
        whole=False,
        command=task.part.command,
        fresh=fresh,
        renew=False,
        download=selection.download,
        quiet=quiet,
    )
    if not (plan or task.part.pinned_moment):
        keep_moment(manner.cache, task.part.dependencies_as_of)
    console = Console()
    words = f"Shard {name} of plan {task.cut.plan_id}: {len(task.part.cells)} cells to run"
    console.print(words, highlight=False)
    code = _measure(task, manner, console)
    console.print(f"Shard {name}: {place}", highlight=False, markup=False)
    return code


@app.command
def merge(
    *shards: Path,
    plan: Path | None = None,
    allow_missing: Annotated[bool, SWITCH] = False,
    output: Path | None = None,
    as_json: Annotated[bool, Parameter(name="--json", negative="")] = False,
) -> int:
    """Put shards together, prove that nothing is missing, and write the reports.

    Parameters
    ----------
    shards
        Folders that ``run --shard`` wrote, or zip archives of them, in any order.
    plan
        The plan that they have to be of, as ``plan --output`` wrote it (default: that of most).
    allow_missing
        Publish without the shards that are missing: their cells say so, and the badge is grey.
    output
        Where the reports go (default: .compat/reports).
    as_json
        Print the result as JSON, everything else to the standard error.
    """
    if not shards:
        message = "merge needs the folders of shards, like .compat/shards/*/"
        raise MalformedOptionError(message)
    console = Console(stderr=as_json)
    found = complete(
        [piece(artifact(place)) for place in shards],
        expected=read_cut(plan) if plan else None,
        allow_missing=allow_missing,
    )
    matrix, traces = merged(found)
    place = output or HOME / "reports"
    said = matrix.provenance
    write_reports(place, matrix, traces, readme=place == REPORTS and said.complete)
    show(matrix, console)
    count = f"{len(found.pieces)} of {len(found.pieces) + len(found.missing)} shards"
    hole = f"; missing: {', '.join(map(str, found.missing))}" if found.missing else ""
    console.print(f"{count} of plan {said.plan}{hole}", highlight=False)
    console.print(f"Reports: {place}/matrix.html and beside it", highlight=False, markup=False)
    if as_json:
        sys.stdout.write((place / "matrix.json").read_text("utf-8"))
    # What is missing was accepted; of all else nobody said that it may fail.
    accepted = said.probed and said.failures == said.not_probed.get(Status.NOT_MERGED, 0)
    return ExitCode.OK if accepted else verdict_of_the_run(matrix)


def _planned(place: Path, name: ShardName, *, download: bool) -> tuple[Cut, Machine]:
    """Read a plan, and look at this machine for what a shard of it needs. Raises CompatError."""
    cut = read_cut(place)
    if cut.plan.suite_hash != suite_hash():
        message = "the plan is for another suite than this checkout's; check out its commit"
        raise ForeignShardError(message)
    if name.total != len(cut.shards):
        message = f"no shard {name}: the plan is cut into {len(cut.shards)}"
        raise MalformedShardError(message)
    pythons = tuple(dict.fromkeys(cell.python for cell in _cells(cut, name)))
    return cut, survey(Request(pythons=pythons), download=download)


def _cells(cut: Cut, name: ShardName) -> tuple[PlannedCell, ...]:
    """Return the cells of a shard. Raises EmptyShardError."""
    if cells := cut.cells(name):
        return cells
    run = sum(map(len, cut.shards))
    message = f"shard {name} is empty: the plan has {run} cells to run; leave the shard out"
    raise EmptyShardError(message)


def _task(cut: Cut, machine: Machine, name: ShardName) -> _Task:
    """Return a shard of a cut as this machine runs it.

    Raises EmptyShardError, InterpreterMissingError if it is not the machine that was planned for.
    """
    cells = _cells(cut, name)
    used = {cell.python for cell in cells}
    columns = tuple(column for column in cut.plan.pythons if column.id in used)
    for column in columns:
        found = machine.interpreters.found.get(column.id)
        if found is None or found.exact != column.exact:
            here = f"has {found.exact}" if found else machine.interpreters.missing[column.id]
            message = (
                f"shard {name} is for Python {column.exact}, and this machine: {here}; install that"
                " very one, or plan again where the interpreters are the same"
            )
            raise InterpreterMissingError(message)
    own = setting(typed("run"), machine.uv, cut.plan.dependencies_as_of)
    part = replace(
        cut.plan,
        cells=cells,
        pythons=columns,
        selection=f"shard {name} of {cut.plan.selection}",
        command=own.command,
        platform=own.platform,
        tools=own.tools,
        cpus=own.cpus,
        commit=own.commit,
        modified=own.modified,
    )
    return _Task(cut=cut, name=name, part=part, machine=machine)


def _measure(task: _Task, manner: Manner, console: Console) -> ExitCode:
    """Run a shard's cells and write its folder. Raises CompatError."""
    cells = task.part.cells
    # Unlike the whole, a shard is taken up again only with the moment that it was planned for.
    with opened(manner.home, task.part, fresh=manner.fresh, key=plan_id) as folder:
        matrix, traces = probed(folder, task.machine, manner, console)
        here = origin(task.part, len(cells), str(task.name))
        said = replace(
            matrix.provenance, plan=task.cut.plan_id, origins=(here,), commit=here.commit
        )
        records = {
            cell.id: (folder.path / RECORDS / f"{cell.id}.json").read_bytes() for cell in cells
        }
        read = (folder.evidence.unpack(content, cell) for cell, content in records.items())
        files = shard_files(
            cut=task.cut,
            name=task.name,
            origin=here,
            matrix=replace(matrix, provenance=said),
            traces=traces,
            records=records,
            suites={suite_id(record.suite): record.suite for record in read if record.suite},
        )
        write_shard(manner.output, files)
        if not matrix.provenance.failures:
            folder.finish()
    return verdict_of_the_run(matrix)
