"""``compat matrix``: from nothing to the reports."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from compat.axes.relay import Relay
from compat.cli.machine import Machine, setting, survey, tell_remarks
from compat.cli.moment import keep_moment, moment
from compat.cli.output import compared_lines, kept_by, printed_plan, write_reports
from compat.cli.planning import Asking, planned
from compat.cli.progress import shown
from compat.cli.resolution import compared
from compat.cli.rounds import run_rounds
from compat.cli.workshop import Places, workshop
from compat.errors import CompatError, ExitCode
from compat.files import make_folder
from compat.matrix.build import assembled
from compat.matrix.digest import Digest
from compat.matrix.model import Matrix, Traces
from compat.plan.exact import next_cells
from compat.plan.model import Plan, PlannedCell
from compat.plan.request import Request
from compat.record.model import Record, Status
from compat.reports.data import load_history
from compat.reports.seal import mend
from compat.run.folder import RunFolder, opened
from compat.run.probing import probe_warm


class NothingSelectedError(CompatError):
    """A selection in which there is no cell to run."""

    exit_code = ExitCode.NOTHING_SELECTED


class InterpreterMissingError(CompatError):
    """A selection of which nothing can be run, because required interpreters are missing."""

    exit_code = ExitCode.INTERPRETER_MISSING


@dataclass(frozen=True, kw_only=True)
class Manner:
    """How to go about it: cells at a time, where to keep and to write, how much to say.

    ``home`` is where runs are kept. ``fresh`` takes nothing from earlier runs, ``renew`` only moves
    the moment that dependencies are resolved for to now.

    A run that could not find out everything, or that has less than what is there, writes its
    reports ``aside``, so that it does not replace better evidence, unless a person says in
    ``instead`` why it may. Only a ``whole`` matrix renews the README. ``base`` holds the reports
    that others are compared with.
    """

    jobs: int
    home: Path
    output: Path
    aside: Path
    base: Path
    whole: bool
    command: str
    fresh: bool
    renew: bool
    download: bool
    quiet: bool
    instead: str | None = None

    @property
    def cache(self) -> Path:
        """What runs share."""
        return self.home / "cache"


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What came of a run: the matrix, where its reports are, why not elsewhere, the exit code."""

    matrix: Matrix
    place: Path
    aside: str | None
    code: ExitCode


def measure(request: Request, manner: Manner, console: Console) -> Measured:
    """Plan, run, and report. Raises CompatError."""
    mend(manner.output)
    if manner.whole:
        load_history(manner.output)  # one that cannot be read is told before the run, not after
    machine = survey(request, download=manner.download)
    looked_at = moment(manner.cache, machine.clock, renew=manner.renew)
    with machine.relay() as relay:
        surroundings = setting(manner.command, machine, looked_at)
        asking = Asking(relay=relay, home=manner.home, jobs=manner.jobs, fresh=manner.fresh)
        plan = planned(request, machine, surroundings, asking)
        console.print(printed_plan(plan), highlight=False, markup=False)
        refuse_empty(plan)
        tell_remarks(machine)
        if request.as_of is None:
            keep_moment(manner.cache, looked_at)
        with opened(manner.home, plan, fresh=manner.fresh) as folder:
            matrix, traces = probed(folder, machine, relay, manner, console)
            found_out = bool(matrix.provenance.probed and not matrix.provenance.failures)
            aside = _aside(matrix, manner, found_out=found_out)
            output = manner.output if aside is None else manner.aside
            whole = manner.whole and aside is None
            write_reports(
                output,
                matrix,
                traces,
                readme=whole,
                feed=whole,
                reason=manner.instead if whole else None,
                stamp=manner.cache / "rendered.json",
            )
            if found_out and request.options.variation != "highest":
                console.print(compared(matrix, traces, request, manner.base), highlight=False)
            elif output != manner.base:
                for line in compared_lines(manner.base, matrix, output):
                    console.print(line, highlight=False, markup=False)
            if not matrix.provenance.failures:
                folder.finish()
    return Measured(matrix=matrix, place=output, aside=aside, code=verdict_of_the_run(matrix))


def _aside(matrix: Matrix, manner: Manner, *, found_out: bool) -> str | None:
    """Return why the reports do not go where they would, None if they do."""
    if not found_out:
        return "the run has failures" if manner.aside != manner.output else None
    if not manner.whole or manner.instead:
        return None
    return kept_by(manner.output, matrix)


def refuse_empty(plan: Plan) -> None:
    """Refuse a plan of which nothing can be run.

    Raises InterpreterMissingError, NothingSelectedError.
    """
    if any(cell.excluded is None for cell in plan.cells):
        return
    missing = [
        cell.python
        for cell in plan.cells
        if cell.excluded is Status.INTERPRETER_MISSING and cell.python in plan.required
    ]
    if missing:
        names = ", ".join(dict.fromkeys(missing))
        message = f"no cell can be run: no interpreter for Python {names}; compat doctor says more"
        raise InterpreterMissingError(message)
    reasons = Counter(f"{cell.excluded}: {cell.reason}" for cell in plan.cells)
    message = f"no cell can be run: {reasons.most_common(1)[0][0]}"
    raise NothingSelectedError(message)


def probed(
    folder: RunFolder, machine: Machine, relay: Relay, manner: Manner, console: Console
) -> tuple[Matrix, Traces]:
    """Run what an open run has not yet, and return what came out. Raises CompatError."""
    for line in folder.kept.set_aside:
        console.print(f"{line}, its cell runs again", style="bold", markup=False)
    if kept := len(folder.kept.records):
        console.print(f"taken up again: {kept} cells are kept{_left(folder)}")
    make_folder(folder.work)
    digest = Digest(folder.kept.records.values(), folder.evidence.named)

    def keep(record: Record) -> Record:
        kept = folder.put(record)
        digest.add(kept)
        return kept

    with shown(console, quiet=manner.quiet, rounds=folder.plan.exact) as progress:
        tools = workshop(
            folder.plan,
            machine,
            Places(
                work=folder.work, cache=manner.cache, evidence=folder.evidence, fresh=manner.fresh
            ),
            relay=relay,
            jobs=manner.jobs,
            say=lambda line: console.print(line, markup=False, highlight=False),
        )

        def run(cells: Sequence[PlannedCell]) -> None:
            progress.expect(len(cells))
            probe_warm(cells, tools, keep=keep, progress=progress)

        run_rounds(folder.plan, digest, run)
    for line in tools.results.noted:
        console.print(line, style="bold", markup=False, highlight=False)
    return assembled(folder.plan, digest)


def _left(folder: RunFolder) -> str:
    """Return how much a run still has to do; of an exact one nobody knows yet."""
    if folder.plan.exact:
        return ""
    return f", {sum(c.id not in folder.kept.records for c in next_cells(folder.plan, {}))} left"


def verdict_of_the_run(matrix: Matrix) -> ExitCode:
    """Return what to exit with: success only without failures and with a cell probed."""
    said = matrix.provenance
    if said.failures:
        missing = sum(
            cell.status is Status.INTERPRETER_MISSING and cell.python in said.required
            for cell in matrix.cells
        )
        return ExitCode.INTERPRETER_MISSING if missing == said.failures else ExitCode.FAILURES
    return ExitCode.OK if said.probed else ExitCode.NOTHING_SELECTED
