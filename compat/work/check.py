"""Watches a project's own code while it runs, and says what would be missed of it."""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from typing import Final, Literal

from compat.axes.clock import Clock
from compat.axes.text import join_lines
from compat.check.calls import list_uncalled
from compat.check.gather import Gathered, gather, name_findings
from compat.check.model import Check, Finding
from compat.check.private import mark_private
from compat.errors import InterruptError, NotFoundOutError, NothingSelectedError
from compat.matrix.model import Matrix
from compat.work.advise import Advisor
from compat.work.check_environment import Home
from compat.work.command import Ended, read_output, run_command
from compat.work.graphs import Target
from compat.work.sources import Sources
from compat.work.staging import Stage, stage, without_watcher

_SELFTEST: Final = "from langchain_core_watch.selftest import print_result; print_result()"
INTERRUPTED: Final = "interrupted"
_HELD: Final = "connections to other machines are refused, by an audit hook in each Python"
_OPEN: Final = "open"
_NOTHING_TO_DRIVE: Final = 2
"""What the process of a target exits with that cannot be driven; a note says why."""
_FOR_TOX: Final = "pass_env = PYTHONPATH, LANGCHAIN_CORE_WATCH_*"
_RESULT: Final = "result: "
_SELFTEST_LIMIT: Final = 120  # seconds


@dataclass(frozen=True, kw_only=True)
class Order:
    """What a person asks for.

    ``command`` is run as it is, if there is one; else the ``targets`` are driven, one process
    each. ``input`` is JSON. ``passed`` are the names of variables that may be seen. ``time_limit``
    is in seconds, for each process.
    """

    folder: Path
    targets: tuple[Target, ...] = ()
    command: tuple[str, ...] = ()
    input: str | None = None
    setup: Path | None = None
    models: Literal["stub", "real"] = "stub"
    drive: Literal["as-is", "async"] = "as-is"
    network: bool = False
    passed: tuple[str, ...] = ()
    private: tuple[str, ...] = ()
    time_limit: int = 900
    typed: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Run:
    """Something that was run: what, and how it ended."""

    name: str
    ended: Ended
    fails_anyway: bool = False


@dataclass(frozen=True, kw_only=True)
class Advising:
    """What advice is taken from: the matrix, and that of LangGraph on top if there is one."""

    matrix: Matrix
    layered: Matrix | None = None


def check(
    order: Order,
    home: Home,
    known: Advising,
    environ: Mapping[str, str],
    clock: Clock,
) -> Check:
    """Run what was asked for under the watcher and return what was found.

    Advice is taken from what is ``known``.

    Raises NotFoundOutError if this langchain-core cannot be watched, or nothing was seen at all;
    NothingSelectedError if there is no such command; InterruptError if that came before all else.
    """
    with stage() as laid:
        variables = laid.make_variables(environ, order.passed, home.root, network=order.network)
        if order.drive == "async":
            variables["LANGCHAIN_CORE_WATCH_DRIVE"] = "async"
        with ThreadPoolExecutor(1) as beside:
            test = beside.submit(_test_itself, home, variables, laid.path)
            runs = _run_all(order, home, laid, variables)
        interrupted = any(run.ended.interrupted for run in runs)
        if not interrupted:
            test.result()
        sources = Sources(order.folder)
        found = gather(laid.read_processes(), sources.find_line, str(order.folder))
    if not found.environments and interrupted:
        message = "interrupted before anything of langchain-core ran"
        raise InterruptError(message)
    if not found.environments:
        raise NotFoundOutError(_explain_nothing(order, runs, found), "never-probed")
    marked = mark_private(found.sites, sources.find_private(), order.private)
    findings = [each for each in marked.sites if not (each.is_complete or each.private)]
    advisors = [Advisor.of(known.matrix, each, known.layered) for each in found.environments]
    return Check(
        project=order.folder.name,
        command=order.typed,
        date=clock.text(),
        environments=found.environments,
        network=_OPEN if order.network else _HELD,
        counts=found.counts,
        findings=tuple(
            Finding(id=id_, site=site, advice=advisors[site.callers[0].environment].advise(site))
            for id_, site in name_findings(findings)
        ),
        complete=tuple(each for each in marked.sites if each.is_complete and not each.private),
        private=tuple(each for each in marked.sites if each.private),
        uncalled=list_uncalled(sources.find_calls(), found.ran),
        driven=found.driven,
        refused=found.refused,
        unread=tuple(f"{file}: {reason}" for file, reason in sources.unread),
        unused=marked.unused,
        partial=(
            *found.partial,
            *found.problems,
            *_list_unlisted(sources),
            *_list_failures(order, runs, found.problems),
        ),
    )


def _list_unlisted(sources: Sources) -> Iterator[str]:
    if not sources.complete:
        yield "the project has more files than are read: calls that never ran are not all listed"


def _test_itself(home: Home, variables: Mapping[str, str], folder: Path) -> None:
    """Hold the watcher to three calls whose outcomes are known. Raises NotFoundOutError."""
    quiet = {name: v for name, v in variables.items() if name != "LANGCHAIN_CORE_WATCH_FOLDER"}
    said = read_output(
        [str(home.python), "-c", _SELFTEST], quiet, folder, time_limit=_SELFTEST_LIMIT
    )
    results = [line for line in said.splitlines() if line.startswith(_RESULT)]
    if not results:
        message = f"the watcher cannot be tried in this environment: {join_lines(said, limit=300)}"
        raise NotFoundOutError(message, "never-probed")
    if problem := results[-1].removeprefix(_RESULT).strip():
        raise NotFoundOutError(join_lines(problem, limit=500), "never-probed")


def _run_all(order: Order, home: Home, laid: Stage, variables: Mapping[str, str]) -> Sequence[Run]:
    """Run the command, or drive each target; after an interrupt nothing more is begun."""
    if order.command:
        return [_run_command(order, laid, variables)]
    runs: list[Run] = []
    for target in order.targets:
        runs.append(_drive(order, home, laid, variables, target))
        if runs[-1].ended.interrupted:
            break
    return runs


def _run_command(order: Order, laid: Stage, variables: Mapping[str, str]) -> Run:
    program, *arguments = order.command
    found = which(program, path=variables["PATH"])
    if found is None:
        raise NothingSelectedError(_explain_no_command(program, order.folder))
    command = [found, *arguments]
    ended = run_command(command, variables, order.folder, time_limit=order.time_limit)
    name = " ".join(order.command)
    if not ended.code or ended.interrupted:
        return Run(name=name, ended=ended)
    plain = without_watcher(variables, laid)
    limit = order.time_limit
    again = run_command(command, plain, order.folder, time_limit=limit, quiet=True)
    if again.interrupted:
        return Run(name=name, ended=again)
    return Run(name=name, ended=ended, fails_anyway=again.code != 0)


def _explain_no_command(program: str, folder: Path) -> str:
    shown = join_lines(program, limit=80)
    if os.path.isfile(folder / program):  # noqa: PTH113 - no name is too long for it
        return f"{shown!r} is a file, and no command: type what runs it first, like python {shown}"
    return f"there is no command {shown!r} here"


def _drive(
    order: Order, home: Home, laid: Stage, variables: Mapping[str, str], target: Target
) -> Run:
    request = {
        "target": target.name,
        "input": json.loads(order.input) if order.input is not None else None,
        "setup": str(order.setup) if order.setup else None,
        "models": order.models,
        "path": list(target.path),
        "ways": ["astream_events", "ainvoke", "invoke"],
    }
    place = laid.findings / "request.json"
    place.write_text(json.dumps(request), "utf-8")
    command = [str(home.python), "-m", "langchain_core_watch.drive", str(place)]
    own = {**target.variables, **variables}
    ended = run_command(command, own, order.folder, time_limit=order.time_limit)
    return Run(name=target.name, ended=ended)


def _list_failures(order: Order, runs: Sequence[Run], problems: Sequence[str]) -> Iterator[str]:
    """Give what did not end well, in words; ``problems`` tell of what could not even be begun."""
    for run in runs:
        name = join_lines(run.name, limit=120)
        if run.ended.interrupted:
            yield INTERRUPTED
        elif run.ended.code is None:
            yield f"{name} took longer than {order.time_limit} s (--time-limit)"
        elif run.fails_anyway:
            yield f"{name} fails without the watcher too (exit code {run.ended.code})"
        elif run.ended.code and order.command:
            yield f"{name} failed, and did not when it ran again without the watcher"
        elif run.ended.code and not (run.ended.code == _NOTHING_TO_DRIVE and problems):
            yield f"each way to call {name} ended in an error"


def _explain_nothing(order: Order, runs: Sequence[Run], found: Gathered) -> str:
    """Return why nothing was seen of langchain-core."""
    if not found.counts.processes:
        return "no process of this command could be watched: is it run by another Python?"
    if found.problems:
        return join_lines(found.problems[0], limit=500)
    code = next((run.ended.code for run in runs if run.ended.code), None)
    why = f"; it ended with exit code {code}" if code else ""
    if "tox" in order.command:
        return f"nothing of langchain-core ran{why}; tox passes on few variables: add {_FOR_TOX}"
    if unreached := found.counts.unreached:
        processes = "a process" if unreached == 1 else f"{unreached:,} processes"
        why = f"{why}; {processes} that it started could not be watched"
    return f"nothing of langchain-core ran{why}"
