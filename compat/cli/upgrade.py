"""``compat upgrade``: from one configuration to another."""

import sys
from pathlib import Path
from typing import Annotated, assert_never

from cyclopts import Parameter

from compat.axes.spelling import Spelled, asks_for_latest
from compat.cli import terminal
from compat.cli.ends import read_ends
from compat.cli.harmless import make_plain
from compat.cli.known import load_known
from compat.cli.program import HOME, JOBS
from compat.cli.selection import part_names
from compat.cli.source import find_source
from compat.difference.end import describe_end, find_newer
from compat.difference.upgrade import Decision
from compat.difference.upgrade import explain_upgrade as compared
from compat.errors import ExitCode, NothingSelectedError, UsageError
from compat.matrix.hearing import hear
from compat.matrix.index import Index
from compat.matrix.model import Listener, Matrix
from compat.options import MANY, SWITCH, ListenerName
from compat.record.model import Status
from compat.reports.difference.answer import Answer, describe_upgrade
from compat.reports.difference.answer_text import render_upgrade_json, render_upgrade_text
from compat.reports.difference.upgrade_words import describe_obstacle, describe_place
from compat.symptoms.model import load_codes
from compat.work.configuration import (
    Asking,
    choose_scenarios,
    find_configurations,
    list_nameable,
)


def upgrade(  # noqa: PLR0913 - each is an option of the command
    *configurations: str,
    source: Annotated[tuple[str, ...], MANY, Parameter(name="--from")] = (),
    target: Annotated[tuple[str, ...], MANY, Parameter(name="--to")] = (),
    only: Annotated[tuple[str, ...], MANY] = (),
    group: Annotated[tuple[str, ...], MANY] = (),
    listener: ListenerName = "stream",
    folder: Path | None = None,
    yes: Annotated[bool, SWITCH] = False,
    as_json: Annotated[bool, Parameter(name="--json", negative="")] = False,
    markdown: Annotated[bool, SWITCH] = False,
) -> int:
    """Say what changes from one configuration to another, and what to do about it.

    Parameters
    ----------
    configurations
        What you have and what you want, like 3.11/0.3.40 3.12/1.2.0, or what you want alone: the
        same as --from and --to.
    source
        What you have, like 3.11/0.3.40 (default: what the project here has, in the active
        environment, .venv, uv.lock, poetry.lock, pylock.toml or pinned requirements*.txt).
    target
        What you want, like 3.12/1.2.0, or 3.14 or 1.2 where the other half stays.
    only
        Patterns that you use, like tool-async,gather (default: all).
    group
        Groups of patterns, like concurrency.
    listener
        Who listens: an event stream, a handler that you pass (handler), or a tracer or token
        counter (hook).
    folder
        The matrix to answer from: its file, or a folder of reports (default: all that is known
        here, in reports/, in .compat and in the program itself).
    yes
        Probe a configuration that was never probed, without asking; it may be of a release that
        is newer than the matrix.
    as_json
        Print the answer as JSON.
    markdown
        Print the answer as Markdown.
    """
    if as_json and markdown:
        message = "--json and --markdown are two formats: ask for one"
        raise UsageError(message)
    scenarios, more = part_names("only", only)
    groups, others = part_names("group", group)
    have, want = read_ends((*configurations, *more, *others), source, target)
    there = load_known(folder)
    nameable = list_nameable(there, closed=not yes)
    wish = Spelled.parse(want)
    start_id = find_source(have, "--from", nameable, quiet=as_json)
    here, goal = str(start_id), str(wish.fill(start_id).find(nameable))
    asking = Asking(
        agrees=lambda question: yes or _ask_person(question),
        probe=lambda names: _probe(names, here, goal),
    )
    known = find_configurations(there, (here, goal), asking)
    wanted = choose_scenarios(known, scenarios, groups)
    index = Index(matrix=hear(known, Listener(listener)))
    start = index.cells[here]
    if start.status is not Status.PROBED:
        obstacle = describe_obstacle(start.status, start.reason, start.reason_class)
        place = describe_place(describe_end(index, start))
        message = f"{place} {obstacle}; so it cannot be what you have"
        raise NothingSelectedError(message)
    found = compared(index, start, index.cells[goal], wanted)
    newer = find_newer(index, index.cells[goal]) if asks_for_latest(want) else None
    if as_json:
        terminal.print_json(render_upgrade_json(found))
    elif markdown:
        _print_markdown(describe_upgrade(found, load_codes(), newer))
    else:
        terminal.print_lines(render_upgrade_text(describe_upgrade(found, load_codes(), newer)))
    return _code(found.decision)


def _probe(names: tuple[str, ...], source: str, target: str) -> Matrix:
    # What measures takes longer to import than an answer takes.
    from compat.cli.argv import typed_command  # noqa: PLC0415
    from compat.cli.console import make_console  # noqa: PLC0415
    from compat.cli.progress import ConsoleWatcher  # noqa: PLC0415
    from compat.work.prepare import Manner  # noqa: PLC0415
    from compat.work.probe import probe_cells  # noqa: PLC0415

    command = typed_command("upgrade", source=source, target=target)
    manner = Manner(jobs=JOBS, home=HOME.absolute(), command=command)
    return probe_cells(names, manner, ConsoleWatcher(make_console(stderr=True), quiet=True))


def _print_markdown(answer: Answer) -> None:
    # What makes templates takes longer to import than an answer takes.
    from compat.reports.difference.answer_md import render_upgrade_md  # noqa: PLC0415

    terminal.print_text(render_upgrade_md(answer))


def _ask_person(question: str) -> bool:
    """Ask a person, if one sits there."""
    if not sys.stdin.isatty():
        return False
    sys.stderr.write(make_plain(f"{question} [y/N] "))
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in {"y", "yes"}


def _code(decision: Decision) -> ExitCode:
    match decision:
        case Decision.SAFE:
            return ExitCode.OK
        case Decision.CHANGES | Decision.BLOCKED:
            return ExitCode.BAD_NEWS
        case Decision.UNKNOWN:
            return ExitCode.NOT_FOUND_OUT
        case _:
            assert_never(decision)
