"""The whole answer: from one cell of a matrix to another."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from compat.difference.cause import Axis, Turn, find_axis, find_legs, find_turns
from compat.difference.change import Change, find_change
from compat.difference.effect import LOSSES, Effect, find_effect
from compat.difference.pair import Pair
from compat.difference.remedy import Remedy, find_remedy
from compat.difference.targets import Wish, find_nearest_safe
from compat.matrix.index import Index
from compat.matrix.model import NAIVE, Cell
from compat.record.model import FOUND_OUT, ScenarioInfo, Status
from compat.schema import strict

_ORDER = tuple(Effect)


class Decision(StrEnum):
    """Whether the upgrade may be made.

    ``BLOCKED``: the target cannot be had, or nothing runs there. ``UNKNOWN``: nothing measured gets
    worse, but something was not found out; it is neither a yes nor a no.
    """

    SAFE = "safe"
    CHANGES = "needs-changes"
    BLOCKED = "blocked"
    UNKNOWN = "not-known"


@strict
@dataclass(frozen=True, kw_only=True)
class ExplainedChange(Change):
    """A change with its cause, where it comes, and what to write.

    ``remedy`` is there for losses, where a form helps.
    """

    group: str
    title: str
    axis: Axis
    turns: tuple[Turn, ...]
    remedy: Remedy | None


@strict
@dataclass(frozen=True, kw_only=True)
class End:
    """A configuration: a cell, its status, its reason if it was not probed, its exact Python.

    ``overrides`` are those that it cannot be installed without; ``yanked`` is why its release was,
    empty if no reason was given, None if it was not.
    """

    cell: str
    python: str
    core: str
    status: Status
    reason: str | None
    exact: str | None
    overrides: tuple[str, ...]
    yanked: str | None


@strict
@dataclass(frozen=True, kw_only=True)
class Upgrade:
    """From one configuration to another.

    ``changes`` are the scenarios that differ, the most pressing first; ``same`` counts those that
    do not. ``nearest`` are safe targets near the one that was asked for, the nearest first.
    """

    source: End
    target: End
    decision: Decision
    changes: tuple[ExplainedChange, ...]
    same: int
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
    )
    return Upgrade(
        source=describe_end(known, source),
        target=describe_end(known, target),
        decision=decided,
        changes=changes,
        same=len(wanted) - len(changes) if target.results else 0,
        nearest=() if decided is Decision.SAFE else find_nearest_safe(wish),
    )


def decide(source: Cell, target: Cell, scenarios: Iterable[str]) -> Decision:
    """Return whether code that works in one cell works in another."""
    if target.status is not Status.PROBED:
        return Decision.BLOCKED if target.status in FOUND_OUT else Decision.UNKNOWN
    found = set()
    for name in scenarios:
        means = find_effect(source.results.get(name), target.results.get(name))
        if means in LOSSES:
            return Decision.CHANGES
        found.add(means)
    return Decision.UNKNOWN if Effect.UNKNOWN in found else Decision.SAFE


def _explain_changes(
    known: Index, scenarios: Iterable[ScenarioInfo], source: Cell, target: Cell
) -> Iterator[ExplainedChange]:
    if target.status is not Status.PROBED:
        return
    found = (_explain_change(known, scenario, source, target) for scenario in scenarios)
    yield from sorted(
        (change for change in found if change),
        key=lambda change: (_ORDER.index(change.effect), not _is_naive(change)),
    )


def _explain_change(
    known: Index, scenario: ScenarioInfo, source: Cell, target: Cell
) -> ExplainedChange | None:
    before, after = Pair(before=source, after=target).results(scenario.id)
    change = find_change(scenario.id, before, after)
    if change is None:
        return None
    cause = find_axis(known, scenario.id, source, target)
    return ExplainedChange(
        **vars(change),
        group=scenario.group,
        title=scenario.title,
        axis=cause,
        turns=tuple(find_turns(find_legs(known, scenario.id, source, target, cause), scenario.id)),
        remedy=find_remedy(scenario, before, after) if after and change.effect in LOSSES else None,
    )


def _is_naive(change: ExplainedChange) -> bool:
    return any(each.form == NAIVE and each.effect is change.effect for each in change.forms)


def describe_end(known: Index, cell: Cell) -> End:
    """Return a cell as an end, or a place, of a question."""
    return End(
        cell=cell.id,
        python=cell.python,
        core=cell.core,
        status=cell.status,
        reason=cell.reason,
        exact=known.exact.get(cell.python),
        overrides=cell.overrides,
        yanked=known.yanked.get(cell.core),
    )
