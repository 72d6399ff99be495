"""The scenarios by the suite's groups, each with an overview."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from compat.matrix.model import Verdict
from compat.reports.headline.detail import Detail
from compat.reports.table.grid import Grid
from compat.reports.table.table import Overview, make_overview
from compat.reports.text import format_amount, make_anchor
from compat.reports.words import GUIDE

_TALLIES = (
    ({Verdict.INCONSISTENT, Verdict.UNKNOWN}, "not sure somewhere"),
    ({Verdict.BROKEN}, "broken somewhere"),
    ({Verdict.MANUAL}, "manual somewhere"),
    ({Verdict.AUTOMATIC}, "automatic"),
    ({Verdict.RECORDED}, "recorded"),
    ({Verdict.ABSENT}, "absent"),
)
"""The first that is among a scenario's verdicts counts, so ``automatic`` means nothing worse."""


@dataclass(frozen=True, kw_only=True)
class Group:
    """Scenarios of one kind. ``tally`` counts them by what is worst about each."""

    name: str
    anchor: str
    overview: Overview
    details: tuple[Detail, ...]
    tally: str


def group_scenarios(index: Grid, details: Iterable[Detail]) -> tuple[Group, ...]:
    """Return the groups in the suite's order, that of the guide's tool first."""
    found: dict[str, list[Detail]] = {}
    for each in details:
        found.setdefault(each.scenario.group, []).append(each)
    rows = sorted(found.items(), key=lambda item: all(d.scenario.id != GUIDE for d in item[1]))
    return tuple(
        Group(
            name=name,
            anchor=make_anchor(name),
            overview=make_overview(index, [each.scenario for each in rows]),
            details=tuple(rows),
            tally=_count_verdicts(rows),
        )
        for name, rows in rows
    )


def _count_verdicts(details: Sequence[Detail]) -> str:
    counts = Counter(map(_find_worst, details))
    known = [*(words for _, words in _TALLIES), "not measured"]
    each = ", ".join(f"{counts[words]} {words}" for words in known if counts[words])
    return f"{format_amount(len(details), 'scenario')}: {each}"


def _find_worst(detail: Detail) -> str:
    verdicts = {row.result.verdict for row in detail.outcomes}
    return next((words for those, words in _TALLIES if those & verdicts), "not measured")
