"""What one variant did, by the rules of an outcome: the worst of its children and streams."""

from collections.abc import Iterable, Sequence

from compat.matrix.model import SHOWN, Outcome
from compat.record.model import ChildKind, Observation, Run

START = {
    "chat_model": "on_chat_model_start",
    "retriever": "on_retriever_start",
    "custom_event": "on_custom_event",
}
_WORST_FIRST = (Outcome.RAISED, Outcome.LOST, Outcome.FLATTENED, Outcome.NESTED)


def find_worst(outcomes: Iterable[Outcome]) -> Outcome:
    """Return the worst of some of raised, lost, flattened and nested; there must be one."""
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


def judge_outcome(observation: Observation, child: ChildKind, expected: int) -> Outcome:
    """Judge one variant.

    ``expected`` is the number of children that the scenario starts: one that is missing is lost.
    """
    if observation.harness_error is not None:
        return Outcome.UNKNOWN
    if observation.absent is not None:
        return Outcome.ABSENT
    if observation.exception is not None:
        return Outcome.RAISED
    return find_worst(
        _judge_runs(runs, observation.path, child, expected)
        for runs in _pick_evidence(observation, child)
    )


def _pick_evidence(observation: Observation, child: ChildKind) -> Iterable[Sequence[Run]]:
    """Return the runs to judge, a sequence a stream.

    A protocol without parents tells only whether the child was seen; the caller's handler then
    says under which parents.
    """
    if not observation.streams:
        yield observation.handler
    for stream in observation.streams:
        seen = bool(find_children(stream.runs, child, observation.path))
        yield observation.handler if seen and not stream.parents_known else stream.runs


def _judge_runs(
    runs: Sequence[Run], path: Sequence[str], child: ChildKind, expected: int
) -> Outcome:
    found = find_children(runs, child, path)
    if sum(_count_starts(run, child) for run in found) < expected:
        return Outcome.LOST
    return find_worst(
        Outcome.NESTED if _stands_in_order(path, _list_ancestors(run, child)) else Outcome.FLATTENED
        for run in found
    )


def _count_starts(run: Run, child: ChildKind) -> int:
    return run.events[START[child]]


def _list_ancestors(run: Run, child: ChildKind) -> Sequence[str]:
    """Return the child's ancestors; a custom event's parent is the run that dispatched it."""
    return (*run.parents, run.name) if child == "custom_event" else run.parents


def _stands_in_order(path: Sequence[str], ancestors: Sequence[str]) -> bool:
    """Tell whether the whole path stands among the ancestors in order; extra runs are allowed."""
    remaining = iter(ancestors)
    return all(name in remaining for name in path)
