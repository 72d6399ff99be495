"""What to write where a scenario loses something: the form that shows most."""

from dataclasses import dataclass

from compat.difference.effect import Effect, find_written
from compat.matrix.model import NAIVE, SHOWN, SIMPLEST_FIRST, Outcome, Result
from compat.matrix.outcome import is_better
from compat.record.model import ScenarioInfo
from compat.schema import strict


@strict
@dataclass(frozen=True, kw_only=True)
class Remedy:
    """A form to write: what it comes to in the target, and today; ``None``: not measured.

    ``after`` is lost where that is what is wanted: the child is hidden. ``form`` may be the one
    that passes nothing, for who passes something that harms. ``code`` is the form's source as the
    suite has it, ``instead_of`` that of the form that people write first.
    """

    form: str
    before: Outcome | None
    after: Outcome
    code: str
    instead_of: str


def find_remedy(
    scenario: ScenarioInfo, before: Result | None, after: Result, means: Effect | None = None
) -> Remedy | None:
    """Return the form that shows most in the target; None if none shows more than the first one.

    Of equal ones the one that shows most today comes first, since it can be written before the
    upgrade, then the simplest. Where only what is passed by hand gets worse (``means``), to pass
    nothing may be what helps; where what is meant to be hidden shows, what hides it.
    """
    if means is Effect.LEAKS:
        return _find_hider(scenario, before, after)
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


def _find_hider(scenario: ScenarioInfo, before: Result | None, after: Result) -> Remedy | None:
    """Return the first form that hides in the target what the first one shows."""
    hidden = (form for form, seen in after.forms.items() if seen is Outcome.LOST)
    form = next(hidden, None)
    was = before.forms.get(form) if before and form else None
    return _make_remedy(scenario, form, was, Outcome.LOST) if form else None


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
