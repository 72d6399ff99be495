"""Where config must be passed by hand and which form of it helps, or where nothing does."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from compat.matrix.model import Cell, Outcome, Result, Verdict
from compat.record.model import ScenarioInfo
from compat.reports.grid import Grid, where

_BEST_FIRST = tuple(Outcome)


@dataclass(frozen=True, kw_only=True)
class Form:
    """A variant or a remedy, and what it came to."""

    name: str
    outcome: Outcome


@dataclass(frozen=True, kw_only=True)
class ByHand:
    """Scenarios that come to the same in the same cells.

    ``naive`` is None where the scenario has no such variant; ``silent`` says that it fails without
    an exception. ``forms`` come best outcome first.
    """

    scenarios: tuple[ScenarioInfo, ...]
    where: str
    cells: int
    naive: Outcome | None
    silent: bool
    forms: tuple[Form, ...]


_Key = tuple[Outcome | None, bool, tuple[Form, ...]]


def by_hand(index: Grid, scenarios: Sequence[ScenarioInfo], verdict: Verdict) -> tuple[ByHand, ...]:
    """Return the places with ``verdict`` (manual or broken), those of most scenarios first."""
    places: defaultdict[tuple[str, _Key], list[ScenarioInfo]] = defaultdict(list)
    sizes: dict[str, int] = {}
    for scenario in scenarios:
        for key, cells in _grouped(index, scenario.id, verdict).items():
            place = where(index, cells)
            sizes[place] = len(cells)
            places[place, key].append(scenario)
    rows = [
        ByHand(
            scenarios=tuple(found),
            where=place,
            cells=sizes[place],
            naive=naive,
            silent=silent,
            forms=forms,
        )
        for (place, (naive, silent, forms)), found in places.items()
    ]
    return tuple(sorted(rows, key=lambda row: -len(row.scenarios) * row.cells))


def _grouped(index: Grid, scenario: str, verdict: Verdict) -> dict[_Key, list[Cell]]:
    groups: defaultdict[_Key, list[Cell]] = defaultdict(list)
    for cell in index.probed:
        result = cell.results.get(scenario)
        if result is not None and result.verdict is verdict:
            groups[_key(result)].append(cell)
    return groups


def _key(result: Result) -> _Key:
    forms = {**result.outcomes, **result.remedies}
    naive = forms.pop("naive", None)
    silent = "silent:naive" in result.flags
    found = (Form(name=name, outcome=outcome) for name, outcome in forms.items())
    return naive, silent, tuple(sorted(found, key=_order))


def _order(form: Form) -> tuple[int, bool, str]:
    """Sort by outcome, then by name, with the legacy way last."""
    return _BEST_FIRST.index(form.outcome), form.name == "callbacks", form.name
