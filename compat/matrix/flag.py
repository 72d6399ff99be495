"""Flags: what a verdict does not say of a variant, each as ``name:variant``."""

from collections.abc import Iterator, Mapping, Sequence
from typing import assert_never

from compat.matrix.model import SHOWN, Listener, Outcome
from compat.matrix.outcome import START, Question, count_starts, find_children, pick_evidence
from compat.matrix.reading import NAIVE, OF_CORE, Flag
from compat.record.model import ChildKind, Observation, Row, Run

_QUIETLY = (Outcome.LOST, Outcome.FLATTENED, Outcome.SPLIT)
_OF_AN_OUTCOME = {
    Outcome.FLATTENED: Flag.FLATTENED,
    Outcome.SPLIT: Flag.SPLIT,
    Outcome.RAISED: Flag.RAISES,
}


def find_flags(
    observations: Mapping[str, Observation],
    outcomes: Mapping[str, Outcome],
    row: Row,
    asked: Question,
) -> tuple[str, ...]:
    """Return the flags of all variants of one scenario in one cell for one listener, sorted.

    A fact row has none; of what is meant to be hidden only that it shows is told.
    """
    match row:
        case "fact":
            return ()
        case "hiding":
            shown = [name for name, outcome in outcomes.items() if outcome in SHOWN]
            return tuple(f"{Flag.LEAKS}:{name}" for name in shown)
        case "verdict":
            return tuple(
                sorted(
                    f"{flag}:{variant}"
                    for variant, observation in observations.items()
                    for flag in _find_flags_of(variant, observation, outcomes[variant], asked)
                )
            )
        case _:
            assert_never(row)


def _find_flags_of(
    variant: str, observation: Observation, outcome: Outcome, asked: Question
) -> Iterator[Flag]:
    if outcome in _OF_AN_OUTCOME:
        yield _OF_AN_OUTCOME[outcome]
    if variant == NAIVE and outcome in _QUIETLY:
        yield Flag.SILENT
    if outcome in SHOWN and asked.listener in OF_CORE:
        yield from _find_losses(observation, asked)
    yield from _find_miscounts(observation, outcome, asked)


def _find_losses(observation: Observation, asked: Question) -> Iterator[Flag]:
    """Give what did not travel with a child that is seen."""
    drives = list(pick_evidence(observation, asked))
    if asked.listener is Listener.STREAM:
        runs = [run for stream in observation.streams for run in stream.runs]
        drives = [runs or list(observation.handler)]
    found = [run for runs in drives for run in find_children(runs, asked.child, observation.path)]
    if not all(run.caller_tags for run in found):
        yield Flag.TAGS_LOST
    if not all(run.caller_metadata for run in found):
        yield Flag.METADATA_LOST
    if asked.listener is not Listener.STREAM:
        return
    if not _is_handled(observation, asked.child):
        yield Flag.CALLBACKS_LOST
    streamed = asked.child == "chat_model" and observation.streams
    if streamed and not all(_is_streamed(run) for run in found):
        yield Flag.TOKENS_LOST


def _find_miscounts(observation: Observation, outcome: Outcome, asked: Question) -> Iterator[Flag]:
    """Give whether children were seen by a listener of another drive, or more than there are."""
    if outcome in (Outcome.ABSENT, Outcome.UNKNOWN, Outcome.RAISED):
        return
    counts = _count_by_drive(observation, asked)
    if max(counts, default=0) > asked.children:
        short = min(counts) < asked.children
        yield Flag.MISPLACED if short else Flag.DUPLICATED


def _count_by_drive(observation: Observation, asked: Question) -> Sequence[int]:
    drives = pick_evidence(observation, asked)
    return [count_starts(runs, asked.child, observation.path) for runs in drives]


def _is_handled(observation: Observation, child: ChildKind) -> bool:
    """Tell whether the caller's handler saw the child start, and end where the stream did."""
    seen = find_children(observation.handler, child, observation.path)
    end = START[child].replace("_start", "_end")
    streamed = (each for stream in observation.streams for each in stream.runs)
    ended = any(end in run.events for run in find_children(streamed, child, observation.path))
    return bool(seen) and (not ended or any(end in run.events for run in seen))


def _is_streamed(run: Run) -> bool:
    """Tell whether tokens came; a child that failed has none to lose."""
    return "on_chat_model_stream" in run.events or "on_chat_model_end" not in run.events
