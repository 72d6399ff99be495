"""The commands of ``compat``, their options, and what they print at the end."""

import json
import os
import shlex
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter
from rich.console import Console
from rich.table import Table
from rich.text import Text

import compat
from compat.axes.doctor import diagnose
from compat.axes.index import IndexListing, read_index
from compat.axes.interpreter import find_interpreters
from compat.axes.python import PYTHONS
from compat.axes.settings import read_settings
from compat.cli.machine import now, setting, survey, uv_program, uv_version
from compat.cli.matrix import Manner, measure
from compat.cli.moment import kept_moment
from compat.cli.output import printed_plan, write_reports
from compat.cli.progress import Quiet
from compat.cli.replay import replay as replay_cell
from compat.cli.report import gather
from compat.cli.selection import NOW, POSITIVE, SWITCH, Selection, request
from compat.errors import CompatError, ExitCode
from compat.plan.codec import encode
from compat.plan.exact import next_cells
from compat.plan.model import Options
from compat.plan.plan import make_plan
from compat.reports.data import load, load_sensitivities
from compat.reports.terminal import show

HOME = Path(".compat")
REPORTS = Path("reports")

app = App(
    name="compat",
    help="Measures on which Python and langchain-core a child runnable's events reach the caller.",
    version=compat.__version__,
    # Exiting is for main alone.
    result_action="return_value",
    suppress_keyboard_interrupt=False,
)


_DEFAULT = Selection()


@app.command
def matrix(  # noqa: PLR0913 - each is an option of the command
    *cells: str,
    selection: Selection = _DEFAULT,
    output: Path | None = None,
    jobs: Annotated[int, POSITIVE] = os.cpu_count() or 1,
    fresh: Annotated[bool, SWITCH] = False,
    quiet: Annotated[bool, SWITCH] = False,
    as_json: Annotated[bool, Parameter(name="--json", negative="")] = False,
) -> int:
    """Measure cells and write the reports.

    Parameters
    ----------
    cells
        Ids and globs, like py3.12-core0.3.40 'py3.13-*' (default: all that are selected).
    output
        Where the reports go (default: reports for the whole matrix, .compat/reports for a part
        of it, or a run with failures, so that neither replaces the whole).
    jobs
        Cells at a time.
    fresh
        Take nothing from earlier runs: no result from the cache, no run that was cut off.
    quiet
        Say only what failed, and the result.
    as_json
        Print the result as JSON, everything else to the standard error.
    """
    wanted = request(selection, cells)
    whole = wanted.whole and output is None
    manner = Manner(
        jobs=jobs,
        home=HOME.absolute(),
        output=output or (REPORTS if whole else HOME / "reports"),
        aside=output or HOME / "reports",
        base=REPORTS,
        whole=whole,
        command=_typed("matrix"),
        fresh=fresh,
        renew=fresh or selection.as_of == NOW,
        download=selection.download,
        quiet=quiet,
    )
    console = Console(stderr=as_json)
    measured, place, code = measure(wanted, manner, console)
    show(measured, console)
    why = "" if place in {output, REPORTS} else f" ({_why(whole=whole)}; {REPORTS}/ stays as it is)"
    console.print(f"Reports: {place}/matrix.html and beside it{why}", highlight=False)
    if as_json:
        sys.stdout.write((place / "matrix.json").read_text("utf-8"))
    return code


@app.command
def plan(
    *cells: str,
    selection: Selection = _DEFAULT,
    as_json: Annotated[bool, Parameter(name="--json", negative="")] = False,
) -> int:
    """Print what ``matrix`` would do, and do nothing.

    Parameters
    ----------
    cells
        Ids and globs, like py3.12-core0.3.40 'py3.13-*'.
    as_json
        Print the plan as JSON.
    """
    wanted = request(selection, cells)
    machine = survey(wanted, download=False)
    planned = make_plan(
        wanted,
        machine.listing,
        machine.interpreters,
        setting(_typed("matrix"), machine.uv, kept_moment(HOME / "cache") or now()),
    )
    if as_json:
        sys.stdout.write(encode(planned).decode() + "\n")
    else:
        Console().print(printed_plan(planned), highlight=False, markup=False)
        names = "\n".join(cell.id for cell in next_cells(planned, {}))
        Console().print(names, highlight=False, markup=False)
    return ExitCode.OK


@app.command
def report(folder: Path = REPORTS, *, output: Path | None = None) -> int:
    """Render the reports again without running a cell.

    Parameters
    ----------
    folder
        Reports, a run, or records of the plain hosts.
    output
        Where the reports go (default: the same folder if it holds reports, else .compat/reports).
    """
    console = Console()
    measured, traces, set_aside = gather(folder)
    for line in set_aside:
        console.print(line, style="bold", markup=False)
    place = output or (folder if (folder / "matrix.json").exists() else HOME / "reports")
    write_reports(place, measured, traces, load_sensitivities(folder), readme=place == REPORTS)
    show(measured, console)
    console.print(f"Reports: {place}/matrix.html and beside it", highlight=False)
    return ExitCode.OK


@app.command
def replay(cell: str, *, folder: Path = REPORTS, time_limit: Annotated[int, POSITIVE] = 120) -> int:
    """Run one cell of a matrix again with the very packages it had, and compare.

    Parameters
    ----------
    cell
        The id of a probed cell, like py3.12-core0.3.40.
    folder
        Where the matrix is.
    time_limit
        Seconds that the cell's process may take.
    """
    measured, _ = load(folder)
    console = Console()
    again = replay_cell(measured, cell, Options(time_limit=time_limit), Quiet(console))
    for name, result in again.cell.results.items():
        outcomes = ", ".join(f"{variant} {seen}" for variant, seen in result.outcomes.items())
        console.print(f"{name}: {result.verdict} ({outcomes})", highlight=False)
    if again.differing:
        console.print(f"{cell} differs in {', '.join(again.differing)}", highlight=False)
        return ExitCode.DIFFERS
    console.print(f"{cell} is reproduced: every trace is the same", highlight=False)
    return ExitCode.OK


@app.command
def doctor(
    *,
    download: bool = False,
    path: Annotated[bool, SWITCH] = False,
    as_json: Annotated[bool, Parameter(name="--json", negative="")] = False,
) -> int:
    """Say which interpreters, index and uv this machine has, what is missing, and what to do.

    Parameters
    ----------
    download
        Ask uv for interpreters that are missing.
    path
        Print nothing but the interpreters' folders, as a PATH for tox and nox.
    as_json
        Print the findings as JSON.
    """
    uv = uv_program()
    found = find_interpreters([python.id for python in PYTHONS], uv=Path(uv) if download else None)
    if path:
        folders = [str(interpreter.path.parent) for interpreter in found.found.values()]
        sys.stdout.write(os.pathsep.join(folders) + "\n")
        return ExitCode.OK
    index = _index()
    rows = diagnose(interpreters=found, index=index, uv_version=uv_version(uv))
    if as_json:
        sys.stdout.write(json.dumps([asdict(row) for row in rows], indent=1) + "\n")
    else:
        table = Table(box=None)
        for heading in ("what", "state", "found", "what to do"):
            table.add_column(heading, overflow="fold")
        for row in rows:
            table.add_row(*map(Text, (row.subject, row.state, row.detail, row.advice or "")))
        Console().print(table)
    if any(python.required and python.id in found.missing for python in PYTHONS):
        return ExitCode.INTERPRETER_MISSING
    return ExitCode.INDEX if isinstance(index, CompatError) else ExitCode.OK


def _index() -> IndexListing | CompatError:
    try:
        return read_index(read_settings())
    except CompatError as error:
        return error


def _why(*, whole: bool) -> str:
    return "the run has failures" if whole else "a part of the matrix"


def _typed(command: str) -> str:
    """Return what a person types in a clone to have this again."""
    arguments = sys.argv[2:] if sys.argv[1:2] == [command] else []
    return shlex.join(["nox", "-s", command, *(["--", *arguments] if arguments else [])])
