"""The words of the reports: what a verdict, an outcome, a flag or a status is called and means."""

from collections.abc import Mapping
from enum import StrEnum
from typing import assert_never

from compat.difference.effect import find_seen
from compat.matrix.model import Edge, Listener, Outcome, Result, Verdict
from compat.matrix.reading import Flag
from compat.record.model import Status

GUIDE = "tool-async"
"""The scenario that the published rule is about: the guide's tool."""

LAYER_GUIDES = ("node-async", "toolnode-async")
"""The rows of the layer in which most calls are: in nodes, and in tools under ToolNode."""


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

COMPLETE = "complete as written"

TONES = {
    Tone.AUTOMATIC: f"automatic, or {COMPLETE}",
    Tone.MANUAL: "manual: write something",
    Tone.BROKEN: "broken: passing config on does not help",
    Tone.NEUTRAL: "a fact, or no such API",
    Tone.UNSURE: "not known",
    Tone.UNPROBED: "not measured",
}
"""What the symbols of a map mean."""

LISTENERS = {
    Listener.STREAM: "an event stream",
    Listener.HANDLER: "a handler that you pass",
    Listener.HOOK: "a tracer",
    Listener.MESSAGES: 'stream_mode="messages"',
    Listener.CUSTOM: 'stream_mode="custom"',
}
"""Who listens, as the subject of a sentence."""

LISTENERS_MEAN = {
    Listener.STREAM: "who iterates over astream_events, or the protocol that a pattern is about",
    Listener.HANDLER: "a callback handler that the caller passes in config to a plain call",
    Listener.HOOK: (
        "a handler that a context manager or the environment installs: LangSmith, collect_runs,"
        " get_usage_metadata_callback"
    ),
    Listener.MESSAGES: "who reads the tokens of models that a LangGraph graph streams",
    Listener.CUSTOM: "who reads what the code of a LangGraph graph writes to its stream",
}

SOME_SEE_MORE = (
    "LangSmith, when environment variables switch it on, and OpenInference see more than other"
    " tracers: they show what is missing or hidden here as a separate trace (docs/tracers.md)."
)
"""For who asks what a tracer sees, where it sees nothing. Source: ``nox -s tracers``."""

FLAGS: Mapping[str, str] = {
    Flag.FLATTENED: (
        "the events come back, but a run between (such as the tool) is not their ancestor"
    ),
    Flag.SPLIT: "the child is the root of a separate trace",
    Flag.MISPLACED: "its own caller does not see the child, and the listener of another call does",
    Flag.DUPLICATED: "the listener sees more children than the code calls",
    Flag.SILENT: "fails silently: events are missing or misplaced, and nothing is raised",
    Flag.RAISES: "fails loudly: an exception is raised",
    Flag.TAGS_LOST: "the caller's tags do not reach the child",
    Flag.METADATA_LOST: "the caller's metadata does not reach the child",
    Flag.CALLBACKS_LOST: "the caller's callback handler does not see the child",
    Flag.TOKENS_LOST: "the child's tokens are not streamed",
    Flag.LEAKS: "what the code tries to hide is shown",
}

FORMS = {
    "naive": "the child is called with no config",
    "configured": "the config that the framework offers is passed on by hand",
    "callbacks": "the older way: callbacks or a run manager's child are passed on by hand",
    "config": "the same as configured, where the pattern itself takes its config in another way",
    "copied-context": "the call is made in a copy of the context that the code runs in",
    "batch-of-one": "the child is called as a batch of one input",
    "call-with-config": "the code makes a run of its own and passes its config on",
    "read-inside": "the stream is read before the `with` of the listener ends",
    "empty-context": "the call is made as a task in an empty context, to hide it",
    "context-variable": "the code sets langchain-core's own context variable to its config",
    "subgraphs": "whoever reads the stream asks for subgraphs=True",
    "parameter": "the code is given what it needs as a parameter, by the name that langgraph knows",
}
ROWS = {
    "verdict": "does the child show under its whole path, and does passing config by hand help?",
    "fact": "a fact is recorded, without a verdict",
    "hiding": "the child is meant to stay hidden: is it shown?",
}

CHILDREN = {
    "chat_model": "a chat model's run",
    "retriever": "a retriever's run",
    "custom_event": "a custom event, under the run that dispatches it",
    "custom_write": "what the code writes to its graph's stream",
}

VERDICTS = {
    Verdict.AUTOMATIC: "called with no config, the child shows under its whole path",
    Verdict.MANUAL: "pass it on by hand: config, or another form, shows more than passing nothing",
    Verdict.BROKEN: "no by-hand form that was measured shows more than passing nothing",
    Verdict.ABSENT: "this release or this Python has no such API",
    Verdict.INCONSISTENT: "runs of the same cell disagree; the evidence holds both",
    Verdict.RECORDED: "a fact was recorded; it is neither good nor bad",
    Verdict.UNKNOWN: "not known: neither a yes nor a no",
}

OUTCOMES = {
    Outcome.NESTED: "the child is seen, and its ancestors hold the whole path in order",
    Outcome.FLATTENED: "the child is seen, but its ancestors do not hold the whole path",
    Outcome.SPLIT: "the child is seen as the root of a separate trace",
    Outcome.LOST: "the child is not seen",
    Outcome.RAISED: "an exception came out",
    Outcome.ABSENT: "the API that the variant needs is not there",
    Outcome.UNKNOWN: "the measurement itself failed",
}

MEASURED = {
    Verdict.AUTOMATIC: "by itself",
    Verdict.MANUAL: "by hand",
    Verdict.BROKEN: "no fix known",
    Verdict.ABSENT: "does not apply",
    Verdict.INCONSISTENT: "not known",
    Verdict.RECORDED: "a fact",
    Verdict.UNKNOWN: "not known",
}
"""Verdicts as they are told in a sentence: how the child's events arrive."""

PLAIN = {
    Outcome.NESTED: "complete",
    Outcome.FLATTENED: "seen, parent missing",
    Outcome.SPLIT: "a separate trace",
    Outcome.LOST: "missing",
    Outcome.RAISED: "error",
    Outcome.ABSENT: "does not apply",
    Outcome.UNKNOWN: "not known",
}
"""Outcomes as they are told in a sentence."""

EDGES = {
    Edge.EXACT: "the neighbouring release was probed and differs",
    Edge.BRACKETED: "it differs somewhere among releases that were not probed",
    Edge.OPEN: "nothing more of the line was probed on that side",
}

OVERRIDDEN = "only with an override"
"""In the place of a verdict, where a cell stands apart."""

INTERPOLATED = (
    "Where only some releases of a range were tested, those between two tested ones that agree are"
    " taken to agree with them: a change that was undone in between is not seen."
)

ISLANDS = (
    "Here a behaviour changes and changes back between releases that are equal in everything:"
    " --exact would have missed it, since it bisects only between releases that differ."
)


def find_tone(verdict: Verdict) -> Tone:
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


def find_result_tone(result: Result) -> Tone:
    """Return how a result looks: what is complete as people write it first is as good as can be."""
    return Tone.AUTOMATIC if _is_complete_as_written(result) else find_tone(result.verdict)


def word_result(result: Result) -> str:
    """Return a result as it stands on a map: by its verdict, unless it is complete as written."""
    if _is_complete_as_written(result):
        return COMPLETE
    return describe_verdict(result.verdict, result.answer)


def _is_complete_as_written(result: Result) -> bool:
    """Tell whether code that passes its config on is complete, though its verdict is another."""
    by_hand = result.verdict in (Verdict.MANUAL, Verdict.BROKEN)
    return by_hand and find_seen(result) is Outcome.NESTED


def find_claim_tone(holds: bool | None) -> Tone:  # noqa: FBT001 - None is a third answer
    """Return how a claim looks: it holds, it fails somewhere, or no cell tells (None)."""
    if holds is None:
        return Tone.UNSURE
    return Tone.AUTOMATIC if holds else Tone.MANUAL


def describe_verdict(verdict: Verdict, answer: str | None) -> str:
    """Return a verdict as it stands in a table; of a recorded fact its answer is what counts."""
    match verdict:
        case Verdict.AUTOMATIC | Verdict.MANUAL | Verdict.BROKEN:
            return verdict.value
        case Verdict.RECORDED:
            return f"recorded: {answer or 'no answer'}"
        case Verdict.ABSENT:
            return "absent: no such API"
        case Verdict.INCONSISTENT:
            return "inconsistent: runs disagree"
        case Verdict.UNKNOWN:
            return "not known"
        case _:
            assert_never(verdict)


def describe_status(status: Status) -> str:
    """Return a status as words, for example ``not published``."""
    return status.value.replace("-", " ")


def describe_flag(flag: str) -> str:
    """Return what a flag such as ``flattened:configured`` means; an unknown one as it is."""
    name, _, variant = flag.partition(":")
    meant = FLAGS.get(name, name)
    return f"{variant}: {meant}" if variant else meant
