"""What is not seen whole in either end: told too, for an upgrade does not mend it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from compat.difference.effect import SHOWS, Effect, find_seen
from compat.difference.pair import Pair
from compat.difference.remedy import Remedy, find_remedy
from compat.matrix.model import SHOWN, Cell, Outcome, Result, Verdict
from compat.record.model import ChildKind, ScenarioInfo
from compat.schema import strict

_JUDGED = (Verdict.AUTOMATIC, Verdict.MANUAL, Verdict.BROKEN, Verdict.UNKNOWN)
NOT_WHOLE = (Outcome.FLATTENED, Outcome.SPLIT, Outcome.LOST, Outcome.RAISED)
"""What is less than complete: parent or child is missing, it stands apart, or the code fails."""


@strict
@dataclass(frozen=True, kw_only=True)
class Missed:
    """A scenario of which as little is seen in the target as in the source.

    ``seen`` is what comes of it in both, as people write it first; None where it is meant to be
    hidden, and shows in both.
    """

    scenario: str
    title: str
    child: ChildKind
    seen: Outcome | None
    remedy: Remedy | None


def find_missed(scenarios: Iterable[ScenarioInfo], source: Cell, target: Cell) -> Iterator[Missed]:
    """Give the scenarios of which as little is seen in the target as in the source."""
    ends = Pair(before=source, after=target)
    for each in scenarios:
        before, after = ends.results(each.id)
        if before and after and _is_missed_alike(before, after):
            leaks = after.verdict is Verdict.RECORDED
            effect = Effect.LEAKS if leaks else Effect.SILENT
            yield Missed(
                scenario=each.id,
                title=each.title,
                child=each.child,
                seen=None if leaks else find_seen(after),
                remedy=find_remedy(each, before, after, effect),
            )


def sees_most(cell: Cell, scenarios: Iterable[str]) -> bool:
    """Tell whether at least half of some scenarios show something as people write them first.

    Those that ask nothing of the kind are not counted.
    """
    results = [cell.results[name] for name in scenarios if name in cell.results]
    seen = [each for each in map(tells_seen, results) if each is not None]
    return 2 * sum(seen) >= len(seen)


def tells_seen(result: Result) -> bool | None:
    """Tell whether something is seen of a scenario; None where that is not the question."""
    return find_seen(result) in SHOWN if result.verdict in _JUDGED else None


def is_less_than_whole(result: Result) -> bool:
    """Tell whether something is missing, fails, or shows that is meant to be hidden."""
    if result.verdict is Verdict.RECORDED:
        return result.answer == SHOWS
    return result.verdict in _JUDGED and find_seen(result) in NOT_WHOLE


def _is_missed_alike(before: Result, after: Result) -> bool:
    both = is_less_than_whole(before) and is_less_than_whole(after)
    recorded = Verdict.RECORDED in (before.verdict, after.verdict)
    same = before.verdict is after.verdict if recorded else find_seen(before) is find_seen(after)
    return both and same
