"""What the page's script looks up to answer for any two cells: states, and what lies between.

Cells share few results. So what the difference between two of them means is worked out here, for
every pair that a scenario has, by the rules of ``compat.difference``; the script only finds it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from compat.difference.effect import (
    LOSSES,
    Effect,
    FormChange,
    find_effect,
    find_form_changes,
    is_unsure,
)
from compat.difference.remedy import find_remedy
from compat.matrix.index import Index
from compat.matrix.model import Cell, Matrix, Outcome, Result, Verdict
from compat.matrix.packages import CORE
from compat.matrix.reading import Saying
from compat.record.model import ScenarioInfo, Status
from compat.reports.form import list_forms
from compat.reports.html.places import Places
from compat.reports.snippet import extract_snippet
from compat.reports.words import Tone, describe_verdict, find_tone

_NEEDED = (Verdict.MANUAL, Verdict.BROKEN)


@dataclass(frozen=True, kw_only=True)
class ScenarioState:
    """What some cells say of a scenario.

    ``unsure`` says that it was not found out. ``by_hand`` is the form to write where one is needed,
    None if none helps. A scenario that takes its config in a way that is broken may still be
    written in another.
    """

    verdict: Verdict
    words: str
    unsure: bool
    tone: Tone
    flags: tuple[str, ...]
    forms: dict[str, Outcome]
    by_hand: str | None


@dataclass(frozen=True, kw_only=True)
class Step:
    """What the difference between two states means; ``remedy`` names a form."""

    effect: Effect
    forms: tuple[FormChange, ...]
    remedy: str | None


@dataclass(frozen=True, kw_only=True)
class ScenarioLookup:
    """A scenario with its states.

    ``pairs[before][after]`` counts from 1; 0 stands for a cell that did not measure it. It is None
    where both say the same. ``code`` is by form.
    """

    id: str
    group: str
    title: str
    child: str
    children: int
    row: str
    states: tuple[ScenarioState, ...]
    pairs: tuple[tuple[Step | None, ...], ...]
    code: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class CellKind:
    """What cells have in common. ``replay`` has ``{cell}`` for the cell's id.

    ``packages`` is a place among the lookup's. ``states`` has the number of each scenario's state
    from 1 on, 0 where it was not measured; it is empty unless the cell was probed, and ``results``
    is None then. These are places among the evidence's.
    """

    status: Status
    reason: str | None
    reason_class: str | None
    overrides: tuple[str, ...]
    replay: str
    packages: int
    states: int
    results: int | None


@dataclass(frozen=True, kw_only=True)
class Lookup:
    """Everything but what was seen.

    ``cells[python][release]`` is the place of the cell's kind, None where there is no such cell;
    ``published`` has the places of the releases that a Python could have; ``yanked`` has the reason
    given for each release that was, None for the others.
    """

    pythons: tuple[str, ...]
    exact: tuple[str | None, ...]
    releases: tuple[str, ...]
    yanked: tuple[str | None, ...]
    lines: tuple[str, ...]
    published: tuple[tuple[int, ...], ...]
    cells: tuple[tuple[int | None, ...], ...]
    kinds: tuple[CellKind, ...]
    packages: tuple[dict[str, str], ...]
    states: tuple[tuple[int, ...], ...]
    scenarios: tuple[ScenarioLookup, ...]


def make_lookup(matrix: Matrix, results: Mapping[str, int]) -> Lookup:
    """Return what the script looks up; ``results`` are the places of probed cells' results."""
    known = Index(matrix=matrix)
    ordered = tuple(known.releases)
    states = {each.id: _States(each) for each in matrix.scenarios}
    packages, rows, kinds = Places[dict[str, str]](), Places[tuple[int, ...]](), Places[CellKind]()

    def kind(cell: Cell) -> int:
        said = (states[each.id](cell.results.get(each.id)) for each in matrix.scenarios)
        return kinds(
            CellKind(
                status=cell.status,
                reason=cell.reason,
                reason_class=cell.reason_class,
                overrides=cell.overrides,
                replay=cell.replay.replace(cell.id, "{cell}"),
                packages=packages(_list_others(cell)),
                states=rows(tuple(said) if cell.status is Status.PROBED else ()),
                results=results.get(cell.id),
            )
        )

    def place(python: str, core: str) -> int | None:
        cell = known.at(python, core)
        return found[cell.id] if cell else None

    found = {name: kind(cell) for name, cell in known.cells.items()}
    return Lookup(
        pythons=tuple(known.pythons),
        exact=tuple(known.exact[python] for python in known.pythons),
        releases=ordered,
        yanked=tuple(known.yanked.get(release) for release in ordered),
        lines=tuple(known.line[release] for release in ordered),
        published=tuple(
            tuple(n for n, release in enumerate(ordered) if release in set(known.published[python]))
            for python in known.pythons
        ),
        cells=tuple(
            tuple(place(python, release) for release in ordered) for python in known.pythons
        ),
        kinds=tuple(kinds.values),
        packages=tuple(packages.values),
        states=tuple(rows.values),
        scenarios=tuple(states[each.id].asked() for each in matrix.scenarios),
    )


class _States:
    """The states of a scenario; calling it with a result gives the number of its state."""

    def __init__(self, scenario: ScenarioInfo) -> None:
        self.scenario = scenario
        self.results: list[Result] = []
        self._places: dict[Saying, int] = {}

    def __call__(self, result: Result | None) -> int:
        if result is None:
            return 0
        if result.saying not in self._places:
            self.results.append(result)
            self._places[result.saying] = len(self.results)
        return self._places[result.saying]

    def asked(self) -> ScenarioLookup:
        every = (None, *self.results)
        return ScenarioLookup(
            id=self.scenario.id,
            group=self.scenario.group,
            title=self.scenario.title,
            child=self.scenario.child,
            children=self.scenario.children,
            row=self.scenario.row,
            states=tuple(_make_state(self.scenario, result) for result in self.results),
            pairs=tuple(
                tuple(_make_step(self.scenario, one, two) for two in every) for one in every
            ),
            code={
                form: extract_snippet(self.scenario.sources[form])
                for form in list_forms(self.scenario)
                if form in self.scenario.sources
            },
        )


def _make_state(scenario: ScenarioInfo, result: Result) -> ScenarioState:
    by_hand = find_remedy(scenario, None, result) if result.verdict in _NEEDED else None
    seen = result.forms
    return ScenarioState(
        verdict=result.verdict,
        words=describe_verdict(result.verdict, result.answer),
        unsure=is_unsure(result),
        tone=find_tone(result.verdict),
        flags=result.flags,
        forms={form: seen[form] for form in _sort(scenario, seen)},
        by_hand=by_hand.form if by_hand else None,
    )


def _sort(scenario: ScenarioInfo, seen: Iterable[str]) -> list[str]:
    known = list_forms(scenario)
    return sorted(seen, key=lambda form: known.index(form) if form in known else len(known))


def _make_step(scenario: ScenarioInfo, before: Result | None, after: Result | None) -> Step | None:
    means = find_effect(before, after)
    if means is None:
        return None
    advice = find_remedy(scenario, before, after) if after and means in LOSSES else None
    return Step(
        effect=means,
        forms=find_form_changes(before, after) if before and after else (),
        remedy=advice.form if advice else None,
    )


def _list_others(cell: Cell) -> dict[str, str]:
    return {name: version for name, version in sorted(cell.packages.items()) if name != CORE}
