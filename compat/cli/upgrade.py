"""``compat upgrade``: from one configuration to another."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated, assert_never

from cyclopts import Parameter

from compat.axes.cell import CellId
from compat.axes.spelling import Spelled, asks_for_latest
from compat.cli import terminal
from compat.cli.ends import read_ends
from compat.cli.known import Matrices
from compat.cli.layers import WITHOUT_LAYER, goes_with_layer
from compat.cli.probing import ask_first
from compat.cli.selection import part_names
from compat.cli.source import Source, take_source
from compat.difference.end import describe_end, find_newer
from compat.difference.layered import hear_layer
from compat.difference.upgrade import Decision, Upgrade
from compat.difference.upgrade import explain_upgrade as compared
from compat.errors import ExitCode, NothingSelectedError, UsageError
from compat.matrix.hearing import hear
from compat.matrix.index import Index
from compat.matrix.model import Listener, Matrix
from compat.matrix.reading import OF_CORE
from compat.options import MANY, SWITCH, AnyListenerName
from compat.record.model import Status
from compat.reports.difference.answer import Answer, describe_upgrade
from compat.reports.difference.answer_text import render_upgrade_json, render_upgrade_text
from compat.reports.difference.end_words import describe_obstacle, describe_place
from compat.symptoms.model import load_codes
from compat.work.configuration import choose_scenarios, find_configurations, list_nameable
from compat.work.pairs import find_pair, find_pairs


def upgrade(  # noqa: PLR0913 - each is an option of the command
    *configurations: str,
    source: Annotated[tuple[str, ...], MANY, Parameter(name="--from")] = (),
    target: Annotated[tuple[str, ...], MANY, Parameter(name="--to")] = (),
    only: Annotated[tuple[str, ...], MANY] = (),
    group: Annotated[tuple[str, ...], MANY] = (),
    listener: AnyListenerName = "stream",
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
        What you want, like 3.12/1.2.0, or 3.14, 1.2 or langgraph 1.2 where the rest stays.
    only
        Patterns that you use, like tool-async,gather (default: all).
    group
        Groups of patterns, like concurrency.
    listener
        Who listens: an event stream, a handler that you pass (handler), a tracer or token counter
        (hook), or who reads LangGraph's stream_mode messages or custom.
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
    source_, wish = take_source(have, "--from"), Spelled.parse(want)
    matrices = Matrices(folder=folder)
    if goes_with_layer(source_, wish):
        known, here, goal = _find_pairs(matrices, source_, wish, yes=yes, quiet=as_json)
    else:
        known, here, goal = _find_cores(matrices, source_, wish, yes=yes, quiet=as_json)
    wanted = choose_scenarios(known, scenarios, groups)
    index = Index(matrix=_hear(known, Listener(listener)))
    start = index.cells[here]
    if start.status is not Status.PROBED:
        obstacle = describe_obstacle(start.status, start.reason, start.reason_class)
        place = describe_place(describe_end(index, start))
        message = f"{place} {obstacle}; so it cannot be what you have"
        raise NothingSelectedError(message)
    found = compared(index, start, index.cells[goal], wanted)
    latest = asks_for_latest(want) and not known.layered
    newer = find_newer(index, index.cells[goal]) if latest else None
    alone = None if scenarios or groups else _compare_without_layer(matrices, found)
    if as_json:
        terminal.print_json(render_upgrade_json(found, alone))
    elif markdown:
        _print_markdown(describe_upgrade(found, load_codes(), newer, alone))
    else:
        answer = describe_upgrade(found, load_codes(), newer, alone)
        terminal.print_lines(render_upgrade_text(answer))
    return max(_code(each.decision) for each in (found, alone) if each)


def _compare_without_layer(matrices: Matrices, found: Upgrade) -> Upgrade | None:
    """Return what changes for code outside LangGraph, where that was asked and is known too."""
    ends = [replace(CellId.parse(end.cell), layer=None) for end in (found.source, found.target)]
    matrix = matrices.core_if_any if found.source.layer and found.listener in OF_CORE else None
    if matrix is None or ends[0] == ends[1]:
        return None
    index = Index(matrix=hear(matrix, found.listener))
    start, goal = (index.cells.get(str(end)) for end in ends)
    if start is None or goal is None or not (start.tells and goal.tells):
        return None
    return compared(index, start, goal, frozenset(each.id for each in matrix.scenarios))


def _find_cores(
    matrices: Matrices, source: Source, wish: Spelled, *, yes: bool, quiet: bool
) -> tuple[Matrix, str, str]:
    """Return a matrix that has both ends, without a layer, and their ids."""
    there = matrices.core
    nameable = list_nameable(there, closed=not yes)
    start = source.find(lambda spelled: replace(spelled, layer=None).find(nameable))
    if not quiet:
        source.tell(start)
        if source.layer_taken:
            terminal.print_remark(WITHOUT_LAYER)
    here, goal = str(start), str(wish.fill(start).find(nameable))
    asking = ask_first(lambda _: _name_command(here, goal), yes=yes)
    return find_configurations(there, (here, goal), asking), here, goal


def _find_pairs(
    matrices: Matrices, source: Source, wish: Spelled, *, yes: bool, quiet: bool
) -> tuple[Matrix, str, str]:
    """Return the same with a layer on both."""
    there = matrices.layer
    start = source.find(lambda spelled: find_pair(spelled, there, closed=not yes))
    if not quiet:
        source.tell(start)
    here, goal = str(start), str(find_pair(wish.fill(start), there, closed=not yes))
    asking = ask_first(lambda _: _name_command(here, goal), yes=yes)
    return find_pairs(there, (here, goal), asking), here, goal


def _hear(known: Matrix, listener: Listener) -> Matrix:
    if known.layered:
        return hear_layer(known, listener)
    if listener not in OF_CORE:
        message = f"only LangGraph streams {listener}: name its version on both sides"
        raise UsageError(message)
    return hear(known, listener)


def _name_command(source: str, target: str) -> str:
    # What measures takes longer to import than an answer takes.
    from compat.cli.argv import typed_command  # noqa: PLC0415

    return typed_command("upgrade", source=source, target=target)


def _print_markdown(answer: Answer) -> None:
    # What makes templates takes longer to import than an answer takes.
    from compat.reports.difference.answer_md import render_upgrade_md  # noqa: PLC0415

    terminal.print_text(render_upgrade_md(answer))


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
