"""The commands for many machines: measure a shard of a plan, and merge shards."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from compat.axes.text import join_lines
from compat.cli import terminal
from compat.cli.argv import matrix_command, typed_command
from compat.cli.console import make_console
from compat.cli.cut import SHARDS
from compat.cli.program import HOME, JOBS, LAYER_REPORTS, REPORTS
from compat.cli.progress import ConsoleWatcher
from compat.cli.selection import refuse_idle_reason, request
from compat.errors import ExitCode, UsageError
from compat.options import SWITCH, Positive
from compat.plan.request import Request
from compat.record.model import Status
from compat.reports.headline.links import read_base
from compat.reports.terminal import show
from compat.shards.artifact import open_artifact
from compat.shards.merge import merge_shards, prove_complete
from compat.shards.name import ShardName
from compat.shards.piece import read_piece
from compat.stored.reports import HISTORY
from compat.stored.seal import mend
from compat.work.cut import cut_here, read_cut
from compat.work.measure import judge_run
from compat.work.moment import keep_moment
from compat.work.prepare import Manner
from compat.work.publish import compare_with, find_reason_to_keep, write_reports
from compat.work.shard import make_task, measure_shard, read_plan

_DEFAULT = Request()


def run(  # noqa: PLR0913 - each is an option of the command
    *cells: str,
    shard: str,
    plan: Path | None = None,
    selection: Request = _DEFAULT,
    output: Path | None = None,
    jobs: Positive = JOBS,
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
        takes all cells as equally long; merge then checks that all machines planned the same.
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
    manner = Manner(
        jobs=jobs,
        home=HOME.absolute(),
        command=matrix_command(wanted),
        fresh=fresh,
        renew=wanted.renews,
        download=wanted.download,
    )
    if plan is None:
        cut, machine = cut_here(wanted, manner, name.total, {})
    elif replace(wanted, download=True) != _DEFAULT:
        message = "the plan says what to measure: give either --plan, or what to select"
        raise UsageError(message)
    else:
        cut, machine = read_plan(plan, name, download=wanted.download, cache=HOME / "cache")
    command = typed_command(
        "run",
        cells=cells,
        shard=shard,
        plan=plan,
        selection=wanted,
        output=output,
        jobs=jobs,
        fresh=fresh,
        quiet=quiet,
    )
    task = make_task(cut, machine, name, command)
    place = output or SHARDS / name.file
    if not (plan or task.part.pinned_moment):
        keep_moment(manner.cache, task.part.dependencies_as_of)
    console = make_console()
    words = f"Shard {name} of plan {task.cut.plan_id}: {len(task.part.cells)} cells to run"
    console.print(words, highlight=False)
    code = measure_shard(task, manner, place, ConsoleWatcher(console, quiet=quiet))
    console.print(f"Shard {name}: {place}", highlight=False, markup=False)
    return code


def merge(  # noqa: PLR0913 - each is an option of the command
    *shards: Path,
    plan: Path | None = None,
    allow_missing: Annotated[bool, SWITCH] = False,
    output: Path | None = None,
    instead: Annotated[str | None, Parameter(name="--replace")] = None,
    base: str | None = None,
    as_json: Annotated[bool, Parameter(name="--json", negative="")] = False,
) -> int:
    """Put shards together, prove that nothing is missing, and write the reports.

    Parameters
    ----------
    shards
        Folders that ``run --shard`` wrote, or zip archives of them, in any order.
    plan
        The plan that the shards must belong to, from ``plan --output`` (default: that of most).
    allow_missing
        Publish without the shards that are missing: their cells say so, and the badge is grey.
    output
        Where the reports go (default: .compat/reports). If they have less than reports, they do not
        replace it, and go to .compat/reports too.
    instead
        Replace reports even if they have more than this; give the reason, which goes into the
        history.
    base
        The address of the site that links of the Markdown reports lead to, like
        https://example.org/matrix (default: they lead to files beside them).
    as_json
        Print the result as JSON, everything else to the standard error.
    """
    if not shards:
        message = "merge needs the folders of shards, like .compat/shards/*/"
        raise UsageError(message)
    site = read_base(base) if base else ""
    console = make_console(stderr=as_json)
    found = prove_complete(
        (read_piece(open_artifact(place)) for place in shards),
        expected=read_cut(plan) if plan else None,
        allow_missing=allow_missing,
    )
    wanted = output or HOME / "reports"
    reports = LAYER_REPORTS if found.cut.plan.layered else REPORTS
    published = wanted.absolute() == reports.absolute()
    usual = found.cut.plan.options.variation == "highest"
    refuse_idle_reason(instead, usual=published and usual)
    mend(wanted)
    matrix, traces = merge_shards(found)
    said = matrix.provenance
    grows = (wanted / HISTORY).exists()
    kept = None
    if published or grows:
        kept = find_reason_to_keep(wanted, matrix) if usual else "this is of other dependencies"
    whole = (published or grows) and (kept is None or instead is not None)
    place = HOME / "reports" if published and not whole else wanted
    # A history is carried on where there is one, by what is whole; it begins with a whole run.
    renews = whole and (said.complete or instead is not None)
    write_reports(
        place,
        matrix,
        traces,
        readme=renews and published,
        feed=renews and (grows or instead is not None),
        reason=instead and join_lines(instead),
        site=site,
    )
    show(matrix, console)
    count = f"{len(found.pieces)} of {len(found.pieces) + len(found.missing)} shards"
    hole = f"; missing: {', '.join(map(str, found.missing))}" if found.missing else ""
    console.print(f"{count} of plan {said.plan}{hole}", highlight=False)
    why = "" if place == wanted else f" ({kept}; {reports}/ stays as it is)"
    page = "matrix.md" if matrix.layered else "matrix.html"
    console.print(f"Reports: {place}/{page} and beside it{why}", highlight=False, markup=False)
    if usual and place == HOME / "reports":
        for line in compare_with(reports, matrix, place):
            console.print(line, highlight=False, markup=False)
    if as_json:
        terminal.print_json((place / "matrix.json").read_text("utf-8"))
    # What is missing was accepted; of all else nobody said that it may fail.
    accepted = said.probed and said.failures == said.not_probed.get(Status.NOT_MERGED, 0)
    return ExitCode.OK if accepted else judge_run(matrix)
