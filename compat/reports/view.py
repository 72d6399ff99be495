"""Everything that a page says, before it is put into a format."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from compat.matrix.model import Matrix, Provenance, PythonColumn, ReleaseRow, Verdict
from compat.record.model import ScenarioInfo
from compat.reports.byhand import ByHand, by_hand
from compat.reports.excluded import Excluded, excluded
from compat.reports.finding import Finding, findings
from compat.reports.grid import Grid, grid
from compat.reports.override import Override, overrides
from compat.reports.sentence import dated, day
from compat.reports.table import Overview, Table, overview, table
from compat.reports.words import GUIDE


@dataclass(frozen=True, kw_only=True)
class Headline:
    """What stands at the top of every report. ``marks`` are the footnotes of the flags in it."""

    sentence: str
    findings: tuple[Finding, ...]
    table: Table
    guide: ScenarioInfo | None
    overrides: tuple[Override, ...]
    marks: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Page:
    """The whole page. ``marks`` begins with the headline's, so a letter means one flag.

    ``pythons`` come with whether their end of life was reached when the run was; ``releases`` are
    those selected.
    """

    index: Grid
    headline: Headline
    manual: tuple[ByHand, ...]
    broken: tuple[ByHand, ...]
    overview: Overview
    scenarios: tuple[tuple[ScenarioInfo, Table], ...]
    excluded: tuple[Excluded, ...]
    marks: dict[str, str]
    pythons: tuple[tuple[PythonColumn, bool], ...]
    releases: tuple[ReleaseRow, ...]
    provenance: tuple[tuple[str, str], ...]


def headline(matrix: Matrix, index: Grid) -> Headline:
    """Return the sentence, the findings and the guide's table."""
    shown = table(index, GUIDE)
    return Headline(
        sentence=dated(index, matrix.provenance),
        findings=findings(index, matrix.scenarios),
        table=shown,
        guide=next((each for each in matrix.scenarios if each.id == GUIDE), None),
        overrides=overrides(index),
        marks=_marks(_flags(shown)),
    )


def page(matrix: Matrix) -> Page:
    """Return all that a page says without the traces."""
    index = grid(matrix)
    head = headline(matrix, index)
    scenarios = tuple((each, table(index, each.id, by_line=False)) for each in matrix.scenarios)
    return Page(
        index=index,
        headline=head,
        manual=by_hand(index, matrix.scenarios, Verdict.MANUAL),
        broken=by_hand(index, matrix.scenarios, Verdict.BROKEN),
        overview=overview(index, matrix.scenarios),
        scenarios=scenarios,
        excluded=excluded(index),
        marks=_marks(chain(head.marks, *(_flags(shown) for _, shown in scenarios))),
        pythons=tuple((each, _ended(each, day(matrix.provenance))) for each in matrix.pythons),
        releases=tuple(each for each in matrix.releases if each.version in index.place),
        provenance=_provenance(matrix.provenance),
    )


def _flags(shown: Table) -> Iterable[str]:
    return (
        flag for row in shown.rows for cell in row.cells for part in cell for flag in part.flags
    )


def _ended(python: PythonColumn, today: str) -> bool:
    return python.end_of_life is not None and python.end_of_life <= today


def _marks(flags: Iterable[str]) -> dict[str, str]:
    """Return footnote marks in the order of first use: a to z, a2 to z2 and on."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    return {
        flag: letters[n % len(letters)] + (str(n // len(letters) + 1) if n >= len(letters) else "")
        for n, flag in enumerate(dict.fromkeys(flags))
    }


def _provenance(known: Provenance) -> tuple[tuple[str, str], ...]:
    return (
        ("Measured", known.generated_at),
        ("Dependencies as of", known.dependencies_as_of),
        ("Suite", f"{known.suite_version}, SHA-256 {known.suite_hash}"),
        ("Platform", known.platform),
        ("Tools", ", ".join(f"{name} {version}" for name, version in sorted(known.tools.items()))),
        ("Index", known.index),
        ("Selection", known.selection),
        ("Plan", known.plan),
        ("To measure this again", known.command),
    )
