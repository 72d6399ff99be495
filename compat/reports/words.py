"""The words of the reports: what a verdict, an outcome, a flag or a status is called and means."""

from enum import StrEnum
from typing import assert_never

from compat.matrix.model import Edge, Outcome, Verdict
from compat.record.model import Status

GUIDE = "tool-async"
"""The scenario that the published rule is about: the guide's tool."""


class Tone(StrEnum):
    """How a table cell looks. Always beside words that say the same."""

    AUTOMATIC = "automatic"
    MANUAL = "manual"
    BROKEN = "broken"
    NEUTRAL = "neutral"
    UNSURE = "unsure"
    UNPROBED = "unprobed"


SYMBOLS = {
    Tone.AUTOMATIC: "\N{BLACK CIRCLE}",
    Tone.MANUAL: "\N{CIRCLE WITH LEFT HALF BLACK}",
    Tone.BROKEN: "\N{WHITE CIRCLE}",
    Tone.NEUTRAL: "\N{WHITE SQUARE}",
    Tone.UNSURE: "?",
    Tone.UNPROBED: "\N{EM DASH}",
}

FLAGS = {
    "flattened": "the events come back, but a run between (such as the tool) is not their ancestor",
    "silent": "fails silently: events are missing or misplaced, and nothing is raised",
    "raises": "fails loudly: an exception is raised",
    "tags-lost": "the caller's tags do not reach the child",
    "metadata-lost": "the caller's metadata does not reach the child",
    "callbacks-lost": "the caller's callback handler does not see the child",
    "tokens-lost": "the child's tokens are not streamed",
    "leaks": "a run that is meant to be private shows",
}

VARIANTS = {
    "naive": "the child is called with no config",
    "configured": "the config that the framework offers is passed on by hand",
    "callbacks": "the legacy way: callbacks or a run manager's child are passed on by hand",
}


VERDICTS = {
    Verdict.AUTOMATIC: "called with no config, the child shows under its whole path",
    Verdict.MANUAL: "pass config by hand: a by-hand form shows more than passing nothing",
    Verdict.BROKEN: "no by-hand form that was measured shows more than passing nothing",
    Verdict.ABSENT: "this release or this Python has no such API",
    Verdict.INCONSISTENT: "repeats of the same cell disagree",
    Verdict.RECORDED: "a fact was recorded; it is neither good nor bad",
    Verdict.UNKNOWN: "not found out, so neither a yes nor a no",
}

OUTCOMES = {
    Outcome.NESTED: "the child is seen, and its ancestors hold the whole path in order",
    Outcome.FLATTENED: "the child is seen, but its ancestors do not hold the whole path",
    Outcome.LOST: "the child is not seen",
    Outcome.RAISED: "an exception came out",
    Outcome.ABSENT: "the API that the variant needs is not there",
    Outcome.UNKNOWN: "the measurement itself failed",
}

EDGES = {
    Edge.EXACT: "the neighbouring release was probed and differs",
    Edge.BRACKETED: "it differs somewhere among releases that were not probed",
    Edge.OPEN: "nothing more of the line was probed on that side",
}


def tone(verdict: Verdict) -> Tone:
    """Return how a verdict looks."""
    match verdict:
        case Verdict.AUTOMATIC:
            return Tone.AUTOMATIC
        case Verdict.MANUAL:
            return Tone.MANUAL
        case Verdict.BROKEN:
            return Tone.BROKEN
        case Verdict.ABSENT | Verdict.RECORDED:
            return Tone.NEUTRAL
        case Verdict.INCONSISTENT | Verdict.UNKNOWN:
            return Tone.UNSURE
        case _:
            assert_never(verdict)


def status_words(status: Status) -> str:
    """Return a status as words, for example ``not published``."""
    return status.value.replace("-", " ")


def flag_words(flag: str) -> str:
    """Return what a flag such as ``flattened:configured`` means; an unknown one as it is."""
    name, _, variant = flag.partition(":")
    meant = FLAGS.get(name, name)
    return f"{variant}: {meant}" if variant else meant
