"""What is published about this, and in which cells it is so."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from compat.claims.check import check
from compat.claims.model import Checked, load_claims
from compat.matrix.model import Cell, Matrix, Traces
from compat.reports.table.grid import Grid, describe_place
from compat.reports.text import format_amount


@dataclass(frozen=True, kw_only=True)
class Counterexample:
    """Cells in which a claim fails with one and the same trace; ``cell`` is the first's id."""

    where: str
    cell: str


@dataclass(frozen=True, kw_only=True)
class Claimed:
    """A claim for one scenario. ``holds`` is None if no cell tells."""

    says: str
    source: str
    scenario: str
    holds: bool | None
    words: str
    counterexamples: tuple[Counterexample, ...]


def judge_claims(index: Grid, matrix: Matrix, traces: Traces) -> tuple[Claimed, ...]:
    """Return every claim with every scenario that it speaks of."""
    rows = []
    for each in check(load_claims(), matrix, traces):
        against = [index.cells[name] for name in each.exceptions]
        rows.append(
            Claimed(
                says=each.claim.says,
                source=each.claim.source,
                scenario=each.scenario,
                holds=each.holds,
                words=_describe(index, each, against),
                counterexamples=_find_counterexamples(index, each, against),
            )
        )
    return tuple(rows)


def group_by_claim(claims: Iterable[Claimed]) -> list[tuple[str, list[Claimed]]]:
    """Return the claims as they are said, each with its scenarios."""
    return [(says, list(rows)) for says, rows in groupby(claims, key=lambda claim: claim.says)]


def join_alike(claims: Iterable[Claimed]) -> list[tuple[tuple[str, str], list[Claimed]]]:
    """Return neighbours that say the same of several scenarios together, by claim and words."""
    found = groupby(claims, key=lambda claim: (claim.says, claim.words))
    return [(said, list(rows)) for said, rows in found]


def _describe(index: Grid, seen: Checked, against: list[Cell]) -> str:
    tested = len(seen.tested)
    if not tested:
        return "nothing known"
    if not against:
        return f"holds ({format_amount(tested, 'cell')})"
    if len(against) == tested:
        return f"fails in all {tested}"
    return f"fails in {len(against)} of {tested} cells: {describe_place(index, against)}"


def _find_counterexamples(
    index: Grid, seen: Checked, against: list[Cell]
) -> tuple[Counterexample, ...]:
    groups: defaultdict[str, list[Cell]] = defaultdict(list)
    for cell in against:
        groups[cell.results[seen.scenario].traces[seen.claim.variant]].append(cell)
    return tuple(
        Counterexample(where=describe_place(index, cells), cell=cells[0].id)
        for cells in groups.values()
    )
