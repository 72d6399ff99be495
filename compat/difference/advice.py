"""One configuration: what each pattern comes to, what to write, and where nothing is to do."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from compat.axes.cell import Layer
from compat.difference.effect import SHOWS, Effect, find_seen, find_written
from compat.difference.end import End, describe_end
from compat.difference.remedy import Remedy, find_remedy
from compat.difference.targets import walk_outwards
from compat.matrix.index import Index
from compat.matrix.model import Cell, Listener, Outcome, Reading, Result, Verdict
from compat.matrix.reading import OF_CORE
from compat.record.model import ChildKind, Row, ScenarioInfo
from compat.schema import strict

_Place = tuple[str, str, str | None]
_NEEDED = (Verdict.MANUAL, Verdict.BROKEN)


@strict
@dataclass(frozen=True, kw_only=True)
class Advice:
    """What a scenario comes to in a cell.

    ``reading`` and ``seen`` are None where it was not measured. ``seen`` is what comes of the code
    as it is first written: with nothing passed on, or else with the config; ``others`` what comes
    of it for the listeners for whom that is something else. Where more has to be
    written, ``remedy`` is the form that shows most, None if none is known that helps. Nothing has
    to be passed on with ``needless_from_core`` on the same Python, and on ``needless_from_python``
    with the same langchain-core: the next ones of which that is so, None if there is none; nor with
    ``needless_from_layer`` on the same Python and langchain-core, where there is a layer.
    """

    scenario: str
    group: str
    title: str
    row: Row
    child: ChildKind
    reading: Reading | None
    seen: Outcome | None
    others: dict[Listener, Outcome]
    remedy: Remedy | None
    needless_from_core: str | None
    needless_from_python: str | None
    needless_from_layer: Layer = None


@strict
@dataclass(frozen=True, kw_only=True)
class Situation:
    """A configuration with the advice for each scenario, in the suite's order, for a listener.

    Where nothing runs there is none: ``near_core`` is the nearest release that runs on the same
    Python, ``near_python`` the nearest Python on which the same release runs; with a layer both
    with the same one, and ``near_layer`` is the nearest of these that runs with the same two. If
    there is none of the three, ``near_pair`` is the id of a cell near it on the same Python.
    """

    end: End
    listener: Listener
    advices: tuple[Advice, ...]
    near_core: str | None = None
    near_python: str | None = None
    near_layer: Layer = None
    near_pair: Layer = None


def describe_situation(known: Index, cell: Cell, only: Collection[str] | None = None) -> Situation:
    """Return what is known of a cell; there is no advice where it was not probed.

    ``only`` names the scenarios to look at, all if it is None.
    """
    wanted = [each for each in known.matrix.scenarios if only is None or each.id in only]
    advices = tuple(_advise(known, cell, each) for each in wanted) if cell.results else ()
    end = describe_end(known, cell)
    if cell.results:
        return Situation(end=end, listener=known.listener, advices=advices)
    core, python, layer = cell.core, cell.python, cell.layer
    cores = walk_outwards(known.releases, core)
    pythons = walk_outwards(known.pythons, python)
    layers = walk_outwards(known.layers, layer) if layer else ()
    found = Situation(
        end=end,
        listener=known.listener,
        advices=advices,
        near_core=next((each for each in cores if _runs(known, python, each, layer)), None),
        near_python=next((each for each in pythons if _runs(known, each, core, layer)), None),
        near_layer=next((each for each in layers if _runs(known, python, core, each)), None),
    )
    if layer is None or found.near_core or found.near_python or found.near_layer:
        return found
    return replace(found, near_pair=_find_near_pair(known, python, cores, layers))


def _find_near_pair(
    known: Index, python: str, cores: Sequence[str], layers: Sequence[str]
) -> str | None:
    """Return the pair that runs on a Python with the first of some releases, then of layers."""
    places = ((core, layer) for core in cores for layer in layers)
    runs = (known.at(python, *each) for each in places if _runs(known, python, *each))
    return next((cell.id for cell in runs if cell), None)


def _runs(known: Index, python: str, core: str, layer: str | None) -> bool:
    return known.probed(python, core, layer) is not None and core not in known.yanked


def _advise(known: Index, cell: Cell, scenario: ScenarioInfo) -> Advice:
    result = cell.results.get(scenario.id)
    seen = find_seen(result) if result else None
    needed = result is not None and result.verdict in _NEEDED and seen is not Outcome.NESTED
    return Advice(
        scenario=scenario.id,
        group=scenario.group,
        title=scenario.title,
        row=scenario.row,
        child=scenario.child,
        reading=result.reading if result else None,
        seen=seen,
        others=_find_others(result) if result and scenario.row != "fact" else {},
        remedy=_find_remedy(cell, scenario, needed=needed),
        needless_from_core=_find_release(known, cell, scenario.id) if needed else None,
        needless_from_python=_find_python(known, cell, scenario.id) if needed else None,
        needless_from_layer=_find_layer(known, cell, scenario.id) if needed else None,
    )


def _find_others(result: Result) -> dict[Listener, Outcome]:
    """Return what other listeners see of the code as it is first written, where that differs.

    A stream of langgraph's that a row is not about says nothing.
    """
    form = find_written(result) or ""
    seen = {each: found.outcomes.get(form) for each, found in result.others.items()}
    own = result.outcomes.get(form)
    return {
        each: outcome
        for each, outcome in seen.items()
        if outcome and outcome is not own and (each in OF_CORE or outcome is not Outcome.ABSENT)
    }


def _find_remedy(cell: Cell, scenario: ScenarioInfo, *, needed: bool) -> Remedy | None:
    """Return what to write where more is needed, or another way to hide what shows."""
    result = cell.results.get(scenario.id)
    if result and scenario.row == "hiding" and result.answer == SHOWS:
        return find_remedy(scenario, None, result, Effect.LEAKS)
    return find_remedy(scenario, None, result) if result and needed else None


def _find_release(known: Index, cell: Cell, scenario: str) -> str | None:
    later = _after(known.releases, cell.core)
    places = ((cell.python, release, cell.layer) for release in later)
    return next((core for _, core, _ in _automatic(known, places, scenario)), None)


def _find_python(known: Index, cell: Cell, scenario: str) -> str | None:
    later = _after(known.pythons, cell.python)
    places = ((python, cell.core, cell.layer) for python in later)
    return next((python for python, *_ in _automatic(known, places, scenario)), None)


def _find_layer(known: Index, cell: Cell, scenario: str) -> str | None:
    if cell.layer is None:
        return None
    later = _after(known.layers, cell.layer)
    places = ((cell.python, cell.core, layer) for layer in later)
    return next((layer for *_, layer in _automatic(known, places, scenario)), None)


def _automatic(known: Index, places: Iterator[_Place], scenario: str) -> Iterator[_Place]:
    """Give the places at which a scenario needs nothing; yanked releases are not among them."""
    for python, core, layer in places:
        cell = known.probed(python, core, layer)
        if cell and core not in known.yanked and _needs_nothing(cell.results.get(scenario)):
            yield python, core, layer


def _needs_nothing(result: Result | None) -> bool:
    return result is not None and result.verdict is Verdict.AUTOMATIC


def _after(ordered: Sequence[str], start: str) -> Sequence[str]:
    return ordered[ordered.index(start) + 1 :] if start in ordered else ()
