"""The first sentence of an answer: the one thing that changes, in whose code, and since when.

The page's script puts the same sentence together (``sentence.js``); a test holds both equal.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import assert_never

from packaging.version import Version

from compat.difference.cause import Axis
from compat.difference.effect import DECISIVE, Effect, FormChange
from compat.difference.upgrade import Decision, ExplainedChange, Upgrade
from compat.matrix.model import Outcome
from compat.record.model import ChildKind, Status
from compat.reports.difference import answer_words as words
from compat.reports.difference import end_words
from compat.reports.words import describe_status

Codes = Mapping[str, str]
"""Whose code a scenario is about, by the scenario's id, like ``async tools that call a chain``."""


def word_answer(found: Upgrade, codes: Codes) -> str:
    """Return whether the upgrade may be made, and what it changes first of all."""
    if found.source.cell == found.target.cell:
        return words.SAME_ENDS
    match found.decision:
        case Decision.BLOCKED:
            end = found.target
            obstacle = end_words.describe_obstacle(end.status, end.reason, end.reason_class)
            return words.BLOCKED.format(target=end_words.describe_place(end), obstacle=obstacle)
        case Decision.UNKNOWN:
            return _word_unknown(found)
        case Decision.CHANGES:
            return _word_changes(found, codes)
        case Decision.SAFE:
            return _word_safe(found, codes)
        case _:
            assert_never(found.decision)


def word_loss(child: ChildKind, change: FormChange | None, effect: Effect) -> str:
    """Return what code loses by a change of a form, as a verb of a plural."""
    if effect is Effect.LEAKS:
        return words.LEAKS
    if change is None:
        return words.NO_API if effect is Effect.WORSE else words.LOSES_SOMETHING
    if change.before is change.after:
        came = (flag[1:] for flag in change.flags if flag.startswith("+"))
        return words.LOSES_FLAGS.get(next(came, ""), words.LOSES_SOMETHING)
    lost = {
        **words.LOSES,
        Outcome.LOST: words.LOSES_CHILD.get(child, words.LOSES_WRITTEN),
    }
    return lost.get(change.after or Outcome.UNKNOWN, words.LOSES_SOMETHING)


def pick_loss(
    effect: Effect, forms: Iterable[FormChange], written: str | None
) -> FormChange | None:
    """Return the form's change that a loss is about: that of the first form, or one by hand."""
    losses = [each for each in forms if each.effect in DECISIVE]
    own = [each for each in losses if each.form == written]
    return next(iter(own if effect in DECISIVE and own else losses), None)


def word_lack(child: ChildKind, seen: Outcome | None) -> str:
    """Return what is less than complete in both ends, as a verb of a plural."""
    match seen:
        case None:
            return words.SHOWS
        case Outcome.RAISED:
            return words.RAISES
        case Outcome.FLATTENED:
            return words.LACKS_A_PARENT
        case Outcome.SPLIT:
            return words.STANDS_APART
        case _:
            return words.LACKS.get(child, words.LACKS_WRITTEN)


def _word_changes(found: Upgrade, codes: Codes) -> str:
    losses = [each for each in found.changes if each.effect in DECISIVE]
    first, count = losses[0], len(losses)
    unhelped = sum(each.remedy is None for each in losses)
    return _join([
        _word_first(losses, _word_what(first, codes), helped=unhelped < count),
        _word_cause(found, first),
        _word_no_fix(count, unhelped),
        _word_missed_too(found, codes),
        _word_better(found, codes),
    ])  # fmt: skip


def _word_first(losses: Sequence[ExplainedChange], what: str, *, helped: bool) -> str:
    """Return the first loss, and how many others are like it."""
    count = len(losses)
    if count == 1:
        return (words.ONE_CHANGE if helped else words.ONE_LOSS).format(what=what)
    alike = sum(_word_core(each) == _word_core(losses[0]) for each in losses) - 1
    if not alike:
        return (words.CHANGES if helped else words.LOSSES).format(changes=count, what=what)
    told = words.CHANGES_ALIKE if helped else words.LOSSES_ALIKE
    return told.filled(alike, changes=count, what=what)


def _word_no_fix(losses: int, unhelped: int) -> str:
    if not unhelped:
        return ""
    return words.NO_FIX if losses == unhelped else words.NO_FIX_FOR.filled(unhelped)


def _word_safe(found: Upgrade, codes: Codes) -> str:
    by_hand = [each for each in found.changes if each.effect is Effect.BY_HAND]
    if by_hand:
        first, more = by_hand[0], len(by_hand) - 1
        return _join([
            words.BY_HAND.format(what=_word_what(first, codes)),
            _word_cause(found, first),
            words.BY_HAND_MORE.filled(more) if more else "",
            _word_missed_too(found, codes),
            _word_better(found, codes),
        ])  # fmt: skip
    if misses_most(found):
        said = words.BUT_MISSED.format(missed=_word_missed(found, codes))
    elif found.changes:
        said = words.NOTHING_WORSE
    else:
        said = words.NOTHING_CHANGES.filled(found.same)
    return _join([said, _word_better(found, codes)])


def _word_better(found: Upgrade, codes: Codes) -> str:
    better = [each for each in found.changes if each.effect is Effect.BETTER]
    if not better:
        return ""
    return words.GET_BETTER.filled(len(better), code=_name_code(better[0].scenario, codes))


def misses_most(found: Upgrade) -> bool:
    """Tell whether most of what was asked about is missing or incomplete in both ends."""
    return bool(found.missed) and 2 * len(found.missed) >= found.same + len(found.changes)


def _word_missed_too(found: Upgrade, codes: Codes) -> str:
    if not misses_most(found):
        return ""
    return words.MISSED.format(missed=_word_missed(found, codes))


def _word_missed(found: Upgrade, codes: Codes) -> str:
    first, more = found.missed[0], len(found.missed) - 1
    what = f"{_name_code(first.scenario, codes)} {word_lack(first.child, first.seen)}"
    measured = found.same + len(found.changes)
    return words.MISSED_MORE.filled(more, what=what, measured=measured) if more else what


def _word_unknown(found: Upgrade) -> str:
    if found.target.status is not Status.PROBED:
        return words.NOT_MEASURED_END.format(
            target=end_words.describe_place(found.target),
            status=describe_status(found.target.status),
        )
    count = sum(each.effect is Effect.UNKNOWN for each in found.changes)
    return words.COULD_NOT_COMPARE.filled(count, measured=found.same + len(found.changes))


def _word_what(change: ExplainedChange, codes: Codes) -> str:
    loses, since = _word_core(change)
    return f"{_name_code(change.scenario, codes)} {loses}{since}"


def _name_code(scenario: str, codes: Codes) -> str:
    return codes.get(scenario) or words.LIKE.format(scenario=scenario)


def _word_core(change: ExplainedChange) -> tuple[str, str]:
    """Return what is lost, and since when."""
    lost = pick_loss(change.effect, change.forms, change.written)
    return word_loss(change.child, lost, change.effect), _word_since(change)


def _word_since(change: ExplainedChange) -> str:
    """Return since when, by the last change-over on the axis that brings it; "" if by no one."""
    turns = [turn for turn in change.turns if turn.axis is change.axis]
    if not turns:
        return ""
    turn = turns[-1]
    return words.SINCE[find_manner(turn.last, turn.first, exact=turn.exact)].format(
        name=end_words.name_axis(turn.axis), last=turn.last, first=turn.first
    )


def find_manner(last: str, first: str, *, exact: bool) -> str:
    """Return how a change-over is told: since the first, before the last, or between them."""
    if not exact:
        return "between"
    return "since" if Version(last) < Version(first) else "before"


def _word_cause(found: Upgrade, change: ExplainedChange) -> str:
    """Return what does not cause a change, where several axes move."""
    return (_word_cause_of_pairs if found.source.layer else _word_cause_of_two)(found, change)


def _word_cause_of_two(found: Upgrade, change: ExplainedChange) -> str:
    one = found.source.python == found.target.python or found.source.core == found.target.core
    if one or not change.sure:
        return ""
    match change.axis:
        case Axis.PYTHON:
            return words.NOT_THE_CAUSE.format(name=end_words.NAMES[Axis.CORE])
        case Axis.CORE:
            return words.NOT_THE_CAUSE.format(name=end_words.NAMES[Axis.PYTHON])
        case Axis.BOTH:
            return words.NEEDS_BOTH
        case Axis.EITHER:
            return words.EITHER
        case Axis.UNKNOWN | Axis.LAYER:
            return ""
        case _:
            assert_never(change.axis)


def _word_cause_of_pairs(found: Upgrade, change: ExplainedChange) -> str:
    """Return the same of cells with a layer, of which three things may move."""
    ends = found.source, found.target
    parts: dict[Axis, list[str | None]] = {
        Axis.PYTHON: [end.python for end in ends],
        Axis.CORE: [end.core for end in ends],
        Axis.LAYER: [end.layer for end in ends],
    }
    moved = [axis for axis, (before, after) in parts.items() if before != after]
    others = [end_words.name_axis(axis) for axis in moved if axis is not change.axis]
    if not change.sure or change.axis not in moved or not others:
        return ""
    if len(others) == 1:
        return words.NOT_THE_CAUSE.format(name=others[0])
    return words.NEITHER_IS_THE_CAUSE.format(names=" and ".join(others))


def _join(sentences: Sequence[str]) -> str:
    return " ".join(each for each in sentences if each)
