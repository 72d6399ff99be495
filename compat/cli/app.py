"""The commands that measure, their options, and what they print at the end."""

import os
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from compat.axes.text import join_lines
from compat.cli import terminal
from compat.cli.argv import matrix_command, typed_command
from compat.cli.baseline import MeasuredRun, hold_run, read_promises
from compat.cli.console import make_console
from compat.cli.cut import Sharding, plan_shards
from compat.cli.plan_text import describe_plan
from compat.cli.program import HOME, JOBS, LAYER_REPORTS, REPORTS
from compat.cli.progress import ConsoleWatcher
from compat.cli.selection import refuse_idle_reason, request
from compat.errors import ExitCode
from compat.matrix.model import Listener
from compat.options import SWITCH, ListenerName, Positive
from compat.plan.codec import encode
from compat.plan.exact import find_next_cells
from compat.plan.request import Request
from compat.reports.headline.links import read_base
from compat.reports.terminal import show
from compat.stored.reports import load_history, load_sensitivities
from compat.stored.seal import mend
from compat.work.gather import gather
from compat.work.measure import Publication, measure
from compat.work.prepare import Manner, prepare
from compat.work.publish import write_reports

_DEFAULT = Request()
_WHOLE = Sharding()


def matrix(  # noqa: PLR0913 - each is an option of the command
    *cells: str,
    selection: Request = _DEFAULT,
    output: Path | None = None,
    jobs: Positive = JOBS,
    fresh: Annotated[bool, SWITCH] = False,
    quiet: Annotated[bool, SWITCH] = False,
    baseline: Path | None = None,
    listener: ListenerName = "stream",
    expected: Path | None = None,
    across_suites: Annotated[bool, SWITCH] = False,
    instead: Annotated[str | None, Parameter(name="--replace")] = None,
    base: str | None = None,
    as_json: Annotated[bool, Parameter(name="--json", negative="")] = False,
) -> int:
    """Measure cells and write the reports.

    Parameters
    ----------
    cells
        Ids and globs, like py3.12-core0.3.40 'py3.13-*' (default: all that are selected).
    output
        Where the reports go (default: reports for the whole matrix; .compat/reports for a part of
        it, for a run with less than reports has, and for one with failures; reports then stays).
    jobs
        Cells at a time.
    fresh
        Take nothing from earlier runs: no result from the cache, no run that was cut off.
    quiet
        Say only what failed, and the result.
    baseline
        Fail if a statement of this matrix, like reports/matrix.json, no longer holds. It is read
        before the run, which may replace it.
    listener
        Who the baseline is checked for: an event stream, a handler that you pass (handler), or a
        tracer or token counter (hook).
    expected
        Differences from the baseline that are expected (default: .compat-expected.toml).
    across_suites
        Check scenarios even if another suite measured the baseline.
    instead
        Replace reports even if they have more than this run; give the reason, which goes into the
        history.
    base
        The address of the site that links of the Markdown reports lead to, like
        https://example.org/matrix (default: they lead to files beside them).
    as_json
        Print the result as JSON, everything else to the standard error.
    """
    site = read_base(base) if base else ""
    wanted = request(selection, cells)
    usual = output is None and wanted.options.variation == "highest"
    refuse_idle_reason(instead, usual=usual)
    reports = LAYER_REPORTS if wanted.layered else REPORTS
    whole = usual and (wanted.whole or instead is not None)
    manner = Manner(
        jobs=jobs,
        home=HOME.absolute(),
        command=typed_command(
            "matrix",
            cells=cells,
            selection=wanted,
            output=output,
            jobs=jobs,
            fresh=fresh,
            quiet=quiet,
            as_json=as_json,
        ),
        fresh=fresh,
        renew=fresh or wanted.renews,
        download=wanted.download,
    )
    publication = Publication(
        output=output or (reports if whole else HOME / "reports"),
        aside=output or HOME / "reports",
        base=reports,
        whole=whole,
        instead=instead and join_lines(instead),
        site=site,
    )
    console = make_console(stderr=as_json)
    published = read_promises(
        baseline,
        expected,
        listener=Listener(listener),
        across_suites=across_suites,
        layered=wanted.layered,
    )
    found = measure(wanted, manner, publication, ConsoleWatcher(console, quiet=quiet))
    show(found.matrix, console)
    why = found.aside or (None if output or whole else "a part of the matrix")
    kept = f" ({why}; {reports}/ stays as it is)" if why else ""
    page = "matrix.md" if wanted.layered else "matrix.html"
    console.print(f"Reports: {found.place}/{page} and beside it{kept}", highlight=False)
    if as_json:
        terminal.print_json((found.place / "matrix.json").read_text("utf-8"))
    if published is None:
        return found.code
    run = MeasuredRun(measured=found.matrix, place=found.place, code=found.code)
    return hold_run(published, run, console)


def plan(
    *cells: str,
    selection: Request = _DEFAULT,
    sharding: Sharding = _WHOLE,
    as_json: Annotated[bool, Parameter(name="--json", negative="")] = False,
) -> int:
    """Print what ``matrix`` would do, without doing it.

    Parameters
    ----------
    cells
        Ids and globs, like py3.12-core0.3.40 'py3.13-*'.
    as_json
        Print the plan as JSON; if it is cut into shards, the jobs for a CI service.
    """
    wanted = request(selection, cells)
    if sharding.asked:
        return plan_shards(wanted, sharding, as_json=as_json)
    manner = Manner(
        jobs=os.cpu_count() or 1,
        home=HOME.absolute(),
        command=matrix_command(wanted),
        download=False,
    )
    with prepare(wanted, manner) as ready:
        made = ready.plan
    for remark in ready.machine.remarks:
        terminal.print_remark(remark)
    if as_json:
        terminal.print_json(encode(made).decode() + "\n")
    else:
        make_console().print(describe_plan(made), highlight=False, markup=False)
        names = "\n".join(cell.id for cell in find_next_cells(made, {}))
        make_console().print(names, highlight=False, markup=False)
    return ExitCode.OK


def report(folder: Path = REPORTS, *, output: Path | None = None, base: str | None = None) -> int:
    """Render the reports again without running a cell.

    Parameters
    ----------
    folder
        Reports, a run, or records of the plain hosts.
    output
        Where the reports go (default: the same folder if it holds reports, else .compat/reports).
    base
        The address of the site that links of the Markdown reports lead to, like
        https://example.org/matrix (default: they lead to files beside them).
    """
    site = read_base(base) if base else ""
    console = make_console()
    mend(folder)
    measured, traces, set_aside = gather(folder)
    for line in set_aside:
        console.print(line, style="bold", markup=False)
    place = output or (folder if (folder / "matrix.json").exists() else HOME / "reports")
    write_reports(
        place,
        measured,
        traces,
        load_sensitivities(folder),
        readme=place == REPORTS,
        history=load_history(folder),
        beside=folder,
        site=site,
    )
    show(measured, console)
    page = "matrix.md" if measured.layered else "matrix.html"
    console.print(f"Reports: {place}/{page} and beside it", highlight=False)
    return ExitCode.OK
