"""Whether it is known what a scenario came to."""

from compat.matrix.model import NAIVE, Outcome, Result, Verdict

_NOT_NESTED = (Outcome.FLATTENED, Outcome.SPLIT, Outcome.LOST, Outcome.RAISED)


def is_unsure(result: Result) -> bool:
    """Tell whether something is not known: more than whether a form by hand would help."""
    seen = result.forms
    by_hand = [outcome for form, outcome in seen.items() if form != NAIVE]
    unaided = seen.get(NAIVE) in _NOT_NESTED and all(o is Outcome.ABSENT for o in by_hand)
    match result.verdict:
        case Verdict.INCONSISTENT:
            return True
        case Verdict.UNKNOWN:
            return not unaided
        case _:
            return False
