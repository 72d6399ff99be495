"""From nothing to the reports: prepare, run what is left to run, publish."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from compat.errors import CompatError, ExitCode, NotFoundOutError, NothingSelectedError
from compat.files import make_folder
from compat.matrix.build import assemble
from compat.matrix.digest import Digest
from compat.matrix.model import Matrix, Traces
from compat.plan.exact import find_next_cells
from compat.plan.model import Plan, PlannedCell
from compat.plan.request import Request
from compat.record.model import Record, Status
from compat.run.folder import RunFolder, open_run
from compat.run.probing import probe_warm
from compat.stored.reports import load, load_history
from compat.stored.seal import mend
from compat.work.equip import RunPlaces, equip
from compat.work.moment import keep_moment
from compat.work.prepare import Manner, Prepared, prepare
from compat.work.publish import compare_with, find_reason_to_keep, write_reports
from compat.work.resolution import compare_resolution
from compat.work.rounds import run_rounds
from compat.work.watcher import Watcher


@dataclass(frozen=True, kw_only=True)
class Publication:
    """Where reports go.

    A run that leaves something unknown, or that has less than what is there, writes its
    reports ``aside``, so that it does not replace better evidence, unless a person says in
    ``instead`` why it may. Only a ``whole`` matrix renews the README. ``base`` holds the reports
    that others are compared with. ``site`` is the address that links of the Markdown reports
    lead to.
    """

    output: Path
    aside: Path
    base: Path
    whole: bool
    instead: str | None = None
    site: str = ""


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What came of a run: the matrix, where its reports are, why not elsewhere, the exit code."""

    matrix: Matrix
    place: Path
    aside: str | None
    code: ExitCode


def measure(
    request: Request, manner: Manner, publication: Publication, watcher: Watcher
) -> Measured:
    """Plan, run, and report. Raises CompatError."""
    mend(publication.output)
    if publication.whole:
        load_history(publication.output)  # one that cannot be read is told before the run
    with run_request(request, manner, watcher) as (matrix, traces):
        aside = _find_aside(matrix, publication)
        place = publication.output if aside is None else publication.aside
        whole = publication.whole and aside is None
        write_reports(
            place,
            matrix,
            traces,
            readme=whole,
            feed=whole,
            reason=publication.instead if whole else None,
            stamp=manner.cache / "rendered.json",
            site=publication.site,
        )
        if matrix.layered and whole:
            watcher.say(_show_layer(place.parent, publication.site))
        if _is_found_out(matrix) and request.options.variation != "highest":
            base, site = publication.base, publication.site
            watcher.say(compare_resolution(matrix, traces, request, base, site=site))
        elif place != publication.base:
            for line in compare_with(publication.base, matrix, place):
                watcher.say(line)
    return Measured(matrix=matrix, place=place, aside=aside, code=judge_run(matrix))


def _show_layer(folder: Path, site: str) -> str:
    """Render the reports that a layer's lie in again, which show it; say what came of it."""
    try:
        matrix, traces = load(folder)
        write_reports(folder, matrix, traces, readme=True, site=site)
    except CompatError as error:
        return f"The page of langchain-core's reports is as it was: {error}"
    return f"{folder}/matrix.html shows it beside langchain-core's."


@contextmanager
def run_request(
    request: Request, manner: Manner, watcher: Watcher
) -> Iterator[tuple[Matrix, Traces]]:
    """Plan and run, and give what came out; the run is finished when that is dealt with.

    Raises CompatError.
    """
    with prepare(request, manner) as ready:
        watcher.plan(ready.plan)
        refuse_empty(ready.plan)
        for remark in ready.machine.remarks:
            watcher.remark(remark)
        if request.moment is None:
            keep_moment(manner.cache, ready.plan.dependencies_as_of)
        with open_run(manner.home, ready.plan, fresh=manner.fresh) as folder:
            matrix, traces = run_plan(folder, ready, manner, watcher)
            yield matrix, traces
            if not matrix.provenance.failures:
                folder.finish()


def _is_found_out(matrix: Matrix) -> bool:
    return bool(matrix.provenance.probed and not matrix.provenance.failures)


def _find_aside(matrix: Matrix, publication: Publication) -> str | None:
    """Return why the reports do not go where they would, None if they do."""
    if not _is_found_out(matrix):
        return "the run has failures" if publication.aside != publication.output else None
    if not publication.whole or publication.instead:
        return None
    return find_reason_to_keep(publication.output, matrix)


def refuse_empty(plan: Plan) -> None:
    """Refuse a plan of which nothing can be run.

    Raises NotFoundOutError or NothingSelectedError.
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
        raise NotFoundOutError(message, "interpreter-missing")
    reasons = Counter(f"{cell.excluded}: {cell.reason}" for cell in plan.cells)
    message = f"no cell can be run: {reasons.most_common(1)[0][0]}"
    raise NothingSelectedError(message)


def run_plan(
    folder: RunFolder, ready: Prepared, manner: Manner, watcher: Watcher
) -> tuple[Matrix, Traces]:
    """Run what an open run has not yet, and return what came out. Raises CompatError."""
    for line in folder.kept.set_aside:
        watcher.say(f"{line}, its cell runs again", loud=True)
    if kept := len(folder.kept.records):
        watcher.say(f"taken up again: {kept} cells are kept{_describe_left(folder)}")
    make_folder(folder.work)
    digest = Digest(folder.kept.records.values())

    def keep(record: Record) -> Record:
        kept = folder.put(record)
        digest.add(kept)
        return kept

    with watcher.run(folder.plan) as progress:
        tools = equip(
            folder.plan,
            ready.machine,
            RunPlaces(
                work=folder.work, cache=manner.cache, evidence=folder.evidence, fresh=manner.fresh
            ),
            relay=ready.relay,
            jobs=manner.jobs,
            say=watcher.say,
        )

        def run(cells: Sequence[PlannedCell]) -> None:
            progress.expect(len(cells))
            probe_warm(cells, tools, keep=keep, progress=progress)

        run_rounds(folder.plan, digest, run)
    for line in tools.results.noted:
        watcher.say(line, loud=True)
    return assemble(folder.plan, digest)


def _describe_left(folder: RunFolder) -> str:
    """Return how much a run still has to do; of an exact one nobody knows yet."""
    if folder.plan.exact:
        return ""
    return (
        f", {sum(c.id not in folder.kept.records for c in find_next_cells(folder.plan, {}))} left"
    )


def judge_run(matrix: Matrix) -> ExitCode:
    """Return what to exit with: success only without failures and with a cell probed."""
    said = matrix.provenance
    if said.failures:
        return ExitCode.NOT_FOUND_OUT
    return ExitCode.OK if said.probed else ExitCode.NOTHING_SELECTED
