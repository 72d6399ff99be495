"""The whole answer: from one cell of a matrix to another."""

from collections.abc import Collection, Iterable, Iterator

from compat.matrix.model import NAIVE, SIMPLEST_FIRST, Cell, Outcome, Result
from compat.matrix.outcome import better
from compat.record.model import FOUND_OUT, ScenarioInfo, Status
from compat.upgrade.cause import axis, legs, turns
from compat.upgrade.effect import form_changes
from compat.upgrade.index import Index
from compat.upgrade.model import (
    LOSSES,
    Change,
    Decision,
    Effect,
    End,
    Remedy,
    Said,
    Upgrade,
)
from compat.upgrade.near import Wish, nearest_safe

_ORDER = tuple(Effect)
_BEST_FIRST = (Outcome.NESTED, Outcome.FLATTENED)


def upgrade(
    known: Index, source: Cell, target: Cell, only: Collection[str] | None = None
) -> Upgrade:
    """Return what changes from one cell of a matrix to another.

    ``source`` was probed; where the target was not, there is a reason and nothing to compare.
    ``only`` names the scenarios to look at, all if it is None.
    """
    wanted = [each for each in known.scenarios if only is None or each.id in only]
    changes = tuple(_changes(known, wanted, source, target))
    names = [each.id for each in wanted]
    decided = decision(known, source, target, names)
    wish = Wish(known=known, source=source, target=target, scenarios=names)
    return Upgrade(
        source=_end(known, source),
        target=_end(known, target),
        decision=decided,
        changes=changes,
        same=len(wanted) - len(changes) if target.results else 0,
        nearest=() if decided is Decision.SAFE else nearest_safe(wish, decision),
    )


def decision(known: Index, source: Cell, target: Cell, scenarios: Iterable[str]) -> Decision:
    """Return whether code that works in one cell works in another."""
    if target.status is not Status.PROBED:
        return Decision.BLOCKED if target.status in FOUND_OUT else Decision.UNKNOWN
    found = set()
    for name in scenarios:
        means = known.effects(source.results.get(name), target.results.get(name))
        if means in LOSSES:
            return Decision.CHANGES
        found.add(means)
    return Decision.UNKNOWN if Effect.UNKNOWN in found else Decision.SAFE


def remedy(scenario: ScenarioInfo, before: Result | None, after: Result) -> Remedy | None:
    """Return the by-hand form that shows most in the target; None if none shows more than nothing.

    Of equal ones the one that shows most today comes first, since it can be written before the
    upgrade, then the simplest.
    """
    now, was = _by_hand(after), _by_hand(before) if before else {}
    naive = after.outcomes.get(NAIVE, Outcome.LOST)
    offered = [form for form, seen in now.items() if better(seen, naive)]
    if not offered:
        return None
    best = min(offered, key=lambda form: (_place(now[form]), _place(was.get(form)), _plain(form)))
    code = scenario.sources.get(best, "")
    return Remedy(form=best, before=was.get(best), after=now[best], code=code)


def _changes(
    known: Index, scenarios: Iterable[ScenarioInfo], source: Cell, target: Cell
) -> Iterator[Change]:
    if target.status is not Status.PROBED:
        return
    found = (_change(known, scenario, source, target) for scenario in scenarios)
    yield from sorted(
        (change for change in found if change),
        key=lambda change: (_ORDER.index(change.effect), not _naive(change)),
    )


def _change(known: Index, scenario: ScenarioInfo, source: Cell, target: Cell) -> Change | None:
    before, after = source.results.get(scenario.id), target.results.get(scenario.id)
    means = known.effects(before, after)
    if means is None:
        return None
    cause = axis(known, scenario.id, source, target)
    return Change(
        scenario=scenario.id,
        group=scenario.group,
        title=scenario.title,
        effect=means,
        before=_short(before),
        after=_short(after),
        forms=form_changes(before, after) if before and after else (),
        axis=cause,
        turns=tuple(turns(legs(known, scenario.id, source, target, cause), scenario.id)),
        remedy=remedy(scenario, before, after) if after and means in LOSSES else None,
    )


def _by_hand(result: Result) -> dict[str, Outcome]:
    return {form: seen for form, seen in result.forms.items() if form != NAIVE}


def _place(seen: Outcome | None) -> int:
    return _BEST_FIRST.index(seen) if seen in _BEST_FIRST else len(_BEST_FIRST)


def _plain(form: str) -> tuple[int, str]:
    known = form in SIMPLEST_FIRST
    return SIMPLEST_FIRST.index(form) if known else len(SIMPLEST_FIRST), form


def _naive(change: Change) -> bool:
    return any(each.form == NAIVE and each.effect is change.effect for each in change.forms)


def _short(result: Result | None) -> Said | None:
    return Said(verdict=result.verdict, answer=result.answer) if result else None


def _end(known: Index, cell: Cell) -> End:
    return End(
        cell=cell.id,
        python=cell.python,
        core=cell.core,
        status=cell.status,
        reason=cell.reason,
        exact=known.exact.get(cell.python),
        overrides=cell.overrides,
        yanked=known.yanked.get(cell.core),
    )
