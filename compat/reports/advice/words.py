"""What is known of one configuration, in sentences that lead with what to do."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import assert_never

from compat.difference.advice import Advice, Situation
from compat.difference.effect import HIDDEN, SHOWS
from compat.difference.end import End
from compat.difference.remedy import Remedy
from compat.matrix.model import Listener, Outcome, Verdict
from compat.record.model import Row, Status
from compat.reports.difference.sentence import Codes, word_lack
from compat.reports.difference.upgrade_words import (
    LIKE,
    NOT_HIDDEN,
    describe_obstacle,
    describe_passed_over,
    list_notes,
)
from compat.reports.example import Example, make_example
from compat.reports.form import describe_way
from compat.reports.words import GUIDE, LISTENERS, PLAIN, SOME_SEE_MORE

SEEN = {
    Outcome.NESTED: "Complete",
    Outcome.FLATTENED: "Seen, but a parent is missing",
    Outcome.SPLIT: "Seen, but in a separate trace; a token counter counts it all the same",
    Outcome.LOST: "Missing, and no error says so",
    Outcome.RAISED: "It raises an error",
}
"""What comes of code as it is first written."""

_HIDING = {SHOWS: f"It {NOT_HIDDEN}.", HIDDEN: "It is hidden, as its author means."}

_ANSWERS = {
    Verdict.AUTOMATIC: "{code} need nothing by hand",
    Verdict.ABSENT: "{code} do not apply",
    Verdict.INCONSISTENT: "not known for {code}",
    Verdict.UNKNOWN: "not known for {code}",
}
_SAYS = {
    Verdict.AUTOMATIC: "Complete, and nothing has to be passed by hand.",
    Verdict.ABSENT: "Does not apply: this Python or release does not have what the code uses.",
    Verdict.INCONSISTENT: "Not known: two runs came out differently.",
    Verdict.UNKNOWN: "Not known.",
}
_OTHERS = "{who} has something else: {seen}."
_NO_FIX = "No fix is known: no other way to write it helps, of those that were tried."

GROUPS = {
    ("needs nothing", "need nothing"): (Verdict.AUTOMATIC,),
    ("needs code of yours", "need code of yours"): (Verdict.MANUAL,),
    ("has no known fix", "have no known fix"): (Verdict.BROKEN,),
    ("does not apply", "do not apply"): (Verdict.ABSENT,),
    ("is a fact", "are facts"): (Verdict.RECORDED,),
    ("is not known", "are not known"): (Verdict.UNKNOWN, Verdict.INCONSISTENT),
}
"""Verdicts as a person counts them."""


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """A pattern in words: what happens, where nothing has to be written, and what to write.

    ``title`` ends with its id, which is for copying.
    """

    title: str
    says: str
    needless: str
    write: str
    example: Example | None


@dataclass(frozen=True, kw_only=True)
class Reply:
    """The whole reply: a sentence, the patterns that were asked about, and how all stand.

    ``notes`` are what a person should know of the configuration besides.
    """

    answer: str
    notes: tuple[str, ...]
    patterns: tuple[Pattern, ...]
    tally: tuple[str, ...]


def reply_to(
    found: Situation, codes: Codes, newer: End | None = None, *, all_of_them: bool
) -> Reply:
    """Return a situation in words; ``codes`` say whose code each pattern is about.

    ``newer`` is a newer configuration than was taken, for who asked for the newest.
    ``all_of_them``: each pattern is asked about, not the guide's tool with a count of the others.
    """
    end = found.end
    where = f"Python {end.python}, langchain-core {end.core}"
    if found.listener is not Listener.STREAM:
        where = f"{where}, for {LISTENERS[found.listener]}"
    if end.status is not Status.PROBED:
        obstacle = describe_obstacle(end.status, end.reason, end.reason_class)
        return Reply(
            answer=f"Nothing runs there: {where} {obstacle}.", notes=(), patterns=(), tally=()
        )
    guide = [each for each in found.advices if each.scenario == GUIDE]
    asked = list(found.advices) if all_of_them else guide
    first = _answer(asked, codes)
    return Reply(
        answer=f"{where}: {first}.",
        notes=(
            *([describe_passed_over(newer)] if newer else []),
            *list_notes(end),
            *([SOME_SEE_MORE] if _is_unseen(found.listener, asked) else []),
        ),
        patterns=tuple(map(_tell, asked)),
        tally=() if all_of_them else tuple(_count(found.advices)),
    )


def _is_unseen(listener: Listener, asked: Iterable[Advice]) -> bool:
    """Tell whether a tracer sees nothing of some code, as it is or as it is to be written."""
    seen = ((each.seen, each.remedy and each.remedy.after) for each in asked)
    return listener is Listener.HOOK and any(Outcome.LOST in both for both in seen)


def _answer(asked: list[Advice], codes: Codes) -> str:
    """Return what becomes of what is asked about, in whose code."""
    if len(asked) != 1:
        told = ", ".join(_count(asked))
        return f"of {len(asked)} patterns {told}" if told else "not measured"
    (only,) = asked
    code = codes.get(only.scenario) or LIKE.format(scenario=only.scenario)
    verdict = only.reading.verdict if only.reading else Verdict.UNKNOWN
    match verdict:
        case Verdict.MANUAL | Verdict.BROKEN:
            return f"{code} {_describe_lack(only)}"
        case Verdict.RECORDED:
            return _describe_fact(only, code)
        case Verdict.AUTOMATIC | Verdict.ABSENT | Verdict.UNKNOWN | Verdict.INCONSISTENT:
            return _ANSWERS[verdict].format(code=code)
        case _:
            assert_never(verdict)


def _describe_lack(advice: Advice) -> str:
    if advice.seen is Outcome.NESTED:
        return "need nothing more"
    silent = ", and no error says so" if advice.seen is Outcome.LOST else ""
    return f"{word_lack(advice.child, advice.seen)}{silent}"


def _describe_fact(advice: Advice, code: str) -> str:
    if advice.row == "hiding":
        return f"{code} {'hide it' if _hides(advice) else word_lack(advice.child, None)}"
    return f"{code}: {advice.reading.answer if advice.reading else None}"


def _hides(advice: Advice) -> bool:
    return advice.reading is not None and advice.reading.answer == HIDDEN


def _tell(advice: Advice) -> Pattern:
    return Pattern(
        title=f"{advice.title.removesuffix('.')} [{advice.scenario}]",
        says=" ".join([_say(advice), *_say_for_others(advice)]),
        needless=_say_where_needless(advice),
        write=_say_what_to_write(advice),
        example=make_example(advice.remedy) if advice.remedy else None,
    )


def _say(advice: Advice) -> str:
    if advice.reading is None:
        return "Not measured here."
    match advice.reading.verdict:
        case Verdict.MANUAL | Verdict.BROKEN:
            return f"{SEEN.get(advice.seen or Outcome.UNKNOWN, 'Not known')}."
        case Verdict.RECORDED:
            return _say_what_was_recorded(advice.row, advice.reading.answer)
        case verdict:
            return _SAYS[verdict]


def _say_for_others(advice: Advice) -> Iterator[str]:
    """Give what other listeners see of it, where that is something else."""
    for listener, seen in advice.others.items():
        yield _OTHERS.format(who=LISTENERS[listener].capitalize(), seen=PLAIN[seen])


def _say_what_was_recorded(row: Row, answer: str | None) -> str:
    if row == "hiding":
        return _HIDING.get(answer or "", "Not known.")
    return f"What was measured: {answer}."


def _say_where_needless(advice: Advice) -> str:
    core, python = advice.needless_from_core, advice.needless_from_python
    ways = [
        *([f"langchain-core {core} on this Python"] if core else []),
        *([f"Python {python} with this langchain-core"] if python else []),
    ]
    return f"No change of code is needed with {', or '.join(ways)}." if ways else ""


def _say_what_to_write(advice: Advice) -> str:
    if advice.remedy:
        return _say_how(advice.remedy)
    broken = advice.reading is not None and advice.reading.verdict is Verdict.BROKEN
    return _NO_FIX if broken else ""


def _say_how(remedy: Remedy) -> str:
    if remedy.after is Outcome.LOST:
        return f"Write it {describe_way(remedy.form)}; it is hidden then:"
    return f"Write it {describe_way(remedy.form)}; it is {PLAIN[remedy.after]} then:"


def _count(advices: Iterable[Advice]) -> Iterator[str]:
    verdicts = Counter(map(_sort, advices))
    for (one, many), those in GROUPS.items():
        if count := sum(verdicts[verdict] for verdict in those):
            yield f"{count} {one if count == 1 else many}"


def _sort(advice: Advice) -> Verdict | None:
    """Return the verdict to count: what another way of writing helps needs code, and has a fix."""
    verdict = advice.reading.verdict if advice.reading else None
    return Verdict.MANUAL if verdict is Verdict.BROKEN and advice.remedy else verdict
