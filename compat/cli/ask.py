"""``compat ask``: what is known of one configuration, and what to write there."""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Final

from cyclopts import Parameter

from compat.axes.cell import CellId
from compat.axes.spelling import asks_for_latest
from compat.cli import terminal
from compat.cli.answering import Asked, Told, ask_core, ask_layer
from compat.cli.known import Matrices
from compat.cli.probing import name_matrix_command, probe
from compat.cli.selection import part_names
from compat.cli.source import take_source
from compat.errors import MissingReportError, UsageError
from compat.matrix.model import Listener
from compat.matrix.reading import OF_CORE
from compat.options import MANY, SWITCH, AnyListenerName
from compat.reports.advice.text import render_reply, render_situation_json
from compat.reports.advice.words import WITHOUT_LAYER
from compat.work.configuration import Asking
from compat.work.rows import Rows, choose_rows

_NO_LAYER: Final = (
    "langgraph.json names graphs, and no version of langgraph was found: add it, like langgraph 1.2"
)


def ask(  # noqa: PLR0913 - each is an option of the command
    *configuration: str,
    only: Annotated[tuple[str, ...], MANY] = (),
    group: Annotated[tuple[str, ...], MANY] = (),
    listener: AnyListenerName = "stream",
    folder: Path | None = None,
    yes: Annotated[bool, SWITCH] = False,
    as_json: Annotated[bool, SWITCH, Parameter(name="--json")] = False,
) -> int:
    """Say what a configuration does to the events of child runs, and what to write there.

    Parameters
    ----------
    configuration
        A Python and a release of langchain-core, like 3.10/0.3.40 or 3.10 0.3.40, or half of it,
        with langgraph where you use it: 3.10 1.4.9 langgraph 1.2.24 (default: what the project here
        has).
    only
        Patterns that you use, like tool-async,gather (default: the guide's tool; with LangGraph an
        async node and an async tool).
    group
        Groups of patterns, like concurrency.
    listener
        Who listens: an event stream, a handler that you pass (handler), a tracer or token counter
        (hook), or who reads LangGraph's stream_mode messages or custom.
    folder
        The matrix to answer from: its file, or a folder of reports (default: all that is known
        here, in reports/, in .compat and in the program itself).
    yes
        Measure a configuration now that was never measured.
    as_json
        Print all that is known of the configuration as JSON.
    """
    scenarios, more = part_names("only", only)
    groups, others = part_names("group", group)
    typed = " ".join((*configuration, *more, *others))
    asked = Asked(
        matrices=Matrices(folder=folder),
        source=take_source(typed, "a configuration like"),
        listener=Listener(listener),
        probe=Asking(agrees=lambda _: yes, probe=lambda names: probe(names, name_matrix_command)),
        all_of_them=bool(only or group),
        latest=asks_for_latest(typed),
    )
    asked = _refuse_or_leave_out(asked)
    rows = _choose(asked, scenarios, groups)
    layered = ask_layer(asked, rows)
    told = [each for each in (layered, ask_core(asked, rows, layered)) if each]
    if not told:
        raise UsageError(_say_why_nothing(asked))
    if asked.source.project and not as_json:
        _tell_source(asked, told[0])
    _print(told, as_json=as_json)
    return told[0].code


def _refuse_or_leave_out(asked: Asked) -> Asked:
    """Return what is asked, without the project's layer where nothing is known of any.

    Raises MissingReportError where a layer was typed.
    """
    if asked.source.spelled.layer is None:
        return asked
    try:
        _ = asked.matrices.layer
    except MissingReportError as error:
        if not asked.source.layer_taken:
            raise
        terminal.print_remark(f"LangGraph is left out: {error}.")
        source = replace(asked.source, spelled=replace(asked.source.spelled, layer=None))
        return replace(asked, source=source)
    return asked


def _tell_source(asked: Asked, first: Told) -> None:
    """Say what the project has, and for what it is answered."""
    spelled = asked.source.spelled
    own = CellId(python=spelled.python or "", core=spelled.core or "", layer=spelled.layer)
    asked.source.tell(own if first.nearby else first.cell)
    if first.nearby:
        terminal.print_remark(f"Answered for the nearest pair that was measured, {first.cell}.")
    project = asked.source.project
    if project and project.graphs and project.layer is None:
        terminal.print_remark(_NO_LAYER)


def _choose(asked: Asked, scenarios: Collection[str], groups: Collection[str]) -> Rows:
    """Return the rows of both that are named. Raises UsageError."""
    layered = asked.matrices.layer_if_any if asked.source.spelled.layer else None
    core = asked.matrices.core_if_any if layered else asked.matrices.core
    return choose_rows(core, layered, scenarios, groups)


def _print(told: list[Told], *, as_json: bool) -> None:
    if as_json:
        first, *rest = (each.found for each in told)
        terminal.print_json(render_situation_json(first, beside=rest))
        return
    for number, each in enumerate(told):
        if number:
            terminal.print_lines(["", WITHOUT_LAYER])
        terminal.print_lines(render_reply(each.reply))


def _say_why_nothing(asked: Asked) -> str:
    who = asked.listener.value
    if asked.listener not in OF_CORE:
        return f"only LangGraph streams {who}: name its version too, like langgraph 1.2.24"
    return "nothing of what is named is measured; compat list shows all"
