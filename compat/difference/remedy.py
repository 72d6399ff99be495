"""What to write where a scenario loses something: the form that shows most."""

from collections.abc import Iterable
from dataclasses import dataclass

from compat.difference.effect import HIDDEN, LOSSES, Effect, find_written
from compat.difference.pair import Pair
from compat.matrix.index import Index
from compat.matrix.model import NAIVE, SHOWN, SIMPLEST_FIRST, Cell, Outcome, Result
from compat.matrix.outcome import is_better
from compat.record.model import ScenarioInfo
from compat.schema import strict


@strict
@dataclass(frozen=True, kw_only=True)
class Remedy:
    """A form to write: what it comes to in the target, and today; ``None``: not measured.

    ``form`` may be the one that passes nothing, for who passes something that harms. ``code`` is
    the form's source as the suite has it, ``instead_of`` that of the form that people write first.
    ``scenario`` is another one if the code is that one's: to hide in another way.
    """

    form: str
    before: Outcome | None
    after: Outcome
    code: str
    instead_of: str
    scenario: str | None = None


def find_help(
    known: Index, scenario: ScenarioInfo, ends: Pair, effect: Effect | None
) -> Remedy | None:
    """Return what to write where something is lost or leaks; None where nothing is."""
    before, after = ends.results(scenario.id)
    if effect is Effect.LEAKS:
        return find_hider(known.matrix.scenarios, scenario, ends.before, ends.after)
    return find_remedy(scenario, before, after, effect) if after and effect in LOSSES else None


def find_remedy(
    scenario: ScenarioInfo, before: Result | None, after: Result, means: Effect | None = None
) -> Remedy | None:
    """Return the form that shows most in the target; None if none shows more than the first one.

    Of equal ones the one that shows most today comes first, since it can be written before the
    upgrade, then the simplest. Where only what is passed by hand gets worse (``means``), to pass
    nothing may be what helps.
    """
    written = find_written(after)
    now, was = after.forms, before.forms if before else {}
    first = now.get(written or "", Outcome.LOST)
    if means is Effect.BY_HAND and written == NAIVE and first is Outcome.NESTED:
        return _make_remedy(scenario, NAIVE, was.get(NAIVE), first)
    offered = [form for form in now if form != written and is_better(now[form], first)]
    if not offered:
        return None
    best = min(
        offered,
        key=lambda form: (_rank_outcome(now[form]), _rank_outcome(was.get(form)), _rank_form(form)),
    )
    return _make_remedy(scenario, best, was.get(best), now[best])


def find_hider(
    scenarios: Iterable[ScenarioInfo], leaking: ScenarioInfo, before: Cell, after: Cell
) -> Remedy | None:
    """Return another way to hide what a scenario shows in a cell; None if none hides it there."""
    for each in scenarios:
        found = after.results.get(each.id)
        if each.row != "hiding" or found is None or found.answer != HIDDEN:
            continue
        written = find_written(found) or ""
        was = before.results.get(each.id)
        return Remedy(
            form=written,
            before=was.outcomes.get(written) if was else None,
            after=found.outcomes[written],
            code=each.sources.get(written, ""),
            instead_of=leaking.sources.get(written, ""),
            scenario=each.id,
        )
    return None


def _make_remedy(
    scenario: ScenarioInfo, form: str, before: Outcome | None, after: Outcome
) -> Remedy:
    first = next((each for each in SIMPLEST_FIRST if each in scenario.variants), "")
    return Remedy(
        form=form,
        before=before,
        after=after,
        code=scenario.sources.get(form, ""),
        instead_of=scenario.sources.get(first, "") if form != first else "",
    )


def _rank_outcome(seen: Outcome | None) -> int:
    return SHOWN.index(seen) if seen in SHOWN else len(SHOWN)


def _rank_form(form: str) -> tuple[int, str]:
    known = form in SIMPLEST_FIRST
    return SIMPLEST_FIRST.index(form) if known else len(SIMPLEST_FIRST), form
