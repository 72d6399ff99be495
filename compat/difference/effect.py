"""What the difference between two results of a scenario means for code."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final, assert_never

from compat.matrix.model import SHOWN, SIMPLEST_FIRST, Outcome, Result, Verdict
from compat.matrix.reading import LOSSES_ON_THE_WAY
from compat.matrix.sure import is_unsure
from compat.schema import strict


class Effect(StrEnum):
    """What a change means for code, the most pressing first.

    ``SILENT``: the child shows less, and nothing is raised. ``RAISES``: an exception comes out
    where none did. ``LEAKS``: what is meant to be hidden shows. ``WORSE``: any other loss, such as
    the caller's tags or the API itself. These four are of code as people write it first; a loss of
    a form by hand alone is ``BY_HAND``. ``UNKNOWN``: not known before or after. ``OTHER``: a
    difference that is neither better nor worse, such as another answer. ``NEW``: the code did not
    apply before.
    """

    SILENT = "silent"
    RAISES = "raises"
    LEAKS = "leaks"
    WORSE = "worse"
    BY_HAND = "by-hand"
    UNKNOWN = "unknown"
    OTHER = "other"
    NEW = "new"
    BETTER = "better"


DECISIVE = (Effect.SILENT, Effect.RAISES, Effect.LEAKS, Effect.WORSE)
"""Effects by which code that passes nothing by hand gets worse."""

LOSSES = (*DECISIVE, Effect.BY_HAND)
"""Effects by which somebody's code gets worse."""


@strict
@dataclass(frozen=True, kw_only=True)
class FormChange:
    """One form of a scenario: a variant, or ``remedy-NAME``.

    ``flags`` are those that come or go with it, ``+tags-lost`` and ``-tags-lost``.
    """

    form: str
    effect: Effect
    before: Outcome | None
    after: Outcome | None
    flags: tuple[str, ...] = ()


_PAIRS: Final = 1 << 16
_SHOWN_BEST_FIRST = (*SHOWN, Outcome.LOST)
HIDDEN, SHOWS = "hidden", "shown"
"""The answers of a scenario that is meant to hide something."""

_OF_HIDING: Mapping[tuple[str | None, str | None], Effect] = {
    (HIDDEN, SHOWS): Effect.LEAKS,
    (SHOWS, HIDDEN): Effect.BETTER,
}


def pick_most_pressing(effects: Iterable[Effect]) -> Effect:
    """Return the most pressing of some effects; there must be one."""
    return min(effects, key=tuple(Effect).index)


@lru_cache(maxsize=_PAIRS)
def find_effect(before: Result | None, after: Result | None) -> Effect | None:
    """Return what the difference between two results means; None if they say the same.

    ``None`` stands for a scenario that the cell did not measure. What is not known is unknown even
    where it is not known twice. Cells share few results, so what was said is remembered.
    """
    if before is None or after is None:
        return Effect.UNKNOWN
    open_ = [Effect.UNKNOWN] if is_unsure(before) or is_unsure(after) else []
    if before.saying == after.saying:
        return next(iter(open_), None)
    written = find_written(after)
    changed = (_weigh(each, written) for each in find_form_changes(before, after))
    return pick_most_pressing([*_judge_records(before, after), *changed, *open_] or [Effect.OTHER])


def answers_alike(before: Result | None, after: Result | None) -> bool:
    """Tell whether both record the same answer: nothing changes then, whatever else was seen."""
    return (
        before is not None
        and after is not None
        and before.verdict is after.verdict is Verdict.RECORDED
        and before.answer == after.answer
    )


def find_written(result: Result) -> str | None:
    """Return the form in which people write a scenario first: with nothing passed, if it has that.

    None if it has none of the forms that are taught.
    """
    return next((form for form in SIMPLEST_FIRST if form in result.outcomes), None)


def find_seen(result: Result) -> Outcome | None:
    """Return what comes of a scenario as people write it first; None if it has no such form."""
    return result.outcomes.get(find_written(result) or "")


def _weigh(change: "FormChange", written: str | None) -> Effect:
    """Return what a form's change means for the scenario; a loss of the first form decides."""
    by_hand = change.form != written and change.effect in DECISIVE
    return Effect.BY_HAND if by_hand else change.effect


def find_form_changes(before: Result, after: Result) -> tuple[FormChange, ...]:
    """Return the forms that differ, variants first, each with what its difference means.

    There are none where a fact is recorded: what its code comes to is not good or bad.
    """
    if Verdict.RECORDED in (before.verdict, after.verdict):
        return ()
    was, now = before.forms, after.forms
    found = (
        _find_form_change(
            form, was.get(form), now.get(form), _read_flags(form, before), _read_flags(form, after)
        )
        for form in dict.fromkeys((*was, *now))
    )
    return tuple(each for each in found if each)


def _find_form_change(
    form: str,
    before: Outcome | None,
    after: Outcome | None,
    flags: frozenset[str],
    later: frozenset[str],
) -> FormChange | None:
    effects = [*_judge_outcomes(before, after)]
    came, went = sorted(later - flags), sorted(flags - later)
    if {before, after} <= {*SHOWN}:
        effects += [Effect.WORSE] if came else []
        effects += [Effect.BETTER] if went else []
    if not effects:
        return None
    return FormChange(
        form=form,
        effect=pick_most_pressing(effects),
        before=before,
        after=after,
        flags=(*(f"+{flag}" for flag in came), *(f"-{flag}" for flag in went)),
    )


def _judge_outcomes(before: Outcome | None, after: Outcome | None) -> Iterable[Effect]:
    if before == after:
        return
    match before, after:
        case (None | Outcome.UNKNOWN, _) | (_, None | Outcome.UNKNOWN):
            yield Effect.UNKNOWN
        case Outcome.ABSENT, _:
            yield Effect.NEW
        case _, Outcome.ABSENT:
            yield Effect.WORSE
        case _, Outcome.RAISED:
            yield Effect.RAISES
        case Outcome.RAISED, Outcome.LOST:
            yield Effect.OTHER  # the code did not work; now it fails without a word
        case Outcome.RAISED, _:
            yield Effect.BETTER
        case (Outcome() as was, Outcome() as now):
            less = _SHOWN_BEST_FIRST.index(now) > _SHOWN_BEST_FIRST.index(was)
            yield Effect.SILENT if less else Effect.BETTER
        case _:
            assert_never((before, after))


def _judge_records(before: Result, after: Result) -> Iterable[Effect]:
    """Return what a recorded fact's difference means."""
    match before.verdict, after.verdict:
        case Verdict.RECORDED, Verdict.RECORDED:
            yield _OF_HIDING.get((before.answer, after.answer), Effect.OTHER)
        case Verdict.RECORDED, Verdict.ABSENT:
            yield Effect.WORSE
        case Verdict.ABSENT, Verdict.RECORDED:
            yield Effect.NEW
        case _:
            return


def _read_flags(form: str, result: Result) -> frozenset[str]:
    named = (flag.partition(":") for flag in result.flags)
    return frozenset(
        name for name, _, variant in named if variant == form and name in LOSSES_ON_THE_WAY
    )
