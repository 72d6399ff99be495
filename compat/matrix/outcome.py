"""What one variant did, by the rules of an outcome: the worst of its children and drives."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Self, assert_never

from compat.matrix.model import SHOWN, Listener, Outcome
from compat.matrix.reading import OF_CORE
from compat.record.model import Call, ChildKind, Observation, Raised, Run, ScenarioInfo

START = {
    "chat_model": "on_chat_model_start",
    "retriever": "on_retriever_start",
    "custom_event": "on_custom_event",
    "custom_write": "on_custom_write",
}
_WORST_FIRST = (
    Outcome.RAISED,
    Outcome.LOST,
    Outcome.SPLIT,
    Outcome.FLATTENED,
    Outcome.NESTED,
)


@dataclass(frozen=True, kw_only=True)
class Question:
    """What an observation is asked about: which child, how many of it a drive starts, and for whom.

    A drive that shows fewer children has lost one.
    """

    child: ChildKind
    children: int
    listener: Listener

    @classmethod
    def of(cls, scenario: ScenarioInfo, listener: Listener) -> Self:
        """Return what is asked about a scenario, for a listener."""
        return cls(child=scenario.child, children=scenario.children, listener=listener)


def find_worst(outcomes: Iterable[Outcome]) -> Outcome:
    """Return the worst of some outcomes of code that ran; there must be one."""
    return min(outcomes, key=_WORST_FIRST.index)


def is_better(one: Outcome, other: Outcome) -> bool:
    """Tell whether ``one`` shows the child and is better than ``other``."""
    return one in SHOWN and _WORST_FIRST.index(one) > _WORST_FIRST.index(other)


def find_children(runs: Iterable[Run], child: ChildKind, path: Sequence[str]) -> tuple[Run, ...]:
    """Return the runs that are the child (for a custom event: the runs that dispatched it).

    What the path names lies between caller and child: a model that wraps the child is not it.
    """
    started = (run for run in runs if START[child] in run.events)
    return tuple(run for run in started if child == "custom_event" or run.name not in path)


def count_starts(runs: Iterable[Run], child: ChildKind, path: Sequence[str]) -> int:
    """Return how many children a listener saw start."""
    return sum(run.events[START[child]] for run in find_children(runs, child, path))


def judge_outcome(observation: Observation, asked: Question) -> Outcome:
    """Judge one variant, for one listener."""
    if observation.harness_error is not None:
        return Outcome.UNKNOWN
    call = find_call(observation, asked.listener)
    if call.absent if call else observation.absent is not None:
        return Outcome.ABSENT  # a release may refuse a stream of what can be called
    if find_exception(observation, asked.listener) is not None:
        return Outcome.RAISED
    drives = list(pick_evidence(observation, asked))
    if not drives:
        return Outcome.UNKNOWN
    return find_worst(judge_drive(runs, observation.path, asked) for runs in drives)


def find_exception(observation: Observation, listener: Listener) -> Raised | None:
    """Return what the code raised where this listener listened."""
    call = find_call(observation, listener)
    return call.exception if call else observation.exception


def pick_evidence(observation: Observation, asked: Question) -> Iterator[Sequence[Run]]:
    """Give the runs to judge, a sequence a drive; without a plain call, what the stream's had.

    A protocol without parents tells only whether the child was seen; the caller's handler then
    says under which parents.
    """
    call = find_call(observation, asked.listener)
    match asked.listener:
        case Listener.STREAM:
            yield from _pick_streams(observation, asked.child)
        case Listener.HANDLER:
            yield from call.drives if call else (observation.handler,)
        case Listener.HOOK | Listener.MESSAGES | Listener.CUSTOM:
            yield from call.drives if call else ()
        case _:
            assert_never(asked.listener)


def find_call(observation: Observation, listener: Listener) -> Call | None:
    """Return the plain call that a listener listened to, if there was one."""
    match listener:
        case Listener.STREAM:
            return None
        case Listener.HANDLER:
            return observation.handler_call
        case Listener.HOOK:
            return observation.hook_call
        case Listener.MESSAGES:
            return observation.messages_call
        case Listener.CUSTOM:
            return observation.custom_call
        case _:
            assert_never(listener)


def _pick_streams(observation: Observation, child: ChildKind) -> Iterator[Sequence[Run]]:
    if not observation.streams:
        yield observation.handler
    for stream in observation.streams:
        seen = bool(find_children(stream.runs, child, observation.path))
        yield observation.handler if seen and not stream.parents_known else stream.runs


def judge_drive(runs: Sequence[Run], path: Sequence[str], asked: Question) -> Outcome:
    """Judge one drive: the worst of its children, or that one of them is lost."""
    if count_starts(runs, asked.child, path) < asked.children:
        return Outcome.LOST
    if asked.listener not in OF_CORE:
        return Outcome.NESTED  # they tell of no parents: what is seen is all that there is to see
    found = find_children(runs, asked.child, path)
    return find_worst(_judge_child(run, runs, path, asked) for run in found)


def _judge_child(run: Run, runs: Sequence[Run], path: Sequence[str], asked: Question) -> Outcome:
    if stands_in_order(path, list_ancestors(run, asked.child)):
        return Outcome.NESTED
    apart = asked.listener is Listener.HOOK and find_trace(run, runs) is not runs[0]
    return Outcome.SPLIT if apart else Outcome.FLATTENED


def find_trace(run: Run, runs: Sequence[Run]) -> Run:
    """Return the run at the top of a run's trace; the parents of a stranger's record may loop."""
    for _ in runs:
        if run.parent is None or not 0 <= run.parent < len(runs):
            break
        run = runs[run.parent]
    return run


def list_ancestors(run: Run, child: ChildKind) -> Sequence[str]:
    """Return the child's ancestors; a custom event's parent is the run that dispatched it."""
    return (*run.parents, run.name) if child == "custom_event" else run.parents


def stands_in_order(path: Sequence[str], ancestors: Sequence[str]) -> bool:
    """Tell whether the whole path stands among the ancestors in order; extra runs are allowed."""
    remaining = iter(ancestors)
    return all(name in remaining for name in path)
