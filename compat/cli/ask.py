"""``compat ask``: what is known of one configuration, and what to write there."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from compat.axes.cell import CellId
from compat.axes.nearest import find_nearest
from compat.axes.spelling import asks_for_latest
from compat.cli import terminal
from compat.cli.known import load_known
from compat.cli.selection import part_names
from compat.cli.source import find_source
from compat.difference.advice import describe_situation
from compat.difference.end import find_newer
from compat.errors import ExitCode, NotFoundOutError
from compat.matrix.hearing import hear
from compat.matrix.index import Index
from compat.matrix.model import Listener
from compat.options import MANY, SWITCH, ListenerName
from compat.record.model import Status
from compat.reports.advice.text import render_reply, render_situation_json
from compat.reports.advice.words import reply_to
from compat.symptoms.model import load_codes, load_facts
from compat.work.configuration import choose_scenarios, list_nameable


def ask(
    *configuration: str,
    only: Annotated[tuple[str, ...], MANY] = (),
    group: Annotated[tuple[str, ...], MANY] = (),
    listener: ListenerName = "stream",
    folder: Path | None = None,
    as_json: Annotated[bool, SWITCH, Parameter(name="--json")] = False,
) -> int:
    """Say what a configuration does to the events of child runs, and what to write there.

    Parameters
    ----------
    configuration
        A Python and a release of langchain-core, like 3.10/0.3.40 or 3.10 0.3.40, or half of it
        (default: what the project here has).
    only
        Patterns that you use, like tool-async,gather (default: the guide's tool).
    group
        Groups of patterns, like concurrency.
    listener
        Who listens: an event stream, a handler that you pass (handler), or a tracer or token
        counter (hook).
    folder
        The matrix to answer from: its file, or a folder of reports (default: all that is known
        here, in reports/, in .compat and in the program itself).
    as_json
        Print all that is known of the configuration as JSON.
    """
    scenarios, more = part_names("only", only)
    groups, others = part_names("group", group)
    typed = " ".join((*configuration, *more, *others))
    matrix = load_known(folder)
    wanted = choose_scenarios(matrix, scenarios, groups)
    named = find_source(typed, "a configuration like", list_nameable(matrix), quiet=as_json)
    known = Index(matrix=hear(matrix, Listener(listener)))
    cell = known.cells.get(str(named))
    if cell is None:
        raise NotFoundOutError(_explain_unmeasured(named, known), "never-probed")
    found = describe_situation(known, cell, wanted)
    if as_json:
        terminal.print_json(render_situation_json(found))
    else:
        newer = find_newer(known, cell) if asks_for_latest(typed) else None
        reply = reply_to(found, load_codes(), load_facts(), newer, all_of_them=bool(only or group))
        terminal.print_lines(render_reply(reply))
    return ExitCode.OK if found.end.status is Status.PROBED else ExitCode.NOTHING_SELECTED


def _explain_unmeasured(named: CellId, known: Index) -> str:
    """Return that a configuration was not measured, what is next to it, and how to measure it."""
    if named.layer:
        return f"{named}: LangGraph is not measured yet; compat list LangGraph says what is known"
    cores = [core for core in known.releases if known.probed(named.python, core)]
    near = [f"{named.python}/{core}" for core in find_nearest(named.core, cores)]
    beside = f"; measured near it: {', '.join(near)}" if near else ""
    return f"{named} was not measured{beside}; compat matrix {named} measures it"
