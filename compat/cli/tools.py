"""The commands beside measuring: one cell again, this machine, the cache, the hosts."""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.table import Table

from compat.axes.doctor import DoctorRow, Health, diagnose
from compat.axes.index import IndexListing, read_index
from compat.axes.interpreter import Interpreters, find_interpreters
from compat.axes.python import PYTHONS
from compat.axes.settings import read_settings
from compat.axes.spelling import Spelled
from compat.cli import terminal
from compat.cli.argv import typed_command
from compat.cli.console import make_console
from compat.cli.program import HOME, JOBS, LAYER_REPORTS, REPORTS
from compat.cli.progress import ConsoleWatcher, Quiet
from compat.cli.selection import request
from compat.errors import CompatError, ExitCode
from compat.options import SWITCH, Options, Positive
from compat.plan.request import Request
from compat.run.cache import measure_usage, prune
from compat.run.containment import Level
from compat.run.suite import find_suite_hash
from compat.stored.reports import load
from compat.work.configuration import list_nameable
from compat.work.hosts import compare_hosts
from compat.work.machine import choose_containment, find_uv, read_uv_version
from compat.work.prepare import Manner
from compat.work.replay import replay as replay_cell

_DEFAULT = Request()
_PRUNE = Parameter(name="--prune", negative="")


def replay(
    cell: str, *, folder: Path | None = None, time_limit: Positive = Options.time_limit
) -> int:
    """Run one cell of a matrix again with exactly the packages it had, and compare.

    Parameters
    ----------
    cell
        A probed cell, like py3.12-core0.3.40 or 3.12/0.3.40.
    folder
        Where the matrix is (default: reports, of a cell with LangGraph reports/langgraph).
    time_limit
        Seconds that the cell's process may take.
    """
    asked = Spelled.parse(cell)
    measured, _ = load(folder or (LAYER_REPORTS if asked.layer else REPORTS))
    console = make_console()
    cell = str(asked.find(list_nameable(measured)))
    again = replay_cell(measured, cell, time_limit, Quiet(console))
    for name, result in again.cell.results.items():
        outcomes = ", ".join(f"{variant} {seen}" for variant, seen in result.outcomes.items())
        console.print(f"{name}: {result.verdict} ({outcomes})", highlight=False)
    if again.differing:
        console.print(f"{cell} differs in {', '.join(again.differing)}", highlight=False)
        return ExitCode.BAD_NEWS
    console.print(f"{cell} is reproduced: every trace is the same", highlight=False)
    return ExitCode.OK


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
    uv = find_uv()
    found = find_interpreters([python.id for python in PYTHONS], uv=Path(uv) if download else None)
    if path:
        folders = [str(interpreter.path.parent) for interpreter in found.found.values()]
        sys.stdout.write(os.pathsep.join(folders) + "\n")
        return ExitCode.OK
    index = _index()
    rows = diagnose(
        interpreters=found,
        index=index,
        uv_version=read_uv_version(uv),
        containment=_describe_containment(found),
    )
    if as_json:
        terminal.print_json(json.dumps([asdict(row) for row in rows], indent=1) + "\n")
    else:
        table = Table(box=None)
        for heading in ("what", "state", "found", "what to do"):
            table.add_column(heading, overflow="fold")
        for row in rows:
            table.add_row(row.subject, row.state, row.detail, row.advice or "")
        make_console().print(table)
    if isinstance(index, CompatError):
        return index.exit_code
    lacks = any(python.required and python.id in found.missing for python in PYTHONS)
    return ExitCode.NOT_FOUND_OUT if lacks else ExitCode.OK


def _describe_containment(found: Interpreters) -> DoctorRow:
    """Say how far cells are kept from everything else here."""
    held = choose_containment(found)
    detail = f"{held.level}: {held.level.told}" + (f" ({held.why})" if held.why else "")
    state = Health.OK if held.level is Level.NAMESPACES else Health.NOTE
    return DoctorRow(subject="containment", state=state, detail=detail)


def _index() -> IndexListing | CompatError:
    try:
        return read_index(read_settings())
    except CompatError as error:
        return error


def hosts(
    *cells: str,
    selection: Request = _DEFAULT,
    jobs: Positive = JOBS,
) -> int:
    """Run cells by the engine and the plain way, and compare all that they record.

    Parameters
    ----------
    cells
        Ids and globs, like py3.12-core0.3.40 'py3.13-*' (default: all that are selected).
    jobs
        Cells at a time.
    """
    console = make_console()
    wanted = request(selection, cells)
    command = typed_command("hosts", cells=cells, selection=wanted, jobs=jobs)
    manner = Manner(jobs=jobs, home=HOME.absolute(), command=command, renew=True, download=False)
    watcher = ConsoleWatcher(console, quiet=True)
    found = compare_hosts(wanted, manner, watcher)
    for cell, names in found.differing.items():
        console.print(f"{cell} differs in {', '.join(names)}", highlight=False, markup=False)
    if found.differing:
        return ExitCode.BAD_NEWS
    console.print(f"{found.cells} cells: both hosts record the same, except times", highlight=False)
    return ExitCode.OK


def cache(*, info: Annotated[bool, SWITCH] = False, prune_: Annotated[bool, _PRUNE] = False) -> int:
    """Say what earlier runs keep in .compat for later ones, and remove what is not needed.

    Parameters
    ----------
    info
        Say what there is (the default).
    prune_
        Remove results and evidence of other suites, and whatever no run has used for 30 days.
    """
    console = make_console()
    home = HOME.absolute()
    if prune_:
        freed = prune(home, [find_suite_hash(layered=each) for each in (False, True)])
        console.print(f"{freed / 1e6:.1f} MB removed", highlight=False)
    if info or not prune_:
        table = Table(box=None)
        for heading in ("what", "entries", "MB", "what for"):
            table.add_column(heading, justify="right" if heading in {"entries", "MB"} else "left")
        for row in measure_usage(home):
            table.add_row(row.name, str(row.entries), f"{row.bytes / 1e6:.1f}", row.purpose)
        console.print(table)
    return ExitCode.OK
