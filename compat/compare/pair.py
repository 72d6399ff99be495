"""Pairs of cells: what a scenario says differently in them, equal differences grouped."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from compat.compare.kind import result_kind
from compat.compare.model import Change, Kind, Package, Said
from compat.matrix.model import Cell, Result
from compat.matrix.packages import differing
from compat.upgrade.effect import effect, form_changes, said
from compat.upgrade.model import Effect, FormChange

_PRESSING = tuple(Effect)
_KINDS = tuple(Kind)


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A cell before and after; ``pythons`` are the exact versions of the two, if known."""

    before: Cell
    after: Cell
    pythons: tuple[str | None, str | None]


@dataclass(frozen=True, kw_only=True)
class _Difference:
    """What one change is, wherever it is."""

    scenario: str
    kind: Kind
    effect: Effect
    before: Said | None
    after: Said | None
    forms: tuple[FormChange, ...]


def changes(pairs: Iterable[Pair], scenarios: Collection[str]) -> tuple[Change, ...]:
    """Return what scenarios say differently in pairs of probed cells, equal differences as one.

    The most pressing come first, then those of most cells. What was not found out twice is no
    difference.
    """
    groups: defaultdict[_Difference, list[Pair]] = defaultdict(list)
    for same in _alike(pairs, scenarios).values():
        scenario, before, after, _ = same[0]
        if difference := _difference(scenario, before, after):
            groups[difference] += [pair for *_, pair in same]
    found = (_change(difference, within) for difference, within in groups.items())
    return tuple(sorted(found, key=_order))


_Row = tuple[str, Result | None, Result | None, Pair]


def _alike(
    pairs: Iterable[Pair], scenarios: Collection[str]
) -> dict[tuple[str, int, int], list[_Row]]:
    """Return rows by scenario and results: cells share results, so few have to be compared."""
    found: dict[tuple[str, int, int], list[_Row]] = {}
    for pair in pairs:
        for name in scenarios:
            before, after = pair.before.results.get(name), pair.after.results.get(name)
            if before is not after:
                row = name, before, after, pair
                found.setdefault((name, id(before), id(after)), []).append(row)
    return found


def _difference(scenario: str, before: Result | None, after: Result | None) -> _Difference | None:
    means = None if said(before) == said(after) else effect(before, after)
    if means is None:
        return None
    return _Difference(
        scenario=scenario,
        kind=result_kind(means, before, after),
        effect=means,
        before=short(before),
        after=short(after),
        forms=form_changes(before, after) if before and after else (),
    )


def short(result: Result | None) -> Said | None:
    """Return a result in short."""
    if result is None:
        return None
    return Said(verdict=result.verdict, flags=result.flags, answer=result.answer)


def _change(difference: _Difference, within: Sequence[Pair]) -> Change:
    others = [tuple(_others(pair)) for pair in within]
    return Change(
        scenario=difference.scenario,
        kind=difference.kind,
        effect=difference.effect,
        before=difference.before,
        after=difference.after,
        forms=difference.forms,
        cells=tuple(pair.after.id for pair in within),
        packages=_packages(others),
        alike=sum(not each for each in others),
    )


def _others(pair: Pair) -> Iterator[tuple[str, str, str]]:
    """Give what else differs: packages but langchain-core itself, and the exact Python."""
    was, now = pair.pythons
    if was and now and was != now:
        yield "Python", was, now
    yield from differing(pair.before.packages, pair.after.packages)


def _packages(others: Sequence[tuple[tuple[str, str, str], ...]]) -> tuple[Package, ...]:
    counts = Counter(each for row in others for each in row)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(
        Package(name=name, before=before, after=after, cells=cells)
        for (name, before, after), cells in ranked
    )


def _order(change: Change) -> tuple[int, int, int, str]:
    kind, means = _KINDS.index(change.kind), _PRESSING.index(change.effect)
    return kind, means, -len(change.cells), change.scenario
