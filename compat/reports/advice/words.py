"""What is known of one configuration, in sentences that lead with what to do."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import assert_never

from compat.axes.cell import CellId
from compat.difference.advice import Advice, Situation
from compat.difference.effect import HIDDEN, SHOWS
from compat.difference.end import End
from compat.difference.remedy import Remedy
from compat.matrix.model import Listener, Outcome, Verdict
from compat.record.model import Row, Status
from compat.reports.difference.answer_words import LIKE
from compat.reports.difference.change_words import NOT_HIDDEN
from compat.reports.difference.end_words import (
    describe_obstacle,
    describe_passed_over,
    describe_place,
    list_notes,
)
from compat.reports.difference.sentence import Codes, word_lack
from compat.reports.example import Example, make_example
from compat.reports.form import describe_way
from compat.reports.text import capitalise
from compat.reports.words import GUIDE, LAYER_GUIDES, LISTENERS, SOME_SEE_MORE

SEEN = {
    Outcome.NESTED: "Complete",
    Outcome.FLATTENED: "The events arrive, but a parent is missing",
    Outcome.SPLIT: "It is in a separate trace; a token counter counts it all the same",
    Outcome.LOST: "The events are missing, and no error says so",
    Outcome.RAISED: "It raises an error",
}
"""What comes of code as it is first written."""

_HIDING = {SHOWS: f"It {NOT_HIDDEN}.", HIDDEN: "It is hidden, as intended."}

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
_OTHERS = {
    Outcome.NESTED: "{who} shows it complete.",
    Outcome.FLATTENED: "{who} shows it with a parent missing.",
    Outcome.SPLIT: "{who} shows it in a separate trace.",
    Outcome.LOST: "{who} does not show it.",
    Outcome.RAISED: "With {who} it raises an error.",
    Outcome.ABSENT: "For {who} it does not apply.",
    Outcome.UNKNOWN: "For {who} it is not known.",
}
_WHO = {
    **LISTENERS,
    Listener.MESSAGES: 'a stream with stream_mode="messages"',
    Listener.CUSTOM: 'a stream with stream_mode="custom"',
}
_WRITE = {
    Outcome.NESTED: "Write it {way}, and it is complete:",
    Outcome.FLATTENED: "Write it {way}, and the events arrive, but a parent is missing:",
    Outcome.SPLIT: "Write it {way}, and it is in a separate trace:",
    Outcome.LOST: "Write it {way}, and it is hidden:",
}
_EMPTY = 'Pass `{{"callbacks": []}}` instead, and it is hidden: see {pattern}. Or as follows. '
_NO_FIX = "No fix is known: none of the other ways to write it that were tried helps."

REPLY = "{where}: {first}."
"""The first sentence: what is so in a configuration."""

FOR = "{where}, for {who}"
"""A configuration, where another listens than an event stream."""

NOTHING_RUNS = "Nothing runs there: {where} {obstacle}."
NOT_ANSWERED = "not measured"
OF_PATTERNS = "of {count} patterns {told}"
TALLY = "Of {count} measured patterns {told}."
WITHOUT_LAYER = "Without LangGraph:"
"""What comes before the answer on langchain-core alone, where one on the layer comes first."""

COUNTS = {
    Verdict.AUTOMATIC: ("needs nothing", "need nothing"),
    Verdict.MANUAL: ("needs a change in your code", "need a change in your code"),
    Verdict.BROKEN: ("has no known fix", "have no known fix"),
    Verdict.ABSENT: ("does not apply", "do not apply"),
    Verdict.RECORDED: ("is a fact to know", "are facts to know"),
    Verdict.UNKNOWN: ("is not known", "are not known"),
}
"""Verdicts as a person counts them."""


Facts = Mapping[str, Mapping[str, str]]
"""By the id of a pattern that records a fact: a sentence for each answer, ``*`` for any other."""


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """A pattern in words: what happens, where nothing has to be written, and what to write.

    ``title`` ends with its id, which is for copying. ``beside`` says where it is otherwise.
    """

    title: str
    says: str
    needless: str
    write: str
    example: Example | None
    beside: str = ""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """The whole reply: a sentence, the patterns that were asked about, and how all stand.

    ``notes`` are what a person should know of the configuration besides, ``tally`` how all patterns
    stand that were measured, in parts.
    """

    answer: str
    notes: tuple[str, ...]
    patterns: tuple[Pattern, ...]
    tally: str


def reply_to(  # noqa: PLR0913 - each is a part of what is known
    found: Situation,
    codes: Codes,
    facts: Facts,
    newer: End | None = None,
    beside: Mapping[str, str] | None = None,
    *,
    all_of_them: bool,
) -> Reply:
    """Return a situation in words; ``codes`` say whose code each pattern is about.

    ``facts`` have the answers of patterns that record one as sentences.
    ``newer`` is a newer configuration than was taken, for who asked for the newest. ``beside`` has
    by the id of a pattern a line on where it is otherwise.
    ``all_of_them``: each pattern is asked about, not the guide's tool with a count of the others.
    """
    end = found.end
    where = describe_place(end)
    if found.listener is not Listener.STREAM:
        where = FOR.format(where=where, who=LISTENERS[found.listener])
    if end.status is not Status.PROBED:
        obstacle = describe_obstacle(end.status, end.reason, end.reason_class)
        answer = NOTHING_RUNS.format(where=where, obstacle=obstacle)
        return Reply(answer=answer, notes=tuple(list_near(found)), patterns=(), tally="")
    guides = LAYER_GUIDES if end.layer else (GUIDE,)
    guide = [each for each in found.advices if each.scenario in guides]
    asked = list(found.advices) if all_of_them else guide
    first = answer_all(asked, codes, facts) if all_of_them else answer_each(asked, codes, facts)
    return Reply(
        answer=REPLY.format(where=where, first=first),
        notes=(
            *([describe_passed_over(newer)] if newer else []),
            *list_notes(end),
            *([SOME_SEE_MORE] if _is_some_unseen(found.listener, asked) else []),
        ),
        patterns=tuple(tell(each, (beside or {}).get(each.scenario, "")) for each in asked),
        tally="" if all_of_them else _tally(found.advices),
    )


def list_near(found: Situation) -> Iterator[str]:
    """Give what runs nearest to a configuration in which nothing does."""
    same = "this langchain-core and LangGraph" if found.end.layer else "this langchain-core"
    here = "this Python, with this LangGraph" if found.end.layer else "this Python"
    ways = [
        *([f"LangGraph {found.near_layer} with the same two"] if found.near_layer else []),
        *([f"Python {found.near_python} with {same}"] if found.near_python else []),
        *([f"langchain-core {found.near_core} on {here}"] if found.near_core else []),
    ]
    if found.near_pair:
        pair = CellId.parse(found.near_pair)
        ways.append(f"{pair.python}/{pair.core} langgraph {pair.layer}")
    if ways:
        yield f"Nearest that runs: {', or '.join(ways)}."


def _is_some_unseen(listener: Listener, asked: Iterable[Advice]) -> bool:
    return listener is Listener.HOOK and any(map(is_unseen, asked))


def is_unseen(advice: Advice) -> bool:
    """Tell whether nothing is seen of code, as it is or as it is to be written."""
    return Outcome.LOST in {advice.seen, advice.remedy and advice.remedy.after}


def answer_each(asked: list[Advice], codes: Codes, facts: Facts) -> str:
    """Return what becomes of each that is asked about, what is said of several once."""
    told: dict[str, list[str]] = {}
    whole = []
    for each in asked:
        code = codes.get(each.scenario) or LIKE.format(scenario=each.scenario)
        said = answer_all([each], codes, facts)
        if said.startswith(code):
            told.setdefault(said.removeprefix(code), []).append(code)
        else:
            whole.append(said)
    parts = [*(f"{' and '.join(some)}{rest}" for rest, some in told.items()), *whole]
    return "; ".join(parts) or NOT_ANSWERED


def answer_all(asked: list[Advice], codes: Codes, facts: Facts) -> str:
    """Return what becomes of what is asked about, in whose code."""
    if len(asked) != 1:
        told = ", ".join(_count(asked))
        return OF_PATTERNS.format(count=len(asked), told=told) if told else NOT_ANSWERED
    (only,) = asked
    code = codes.get(only.scenario) or LIKE.format(scenario=only.scenario)
    verdict = only.reading.verdict if only.reading else Verdict.UNKNOWN
    match verdict:
        case Verdict.MANUAL | Verdict.BROKEN:
            return f"{code} {_describe_lack(only)}"
        case Verdict.RECORDED:
            return _describe_fact(only, code, facts)
        case Verdict.AUTOMATIC | Verdict.ABSENT | Verdict.UNKNOWN | Verdict.INCONSISTENT:
            return _ANSWERS[verdict].format(code=code)
        case _:
            assert_never(verdict)


def _describe_lack(advice: Advice) -> str:
    if advice.seen is Outcome.NESTED:
        return "need nothing more"
    silent = ", and no error says so" if advice.seen is Outcome.LOST else ""
    return f"{word_lack(advice.child, advice.seen)}{silent}"


def _describe_fact(advice: Advice, code: str, facts: Facts) -> str:
    if advice.row == "hiding":
        return f"{code} {'hide it' if _hides(advice) else word_lack(advice.child, None)}"
    answer = (advice.reading.answer if advice.reading else None) or "not known"
    said = facts.get(advice.scenario, {})
    return said.get(answer, said.get("*", f"{code}: {{answer}}")).replace("{answer}", answer)


def _hides(advice: Advice) -> bool:
    return advice.reading is not None and advice.reading.answer == HIDDEN


def tell(advice: Advice, beside: str) -> Pattern:
    """Return a pattern in words; ``beside`` says where it is otherwise."""
    return Pattern(
        title=f"{advice.title.removesuffix('.')} [{advice.scenario}]",
        says=" ".join([_say(advice), *_say_for_others(advice)]),
        needless=_say_where_needless(advice),
        write=_say_what_to_write(advice),
        example=make_example(advice.remedy) if advice.remedy else None,
        beside=beside,
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
        who = _WHO[listener]
        yield capitalise(_OTHERS[seen].format(who=who))


def _say_what_was_recorded(row: Row, answer: str | None) -> str:
    if row == "hiding":
        return _HIDING.get(answer or "", "Not known.")
    return f"What was measured: {answer}."


def _say_where_needless(advice: Advice) -> str:
    core, python = advice.needless_from_core, advice.needless_from_python
    layer = advice.needless_from_layer
    ways = [
        *([f"with LangGraph {layer} on this Python and langchain-core"] if layer else []),
        *([f"with langchain-core {core} on this Python"] if core else []),
        *([f"on Python {python} with this langchain-core"] if python else []),
    ]
    return f"No change is needed {', or '.join(ways)}." if ways else ""


def _say_what_to_write(advice: Advice) -> str:
    if advice.remedy:
        empty = _EMPTY.format(pattern=advice.hidden_as) if advice.hidden_as else ""
        return f"{empty}{_say_how(advice.remedy)}"
    broken = advice.reading is not None and advice.reading.verdict is Verdict.BROKEN
    return _NO_FIX if broken else ""


def _say_how(remedy: Remedy) -> str:
    return _WRITE[remedy.after].format(way=describe_way(remedy.form))


def _tally(advices: Iterable[Advice]) -> str:
    measured = [each for each in advices if each.reading]
    return TALLY.format(count=len(measured), told=", ".join(_count(measured)))


def _count(advices: Iterable[Advice]) -> Iterator[str]:
    verdicts = Counter(map(sort_advice, advices))
    for verdict, (one, many) in COUNTS.items():
        if count := verdicts[verdict]:
            yield f"{count} {one if count == 1 else many}"


def sort_advice(advice: Advice) -> Verdict | None:
    """Return the verdict to count: what another way of writing helps needs code, and has a fix.

    So does what is meant to be hidden and is not. What is complete as written needs nothing.
    """
    verdict = advice.reading.verdict if advice.reading else None
    match verdict:
        case Verdict.MANUAL | Verdict.BROKEN if advice.seen is Outcome.NESTED:
            return Verdict.AUTOMATIC
        case Verdict.BROKEN if advice.remedy:
            return Verdict.MANUAL
        case Verdict.RECORDED if advice.row == "hiding" and not _hides(advice):
            return Verdict.MANUAL if advice.remedy else Verdict.BROKEN
        case Verdict.INCONSISTENT:
            return Verdict.UNKNOWN
        case _:
            return verdict
