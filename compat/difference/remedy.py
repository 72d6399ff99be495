"""What to write where a scenario loses something: the by-hand form that shows most."""

from dataclasses import dataclass

from compat.matrix.model import NAIVE, SHOWN, SIMPLEST_FIRST, Outcome, Result
from compat.matrix.outcome import is_better
from compat.record.model import ScenarioInfo
from compat.schema import strict


@strict
@dataclass(frozen=True, kw_only=True)
class Remedy:
    """A by-hand form to write: what it comes to in the target, and today; ``None``: not measured.

    ``code`` is the form's source as the suite has it.
    """

    form: str
    before: Outcome | None
    after: Outcome
    code: str


def find_remedy(scenario: ScenarioInfo, before: Result | None, after: Result) -> Remedy | None:
    """Return the by-hand form that shows most in the target; None if none shows more than nothing.

    Of equal ones the one that shows most today comes first, since it can be written before the
    upgrade, then the simplest.
    """
    now, was = _pick_by_hand(after), _pick_by_hand(before) if before else {}
    naive = after.outcomes.get(NAIVE, Outcome.LOST)
    offered = [form for form, seen in now.items() if is_better(seen, naive)]
    if not offered:
        return None
    best = min(
        offered,
        key=lambda form: (_rank_outcome(now[form]), _rank_outcome(was.get(form)), _rank_form(form)),
    )
    code = scenario.sources.get(best, "")
    return Remedy(form=best, before=was.get(best), after=now[best], code=code)


def _pick_by_hand(result: Result) -> dict[str, Outcome]:
    return {form: seen for form, seen in result.forms.items() if form != NAIVE}


def _rank_outcome(seen: Outcome | None) -> int:
    return SHOWN.index(seen) if seen in SHOWN else len(SHOWN)


def _rank_form(form: str) -> tuple[int, str]:
    known = form in SIMPLEST_FIRST
    return SIMPLEST_FIRST.index(form) if known else len(SIMPLEST_FIRST), form
