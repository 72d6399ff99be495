"""What is known of one configuration, in sentences that lead with what to do."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import assert_never

from compat.difference.advice import Advice, Situation
from compat.matrix.model import Outcome, Verdict
from compat.record.model import Row, Status
from compat.reports.form import describe_form
from compat.reports.snippet import extract_snippet
from compat.reports.words import GUIDE, describe_status

MISSED = {
    Outcome.FLATTENED: "seen, but a parent is missing",
    Outcome.LOST: "missing, and no error says so",
    Outcome.RAISED: "an error",
}
"""What becomes of the child's run where the code as it is first written is not enough."""

SHOWN = {
    Outcome.NESTED: "complete",
    Outcome.FLATTENED: "seen, but a parent is missing",
}
"""What a form by hand makes of it."""

_HIDING = {
    "shown": "The child's run shows, though its author means to hide it.",
    "hidden": "The child's run is hidden, as its author means.",
}

GROUPS = {
    ("needs nothing", "need nothing"): (Verdict.AUTOMATIC,),
    ("needs code of yours", "need code of yours"): (Verdict.MANUAL,),
    ("has no fix that is known", "have no fix that is known"): (Verdict.BROKEN,),
    ("does not apply", "do not apply"): (Verdict.ABSENT,),
    ("is a fact", "are facts"): (Verdict.RECORDED,),
    ("is not known", "are not known"): (Verdict.UNKNOWN, Verdict.INCONSISTENT),
}
"""Verdicts as a person counts them."""


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """A pattern in words: what happens, what to write, and what does without.

    ``title`` ends with its id, which is for copying.
    """

    title: str
    says: str
    write: str
    code: str
    instead: str


@dataclass(frozen=True, kw_only=True)
class Reply:
    """The whole reply: a sentence, the patterns that were asked about, and how all stand."""

    answer: str
    patterns: tuple[Pattern, ...]
    tally: tuple[str, ...]


def reply_to(found: Situation, *, all_of_them: bool) -> Reply:
    """Return a situation in words.

    ``all_of_them``: each pattern is asked about, not the guide's tool with a count of the others.
    """
    end = found.end
    where = f"Python {end.python}, langchain-core {end.core}"
    if end.status is not Status.PROBED:
        reason = next(iter((end.reason or "").splitlines()), "")
        why = f"{describe_status(end.status)}{f': {reason}' if reason else ''}"
        return Reply(answer=f"{where}: nothing runs there. It is {why}.", patterns=(), tally=())
    if all_of_them:
        patterns = tuple(map(_tell, found.advices))
        return Reply(answer=f"{where}.", patterns=patterns, tally=())
    guide = [each for each in found.advices if each.scenario == GUIDE]
    return Reply(
        answer=f"{where}: {_say_of_the_guide(guide[0]) if guide else 'not measured'}.",
        patterns=tuple(map(_tell, guide)),
        tally=tuple(_count(found.advices)),
    )


def _say_of_the_guide(advice: Advice) -> str:
    """Return what most people ask about: a model that an async tool calls."""
    events = "the events of a model that an async tool calls"
    verdict = advice.reading.verdict if advice.reading else Verdict.UNKNOWN
    if verdict is Verdict.AUTOMATIC:
        return f"{events} reach the caller, and nothing has to be passed on"
    missed = {
        Outcome.FLATTENED: f"{events} are seen, but the tool is not among their parents",
        Outcome.LOST: f"{events} are missing, and no error says so",
        Outcome.RAISED: f"{events} do not come: an error is raised",
    }
    return missed.get(advice.seen or Outcome.UNKNOWN, "not known")


def _tell(advice: Advice) -> Pattern:
    remedy = advice.remedy
    return Pattern(
        title=f"{advice.title} [{advice.scenario}]",
        says=_say(advice),
        write=_say_what_to_write(advice),
        code=extract_snippet(remedy.code) if remedy else "",
        instead=_say_instead(advice),
    )


def _say(advice: Advice) -> str:
    if advice.reading is None:
        return "Not measured here."
    match advice.reading.verdict:
        case Verdict.AUTOMATIC:
            return "The child's run is complete, and nothing has to be passed on."
        case Verdict.MANUAL | Verdict.BROKEN:
            return _say_what_is_missed(advice)
        case Verdict.ABSENT:
            return "Does not apply: this release does not have what the code uses."
        case Verdict.RECORDED:
            return _say_what_was_recorded(advice.row, advice.reading.answer)
        case Verdict.INCONSISTENT | Verdict.UNKNOWN:
            return "Not known: runs disagree, or it was not found out."
        case _:
            assert_never(advice.reading.verdict)


def _say_what_is_missed(advice: Advice) -> str:
    if advice.seen is Outcome.NESTED:
        return "The child's run is complete, as the config is passed on here."
    return f"The child's run: {MISSED.get(advice.seen or Outcome.UNKNOWN, 'not known')}."


def _say_what_was_recorded(row: Row, answer: str | None) -> str:
    if row == "hiding":
        return _HIDING.get(answer or "", "Not known.")
    return f"Recorded: {answer}."


def _say_what_to_write(advice: Advice) -> str:
    if advice.remedy:
        form, seen = describe_form(advice.remedy.form), SHOWN[advice.remedy.after]
        return f"Write ({form}: the child's run is then {seen}):"
    broken = advice.reading is not None and advice.reading.verdict is Verdict.BROKEN
    return "No other way to write it helps, of those that were tried." if broken else ""


def _say_instead(advice: Advice) -> str:
    ways = [
        *([f"langchain-core {advice.release} on this Python"] if advice.release else []),
        *([f"Python {advice.python} with this release"] if advice.python else []),
    ]
    return f"Complete without a change: {', or '.join(ways)}." if ways else ""


def _count(advices: Iterable[Advice]) -> Iterable[str]:
    verdicts = Counter(each.reading.verdict for each in advices if each.reading)
    for (one, many), those in GROUPS.items():
        if count := sum(verdicts[verdict] for verdict in those):
            yield f"{count} {one if count == 1 else many}"
