"""The whole answer: from one cell of a matrix to another."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from compat.difference import layered_cause
from compat.difference.cause import Axis, Leg, Turn, find_axis, find_legs, find_turns, is_sure
from compat.difference.change import Change, find_change
from compat.difference.effect import (
    DECISIVE,
    LOSSES,
    Effect,
    answers_alike,
    find_effect,
    find_written,
)
from compat.difference.end import End, describe_end
from compat.difference.missed import Missed, find_missed, sees_most
from compat.difference.pair import Pair
from compat.difference.remedy import Remedy, find_remedy
from compat.difference.targets import Wish, find_nearest_safe
from compat.matrix.hearing import hear_cells
from compat.matrix.index import Index
from compat.matrix.model import Cell, Listener
from compat.record.model import FOUND_OUT, ChildKind, ScenarioInfo, Status
from compat.schema import strict

_ORDER = tuple(Effect)


class Decision(StrEnum):
    """Whether the upgrade may be made, with code that passes nothing on by hand.

    ``BLOCKED``: the target cannot be installed, or nothing runs there. ``UNKNOWN``: nothing
    measured gets worse, but something is not known; it is neither a yes nor a no.
    """

    SAFE = "safe"
    CHANGES = "needs-changes"
    BLOCKED = "blocked"
    UNKNOWN = "not-known"


@strict
@dataclass(frozen=True, kw_only=True)
class ExplainedChange(Change):
    """A change with its cause, where it comes, and what to write.

    ``sure`` tells whether the axes that move were tried alone. ``remedy`` is there for losses,
    where a form helps.
    """

    group: str
    title: str
    child: ChildKind
    written: str | None
    axis: Axis
    sure: bool
    turns: tuple[Turn, ...]
    remedy: Remedy | None


@strict
@dataclass(frozen=True, kw_only=True)
class Upgrade:
    """From one configuration to another.

    It is for one ``listener``; ``others`` are the decisions for those for whom it is another one.
    ``changes`` are the scenarios that differ, the most pressing first; ``same`` counts those that
    do not. ``missed`` are those that are not whole in either. ``nearest`` are safe targets near the
    one that was asked for, the nearest first.
    """

    source: End
    target: End
    listener: Listener
    decision: Decision
    others: dict[Listener, Decision]
    changes: tuple[ExplainedChange, ...]
    same: int
    missed: tuple[Missed, ...]
    nearest: tuple[str, ...]


def explain_upgrade(
    known: Index, source: Cell, target: Cell, only: Collection[str] | None = None
) -> Upgrade:
    """Return what changes from one cell of a matrix to another.

    ``source`` was probed; where the target was not, there is a reason and nothing to compare.
    ``only`` names the scenarios to look at, all if it is None.
    """
    wanted = [each for each in known.matrix.scenarios if only is None or each.id in only]
    changes = tuple(_explain_changes(known, wanted, source, target))
    names = [each.id for each in wanted]
    decided = decide(source, target, names)
    wish = Wish(
        known=known,
        source=source,
        target=target,
        safe=lambda cell: decide(source, cell, names) is Decision.SAFE,
        useful=lambda cell: sees_most(cell, names),
    )
    return Upgrade(
        source=describe_end(known, source),
        target=describe_end(known, target),
        listener=known.listener,
        decision=decided,
        others=dict(_decide_for_others(known, source, target, names)),
        changes=changes,
        same=len(wanted) - len(changes) if target.results else 0,
        missed=tuple(find_missed(wanted, source, target)),
        nearest=() if decided is Decision.SAFE else find_nearest_safe(wish),
    )


def _decide_for_others(
    known: Index, source: Cell, target: Cell, names: Sequence[str]
) -> Iterator[tuple[Listener, Decision]]:
    """Give for whom of the other listeners it is another decision."""
    decided = decide(source, target, names)
    for listener in known.matrix.listeners[1:]:
        one, other = hear_cells((source, target), listener)
        if (found := decide(one, other, names)) is not decided:
            yield listener, found


def decide(source: Cell, target: Cell, scenarios: Iterable[str]) -> Decision:
    """Return whether code that works in one cell works in another."""
    if target.status is not Status.PROBED:
        return Decision.BLOCKED if target.status in FOUND_OUT else Decision.UNKNOWN
    found = set()
    for name in scenarios:
        means = find_effect(source.results.get(name), target.results.get(name))
        if means in DECISIVE:
            return Decision.CHANGES
        found.add(means)
    return Decision.UNKNOWN if Effect.UNKNOWN in found else Decision.SAFE


def _explain_changes(
    known: Index, scenarios: Iterable[ScenarioInfo], source: Cell, target: Cell
) -> Iterator[ExplainedChange]:
    if target.status is not Status.PROBED:
        return
    found = (_explain_change(known, scenario, source, target) for scenario in scenarios)
    changes = (change for change in found if change)
    yield from sorted(changes, key=lambda change: _ORDER.index(change.effect))


def _explain_change(
    known: Index, scenario: ScenarioInfo, source: Cell, target: Cell
) -> ExplainedChange | None:
    before, after = Pair(before=source, after=target).results(scenario.id)
    change = find_change(scenario.id, before, after)
    if change is None or answers_alike(before, after):
        return None
    cause, sure, way = _find_cause(known, scenario.id, source, target)
    return ExplainedChange(
        **vars(change),
        group=scenario.group,
        title=scenario.title,
        child=scenario.child,
        written=find_written(after) if after else None,
        axis=cause,
        sure=sure,
        turns=tuple(find_turns(way, scenario.id)),
        remedy=(
            find_remedy(scenario, before, after, change.effect)
            if after and change.effect in LOSSES
            else None
        ),
    )


def _find_cause(
    known: Index, scenario: str, source: Cell, target: Cell
) -> tuple[Axis, bool, tuple[Leg, ...]]:
    """Return which axis brings a change, whether that is sure, and the way to place it on."""
    if source.layer:
        cause = layered_cause.find_axis(known, scenario, source, target)
        sure = layered_cause.is_sure(known, scenario, source, target)
        return cause, sure, layered_cause.find_legs(known, source, target, cause)
    cause = find_axis(known, scenario, source, target)
    way = find_legs(known, scenario, source, target, cause)
    return cause, is_sure(known, scenario, source, target), way
