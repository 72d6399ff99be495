"""One configuration: what each pattern comes to, what to write, and where nothing is to do."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Annotated

from pydantic import Field

from compat.axes.cell import Layer
from compat.difference.effect import HIDDEN, SHOWS, Effect, find_seen, find_written
from compat.difference.end import End, describe_end
from compat.difference.remedy import Remedy, find_remedy
from compat.difference.targets import walk_outwards
from compat.matrix.index import Index
from compat.matrix.model import Cell, Listener, Outcome, Reading, Result, Verdict
from compat.matrix.reading import OF_CORE
from compat.record.model import ChildKind, Row, ScenarioInfo
from compat.schema import strict

_NEEDED = (Verdict.MANUAL, Verdict.BROKEN)
_NONE, _EMPTY = "opt-out-none", "opt-out-empty"
"""How ids begin of what hides by ``callbacks`` of None, and by none of them in a list."""

_Name = Annotated[str | None, Field(exclude_if=lambda name: name is None)]
"""The id of a scenario or a cell, None for none; files leave it out."""


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
    ``hidden_as`` names the scenario that hides in the same cell what this one shows, by passing no
    callbacks.
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
    hidden_as: _Name = None


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
    near_pair: _Name = None


def describe_situation(known: Index, cell: Cell, only: Collection[str] | None = None) -> Situation:
    """Return what is known of a cell; there is no advice where it was not probed.

    ``only`` names the scenarios to look at, all if it is None.
    """
    wanted = [each for each in known.matrix.scenarios if only is None or each.id in only]
    adviser = Adviser(known)
    advices = tuple(adviser.advise(cell, each) for each in wanted) if cell.results else ()
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
    return known.probed(python, core, layer) is not None and not known.is_yanked(core, layer)


class Adviser:
    """What to say of scenarios in the cells of a matrix, each found once; for many cells."""

    def __init__(self, known: Index) -> None:
        self.known = known
        self._readings: dict[tuple[str, int], tuple[Advice, bool]] = {}
        self._needless: dict[str, _Needless] = {}
        self._advices: dict[tuple[object, ...], Advice] = {}

    def advise(self, cell: Cell, scenario: ScenarioInfo) -> Advice:
        """Return what a scenario comes to in a cell; of equal advices the same one."""
        result = cell.results.get(scenario.id)
        # Results live as long as the matrix does, so their ids tell them apart.
        key = scenario.id, id(result)
        if key not in self._readings:
            self._readings[key] = _read(scenario, result)
        advice, needed = self._readings[key]
        if not needed:
            hider = _find_hider(cell, scenario, result)
            return self._keep((*key, hider), advice, hidden_as=hider) if hider else advice
        if scenario.id not in self._needless:
            self._needless[scenario.id] = _Needless(self.known, scenario.id)
        core, python, layer = self._needless[scenario.id].find(cell)
        return self._keep(
            (*key, core, python, layer),
            advice,
            needless_from_core=core,
            needless_from_python=python,
            needless_from_layer=layer,
        )

    def _keep(self, key: tuple[object, ...], advice: Advice, **told: str | None) -> Advice:
        if key not in self._advices:
            self._advices[key] = replace(advice, **told)  # type: ignore[arg-type]
        return self._advices[key]


def _find_hider(cell: Cell, scenario: ScenarioInfo, result: Result | None) -> str | None:
    """Return the scenario that hides what one shows, by passing an empty list of callbacks."""
    if not scenario.id.startswith(_NONE) or result is None or result.answer != SHOWS:
        return None
    name = scenario.id.replace(_NONE, _EMPTY, 1)
    other = cell.results.get(name)
    return name if other and other.answer == HIDDEN else None


def _read(scenario: ScenarioInfo, result: Result | None) -> tuple[Advice, bool]:
    """Return what a result comes to, wherever it was found, and whether something is needed."""
    seen = find_seen(result) if result else None
    needed = result is not None and result.verdict in _NEEDED and seen is not Outcome.NESTED
    advice = Advice(
        scenario=scenario.id,
        group=scenario.group,
        title=scenario.title,
        row=scenario.row,
        child=scenario.child,
        reading=result.reading if result else None,
        seen=seen,
        others=_find_others(result) if result and scenario.row != "fact" else {},
        remedy=_find_remedy(scenario, result, needed=needed),
        needless_from_core=None,
        needless_from_python=None,
    )
    return advice, needed


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


def _find_remedy(scenario: ScenarioInfo, result: Result | None, *, needed: bool) -> Remedy | None:
    """Return what to write where more is needed, or another way to hide what shows."""
    if result and scenario.row == "hiding" and result.answer == SHOWS:
        return find_remedy(scenario, None, result, Effect.LEAKS)
    return find_remedy(scenario, None, result) if result and needed else None


class _Needless:
    """Where a scenario needs nothing, along each coordinate; in no yanked release."""

    def __init__(self, known: Index, scenario: str) -> None:
        self.known = known
        self.scenario = scenario
        self._along = cache(self._list_along)

    def find(self, cell: Cell) -> tuple[str | None, str | None, str | None]:
        """Return the next release, the next Python and the next layer beside a cell."""
        known, python, core, layer = self.known, cell.python, cell.core, cell.layer
        return (
            _next(known.releases, core, self._along(python, None, layer)),
            _next(known.pythons, python, self._along(None, core, layer)),
            _next(known.layers, layer, self._along(python, core, None)) if layer else None,
        )

    def _list_along(
        self, python: str | None, core: str | None, layer: str | None
    ) -> frozenset[str]:
        """Return where nothing is needed along the coordinate that is None, all others held."""
        known = self.known
        if python is None:
            return frozenset(each for each in known.pythons if self._holds(each, core or "", layer))
        if core is None:
            return frozenset(each for each in known.releases if self._holds(python, each, layer))
        return frozenset(each for each in known.layers if self._holds(python, core, each))

    def _holds(self, python: str, core: str, layer: str | None) -> bool:
        cell = self.known.probed(python, core, layer)
        if cell is None or self.known.is_yanked(core, layer):
            return False
        result = cell.results.get(self.scenario)
        return result is not None and result.verdict is Verdict.AUTOMATIC


def _next(ordered: Sequence[str], start: str, some: Collection[str]) -> str | None:
    """Return the first of some that comes after one."""
    if not some or start not in ordered:
        return None
    return next((each for each in ordered[ordered.index(start) + 1 :] if each in some), None)
