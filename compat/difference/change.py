"""What a scenario says differently in two cells; in many pairs of cells, equal changes as one."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from compat.difference.effect import Effect, FormChange, find_effect, find_form_changes
from compat.difference.kind import Kind, find_result_kind
from compat.difference.pair import Pair
from compat.matrix.model import Reading, Result
from compat.matrix.packages import find_differing
from compat.schema import strict

_PRESSING = tuple(Effect)
_KINDS = tuple(Kind)


@strict
@dataclass(frozen=True, kw_only=True)
class Change:
    """What one scenario says differently; ``forms`` are its forms that changed.

    A side is None where it was not measured.
    """

    scenario: str
    kind: Kind
    effect: Effect
    before: Reading | None
    after: Reading | None
    forms: tuple[FormChange, ...]


@strict
@dataclass(frozen=True, kw_only=True)
class Package:
    """A package, or ``Python`` itself, that differs between the two sides of ``cells`` cells.

    A side that does not have it says ``none``.
    """

    name: str
    before: str
    after: str
    cells: int


@strict
@dataclass(frozen=True, kw_only=True)
class SharedChange(Change):
    """A change that ``cells`` have in common.

    ``packages`` are the suspects: what else differs, that which does in most cells first; in
    ``alike`` of the cells nothing that was recorded does.
    """

    cells: tuple[str, ...]
    packages: tuple[Package, ...]
    alike: int


def find_change(scenario: str, before: Result | None, after: Result | None) -> Change | None:
    """Return what a scenario says differently; None if it says the same, and is known."""
    means = find_effect(before, after)
    if means is None:
        return None
    return Change(
        scenario=scenario,
        kind=find_result_kind(means, before, after),
        effect=means,
        before=before.reading if before else None,
        after=after.reading if after else None,
        forms=find_form_changes(before, after) if before and after else (),
    )


def find_shared_changes(
    pairs: Iterable[Pair], scenarios: Collection[str]
) -> tuple[SharedChange, ...]:
    """Return what scenarios say differently in pairs of cells that tell, equal changes as one.

    The most pressing come first, then those of most cells. What is not known twice is no
    difference.
    """
    groups: defaultdict[Change, list[Pair]] = defaultdict(list)
    for (scenario, before, after), same in _group_by_results(pairs, scenarios).items():
        change = None if _say_the_same(before, after) else find_change(scenario, before, after)
        if change:
            groups[change] += same
    return tuple(sorted((_share(*group) for group in groups.items()), key=_rank))


_Results = tuple[str, Result | None, Result | None]


def _group_by_results(
    pairs: Iterable[Pair], scenarios: Collection[str]
) -> dict[_Results, list[Pair]]:
    """Return pairs by scenario and results: cells share results, so few have to be compared."""
    found: dict[_Results, list[Pair]] = {}
    for pair in pairs:
        for name in scenarios:
            before, after = pair.results(name)
            if before is not after:
                found.setdefault((name, before, after), []).append(pair)
    return found


def _say_the_same(before: Result | None, after: Result | None) -> bool:
    return bool(before and after and before.saying == after.saying)


def _share(change: Change, within: Sequence[Pair]) -> SharedChange:
    others = [tuple(_find_others(pair)) for pair in within]
    return SharedChange(
        **vars(change),
        cells=tuple(pair.after.id for pair in within),
        packages=_count_packages(others),
        alike=sum(not each for each in others),
    )


def _find_others(pair: Pair) -> Iterator[tuple[str, str, str]]:
    """Give what else differs: packages but langchain-core itself, and the exact Python."""
    was, now = pair.pythons
    if was and now and was != now:
        yield "Python", was, now
    yield from find_differing(pair.before.packages, pair.after.packages)


def _count_packages(others: Sequence[tuple[tuple[str, str, str], ...]]) -> tuple[Package, ...]:
    counts = Counter(each for row in others for each in row)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(
        Package(name=name, before=before, after=after, cells=cells)
        for (name, before, after), cells in ranked
    )


def _rank(change: SharedChange) -> tuple[int, int, int, str]:
    kind, means = _KINDS.index(change.kind), _PRESSING.index(change.effect)
    return kind, means, -len(change.cells), change.scenario
