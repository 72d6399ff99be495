"""Whether a difference is for the better, for the worse, or one of knowing."""

from enum import StrEnum

from compat.difference.effect import LOSSES, Effect, find_form_changes
from compat.matrix.model import Outcome, Result
from compat.matrix.sure import is_unsure
from compat.record.model import FOUND_OUT, Status


class Kind(StrEnum):
    """What a difference means, the most pressing first.

    ``LOST_SIGHT``: what was known is not known any more. ``FOUND_OUT``: the other way round.
    """

    WORSE = "worse"
    LOST_SIGHT = "known-to-unknown"
    OTHER = "other"
    FOUND_OUT = "unknown-to-known"
    BETTER = "better"


_UNMEASURED = (None, Outcome.UNKNOWN)


def find_result_kind(means: Effect, before: Result | None, after: Result | None) -> Kind:
    """Return what kind of difference an effect between two results is."""
    if means in LOSSES:
        return Kind.WORSE
    if means is Effect.BETTER:
        return Kind.BETTER
    if means is Effect.OTHER:
        return Kind.OTHER
    return _judge_turn(_is_unsure(before), _is_unsure(after)) or _judge_forms(before, after)


def find_status_kind(before: Status, after: Status) -> Kind:
    """Return what kind of difference two unequal statuses are.

    A cell that cannot be installed is a finding; one that crashed, or was not installed for lack of
    a network, tells nothing.
    """
    if turned := _judge_turn(before not in FOUND_OUT, after not in FOUND_OUT):
        return turned
    if before is Status.PROBED:
        return Kind.WORSE
    return Kind.BETTER if after is Status.PROBED else Kind.OTHER


def _judge_forms(before: Result | None, after: Result | None) -> Kind:
    """Judge results as known as each other by their forms; one may be measured for one only."""
    if before is None or after is None:
        return Kind.OTHER
    kinds = {
        _judge_turn(each.before in _UNMEASURED, each.after in _UNMEASURED)
        for each in find_form_changes(before, after)
    }
    return next((kind for kind in (Kind.LOST_SIGHT, Kind.FOUND_OUT) if kind in kinds), Kind.OTHER)


def _judge_turn(unknown_before: bool, unknown_after: bool) -> Kind | None:  # noqa: FBT001 - two sides
    """Return which way knowing went; None if it stayed."""
    if unknown_before == unknown_after:
        return None
    return Kind.LOST_SIGHT if unknown_after else Kind.FOUND_OUT


def _is_unsure(result: Result | None) -> bool:
    """Tell whether a result is none, or one that is not known."""
    return result is None or is_unsure(result)
