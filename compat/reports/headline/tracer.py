"""Where other listeners see something else than an event stream does."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from compat.matrix.model import Cell, Listener, Outcome, Result
from compat.record.model import ScenarioInfo
from compat.reports.form import describe_way, find_outcome, list_forms
from compat.reports.table.grid import Grid, describe_place
from compat.reports.text import format_amount
from compat.reports.words import GUIDE, LISTENERS, PLAIN

_WORDS = (
    "A tracer or token counter (LangSmith, collect_runs, get_usage_metadata_callback) sees the"
    " guide's tool differently. Of {cells}: {told}."
)


_PASSED = {"naive": "nothing", "configured": "config", "callbacks": "callbacks"}


def describe_tracer(index: Grid) -> str:
    """Return what a tracer sees of the guide's tool, with counts; "" if no tracer listened."""
    if Listener.HOOK not in index.matrix.listeners:
        return ""
    heard = [
        cell.results[GUIDE].heard_by(Listener.HOOK)
        for cell in index.telling
        if GUIDE in cell.results
    ]
    if not heard:
        return ""
    counts: defaultdict[str, list[str]] = defaultdict(list)
    for form, words in _PASSED.items():
        if seen := [result.outcomes[form] for result in heard if form in result.outcomes]:
            counts[_count(seen)].append(words)
    told = "; ".join(f"with {_list_ways(ways)} passed, {seen}" for seen, ways in counts.items())
    return _WORDS.format(cells=format_amount(len(heard), "configuration"), told=told)


def _list_ways(ways: list[str]) -> str:
    *most, last = ways
    return f"{', '.join(most)} or {last}" if most else last


def _count(seen: Iterable[Outcome]) -> str:
    counts = Counter(seen)
    told = [f"{PLAIN[each]} in {counts[each]}" for each in Outcome if counts[each]]
    return " and ".join([", ".join(told[:-1]), told[-1]] if len(told) > 1 else told)


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What a listener sees of a form of a scenario, where the stream shows something else."""

    who: str
    form: str
    where: str


def describe_heard(index: Grid, scenario: ScenarioInfo) -> Iterator[Heard]:
    """Give every listener and form for whom something differs from the stream somewhere.

    Of a fact the outcome means nothing, so nothing is said of it.
    """
    cells = [cell for cell in index.telling if scenario.id in cell.results]
    if scenario.row == "fact":
        return
    for listener in index.matrix.listeners[1:]:
        for form in list_forms(scenario):
            own = {cell.id: find_outcome(cell.results[scenario.id], form) for cell in cells}
            seen = {cell.id: _find_heard(cell, scenario, form, listener) for cell in cells}
            if own != seen:
                yield Heard(
                    who=LISTENERS[listener],
                    form=describe_way(form),
                    where=_describe_places(index, cells, seen),
                )


def _find_heard(
    cell: Cell, scenario: ScenarioInfo, form: str, listener: Listener
) -> Outcome | None:
    return find_outcome(_hear(cell.results[scenario.id], listener), form)


@lru_cache(maxsize=1 << 14)  # cells share their results
def _hear(result: Result, listener: Listener) -> Result:
    return result.heard_by(listener)


def _describe_places(index: Grid, cells: Iterable[Cell], seen: dict[str, Outcome | None]) -> str:
    """Return what is seen where, the rarest first."""
    places: defaultdict[Outcome, list[Cell]] = defaultdict(list)
    for cell in cells:
        if outcome := seen[cell.id]:
            places[outcome].append(cell)
    *rarer, most = sorted(places, key=lambda outcome: len(places[outcome]))
    told = [f"{PLAIN[each]} on {describe_place(index, places[each])}" for each in rarer]
    return "; ".join([*told, f"{PLAIN[most]} {'elsewhere' if rarer else 'everywhere'}"])
