"""Everything that a page says, before it is put into a format."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from compat.difference.sensitivity import Sensitivity
from compat.matrix.island import find_islands
from compat.matrix.model import REMEDY, Matrix, Provenance, PythonColumn, ReleaseRow, Traces
from compat.record.model import ScenarioInfo
from compat.reports.group import Group, group_scenarios
from compat.reports.headline.byhand import SharedAdvice, group_agreeing
from compat.reports.headline.claims import Claimed, judge_claims
from compat.reports.headline.detail import Detail, describe_scenario, is_interpolated, list_flags
from compat.reports.headline.finding import Finding, find_findings
from compat.reports.headline.sentence import describe_run, find_day
from compat.reports.headline.tracer import describe_tracer
from compat.reports.table.dependence import Depending, describe_depending
from compat.reports.table.exclusion import Excluded, group_excluded
from compat.reports.table.grid import Grid
from compat.reports.table.islands import IslandRow, group_islands
from compat.reports.table.machine import describe_machines
from compat.reports.table.override import Override, group_overrides
from compat.reports.table.table import Table, make_table
from compat.reports.words import GUIDE


@dataclass(frozen=True, kw_only=True)
class Headline:
    """What stands at the top of every report. ``marks`` are the footnotes of the flags in it.

    ``tracer`` says in a line what a tracer sees otherwise; ``interpolated`` is whether something is
    said of releases that were not tested.
    """

    sentence: str
    findings: tuple[Finding, ...]
    tracer: str
    table: Table
    guide: ScenarioInfo | None
    overrides: tuple[Override, ...]
    marks: dict[str, str]
    interpolated: bool


@dataclass(frozen=True, kw_only=True)
class Page:
    """The whole page. ``marks`` begins with the headline's, so a letter means one flag.

    ``claims`` are what is published, ``helped`` the scenarios by what helps them, ``guide`` is the
    guide's tool, ``forms`` all that any of them has. ``pythons`` come with whether their end of
    life was reached when the run was; ``releases`` are those selected; ``unprobed`` are Pythons on
    which nothing was probed.
    ``islands`` are known of lines of which every release was run.
    """

    index: Grid
    headline: Headline
    claims: tuple[Claimed, ...]
    helped: tuple[SharedAdvice, ...]
    guide: Detail | None
    groups: tuple[Group, ...]
    excluded: tuple[Excluded, ...]
    depending: tuple[Depending, ...]
    islands: tuple[IslandRow, ...]
    marks: dict[str, str]
    forms: frozenset[str]
    pythons: tuple[tuple[PythonColumn, bool], ...]
    releases: tuple[ReleaseRow, ...]
    unprobed: tuple[str, ...]
    provenance: tuple[tuple[str, str], ...]


def make_headline(matrix: Matrix, index: Grid) -> Headline:
    """Return the sentence, the findings and the guide's table."""
    shown = make_table(index, GUIDE)
    return Headline(
        sentence=describe_run(index, matrix.provenance),
        findings=find_findings(index, matrix.scenarios),
        tracer=describe_tracer(index),
        table=shown,
        guide=next((each for each in matrix.scenarios if each.id == GUIDE), None),
        overrides=group_overrides(index),
        marks=mark_flags(list_flags(shown)),
        interpolated=is_interpolated(shown),
    )


def make_page(matrix: Matrix, traces: Traces, found: Iterable[Sensitivity] = ()) -> Page:
    """Return all that a page says above the evidence; ``found`` is what else was resolved for."""
    index = Grid(matrix=matrix)
    head = make_headline(matrix, index)
    details = [describe_scenario(index, each) for each in matrix.scenarios]
    probed = {cell.python for cell in index.telling}
    return Page(
        index=index,
        headline=head,
        claims=judge_claims(index, matrix, traces),
        helped=group_agreeing(each.by_hand for each in details if each.by_hand),
        guide=next((each for each in details if each.scenario.id == GUIDE), None),
        groups=group_scenarios(index, details),
        excluded=group_excluded(index),
        depending=describe_depending(index, found),
        islands=group_islands(index, find_islands(matrix)),
        marks=mark_flags(chain(head.marks, *(each.flags for each in details))),
        forms=frozenset(form.removeprefix(REMEDY) for each in details for form in each.forms),
        pythons=tuple(
            (each, _has_ended(each, find_day(matrix.provenance))) for each in matrix.pythons
        ),
        releases=tuple(each for each in matrix.releases if each.version in index.place),
        unprobed=tuple(python for python in index.pythons if python not in probed),
        provenance=describe_provenance(matrix.provenance),
    )


def _has_ended(python: PythonColumn, today: str) -> bool:
    return python.end_of_life is not None and python.end_of_life <= today


def mark_flags(flags: Iterable[str]) -> dict[str, str]:
    """Return footnote marks in the order of first use: a to z, a2 to z2 and on."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    return {
        flag: letters[n % len(letters)] + (str(n // len(letters) + 1) if n >= len(letters) else "")
        for n, flag in enumerate(dict.fromkeys(flags))
    }


def describe_provenance(known: Provenance) -> tuple[tuple[str, str], ...]:
    """Return when, with what and where a matrix was measured, by label."""
    commit = (("Commit", known.commit),) if known.commit else ()
    return (
        ("Measured", known.generated_at),
        ("Dependencies as of", known.dependencies_as_of),
        ("Suite", f"{known.suite_version}, SHA-256 {known.suite_hash}"),
        ("Platform", known.platform),
        ("Tools", ", ".join(f"{name} {version}" for name, version in sorted(known.tools.items()))),
        ("Index", known.index),
        ("Selection", known.selection),
        ("Runs of each cell", str(known.repeated)),
        ("Plan", known.plan),
        *commit,
        *(("Measured on", words) for words in describe_machines(known.origins)),
        ("To measure this again", known.command),
    )
