"""Flags: what a verdict does not say about a variant, each as ``name:variant``."""

from collections.abc import Iterator, Mapping
from typing import assert_never

from compat.matrix.model import SHOWN, Outcome
from compat.matrix.outcome import START, find_children
from compat.matrix.reading import Flag
from compat.record.model import ChildKind, Observation, Run, ScenarioInfo


def find_flags(
    observations: Mapping[str, Observation],
    outcomes: Mapping[str, Outcome],
    scenario: ScenarioInfo,
) -> tuple[str, ...]:
    """Return the flags of all variants of one scenario in one cell, sorted.

    A fact row has none; of what is meant to be hidden only that it shows is told.
    """
    match scenario.row:
        case "fact":
            return ()
        case "hiding":
            shown = [name for name, outcome in outcomes.items() if outcome in SHOWN]
            return tuple(f"{Flag.LEAKS}:{name}" for name in shown)
        case "verdict":
            return _find_verdict_flags(observations, outcomes, scenario.child)
        case _:
            assert_never(scenario.row)


def _find_verdict_flags(
    observations: Mapping[str, Observation], outcomes: Mapping[str, Outcome], child: ChildKind
) -> tuple[str, ...]:
    return tuple(
        sorted(
            f"{name}:{variant}"
            for variant, observation in observations.items()
            for name in _name_flags(variant, observation, outcomes[variant], child)
        )
    )


def _name_flags(
    variant: str, observation: Observation, outcome: Outcome, child: ChildKind
) -> Iterator[Flag]:
    if outcome is Outcome.FLATTENED:
        yield Flag.FLATTENED
    if outcome is Outcome.RAISED:
        yield Flag.RAISES
    if variant == "naive" and outcome in (Outcome.LOST, Outcome.FLATTENED):
        yield Flag.SILENT
    if outcome in SHOWN:
        yield from _name_losses(observation, child)


def _name_losses(observation: Observation, child: ChildKind) -> Iterator[Flag]:
    """Name what did not travel with a child that is seen."""
    runs = [run for stream in observation.streams for run in stream.runs]
    found = find_children(runs or observation.handler, child, observation.path)
    if not all(run.caller_tags for run in found):
        yield Flag.TAGS_LOST
    if not all(run.caller_metadata for run in found):
        yield Flag.METADATA_LOST
    if not _is_handled(observation, child):
        yield Flag.CALLBACKS_LOST
    if (
        child == "chat_model"
        and observation.streams
        and not all(_is_streamed(run) for run in found)
    ):
        yield Flag.TOKENS_LOST


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
