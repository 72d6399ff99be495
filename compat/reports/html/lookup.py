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
    answers_alike,
    find_effect,
    find_form_changes,
    find_seen,
    find_written,
)
from compat.difference.missed import is_less_than_whole, tells_seen
from compat.difference.remedy import find_remedy
from compat.difference.targets import find_alive
from compat.matrix.index import Index
from compat.matrix.model import NAIVE, SHOWN, Cell, Matrix, Outcome, Result, Verdict
from compat.matrix.packages import CORE, HARNESS
from compat.matrix.reading import Saying
from compat.matrix.sure import is_unsure
from compat.record.model import ScenarioInfo, Status
from compat.reports.difference.end_words import describe_obstacle
from compat.reports.difference.sentence import Codes, pick_loss, word_lack, word_loss
from compat.reports.form import list_forms
from compat.reports.html.places import Places
from compat.reports.paste import complete
from compat.reports.snippet import extract_snippet
from compat.reports.words import Tone, describe_verdict, find_tone

_NEEDED = (Verdict.MANUAL, Verdict.BROKEN)


@dataclass(frozen=True, kw_only=True)
class ScenarioState:
    """What some cells say of a scenario.

    ``unsure`` says that it is not known. ``by_hand`` is the form to write where one is needed, None
    if none helps. A scenario that takes its config in a way that is broken may still be written in
    another. ``seen`` tells whether it is seen as people write it first, None where that is not
    asked, ``lacks`` in words what is less than whole, None where nothing is.
    """

    verdict: Verdict
    words: str
    unsure: bool
    tone: Tone
    flags: tuple[str, ...]
    forms: dict[str, Outcome]
    by_hand: str | None
    seen: bool | None
    lacks: str | None


@dataclass(frozen=True, kw_only=True)
class Step:
    """What the difference between two states means; ``remedy`` names a form.

    ``loses`` says what is lost, as a verb of a plural, None where nothing is.
    """

    effect: Effect
    loses: str | None
    forms: tuple[FormChange, ...]
    remedy: str | None


@dataclass(frozen=True, kw_only=True)
class ScenarioLookup:
    """A scenario with its states.

    ``pairs[before][after]`` counts from 1; 0 stands for a cell that did not measure it. It is None
    where both say the same. ``code`` is by form. ``whose`` says whose code it is about.
    """

    id: str
    whose: str
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

    ``obstacle`` says why a cell cannot be used, as the end of a sentence about it.
    ``packages`` is a place among the lookup's. ``states`` has the number of each scenario's state
    from 1 on, 0 where it was not measured; it is empty unless the cell was probed, and ``results``
    is None then. These are places among the evidence's.
    """

    status: Status
    obstacle: str
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
    given for each release that was, None for the others. ``alive`` tells whether a Python had not
    reached its end of life on the day of the matrix; ``harness`` names packages that are no news.
    """

    pythons: tuple[str, ...]
    alive: tuple[bool, ...]
    exact: tuple[str | None, ...]
    releases: tuple[str, ...]
    yanked: tuple[str | None, ...]
    lines: tuple[str, ...]
    published: tuple[tuple[int, ...], ...]
    cells: tuple[tuple[int | None, ...], ...]
    kinds: tuple[CellKind, ...]
    packages: tuple[dict[str, str], ...]
    harness: tuple[str, ...]
    states: tuple[tuple[int, ...], ...]
    scenarios: tuple[ScenarioLookup, ...]


def make_lookup(matrix: Matrix, results: Mapping[str, int], codes: Codes) -> Lookup:
    """Return what the script looks up.

    ``results`` are the places of probed cells' results; ``codes`` say whose code each scenario is
    about.
    """
    known = Index(matrix=matrix)
    ordered = tuple(known.releases)
    states = {each.id: _States(each, codes.get(each.id, "")) for each in matrix.scenarios}
    packages, rows, kinds = Places[dict[str, str]](), Places[tuple[int, ...]](), Places[CellKind]()

    def kind(cell: Cell) -> int:
        said = (states[each.id](cell.results.get(each.id)) for each in matrix.scenarios)
        return kinds(
            CellKind(
                status=cell.status,
                obstacle=describe_obstacle(cell.status, cell.reason, cell.reason_class),
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
        alive=tuple(python in find_alive(known) for python in known.pythons),
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
        harness=tuple(sorted(HARNESS)),
        states=tuple(rows.values),
        scenarios=tuple(states[each.id].asked() for each in matrix.scenarios),
    )


class _States:
    """The states of a scenario; calling it with a result gives the number of its state."""

    def __init__(self, scenario: ScenarioInfo, whose: str) -> None:
        self.scenario = scenario
        self.whose = whose
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
            whose=self.whose,
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
                form: complete(extract_snippet(self.scenario.sources[form]))
                for form in list_forms(self.scenario)
                if form in self.scenario.sources
            },
        )


def _make_state(scenario: ScenarioInfo, result: Result) -> ScenarioState:
    seen = result.forms
    return ScenarioState(
        verdict=result.verdict,
        words=describe_verdict(result.verdict, result.answer),
        unsure=is_unsure(result),
        tone=find_tone(result.verdict),
        flags=result.flags,
        forms={form: seen[form] for form in _sort(scenario, seen)},
        by_hand=_find_by_hand(scenario, result),
        seen=tells_seen(result),
        lacks=_describe_lack(scenario, result),
    )


def _describe_lack(scenario: ScenarioInfo, result: Result) -> str | None:
    """Return what is less than whole, None where nothing is."""
    if not is_less_than_whole(result):
        return None
    recorded = result.verdict is Verdict.RECORDED
    return word_lack(scenario.child, None if recorded else find_seen(result))


def _find_by_hand(scenario: ScenarioInfo, result: Result) -> str | None:
    """Return the form to write where one is needed: the one that helps, or the only one taught."""
    if result.verdict not in _NEEDED:
        return None
    better = find_remedy(scenario, None, result)
    written = find_written(result)
    taught = written if written != NAIVE and find_seen(result) in SHOWN else None
    return better.form if better else taught


def _sort(scenario: ScenarioInfo, seen: Iterable[str]) -> list[str]:
    known = list_forms(scenario)
    return sorted(seen, key=lambda form: known.index(form) if form in known else len(known))


def _make_step(scenario: ScenarioInfo, before: Result | None, after: Result | None) -> Step | None:
    means = find_effect(before, after)
    if means is None or answers_alike(before, after):
        return None
    advice = find_remedy(scenario, before, after, means) if after and means in LOSSES else None
    forms = find_form_changes(before, after) if before and after else ()
    lost = pick_loss(means, forms, find_written(after)) if after else None
    return Step(
        effect=means,
        loses=word_loss(scenario.child, lost, means) if means in LOSSES else None,
        forms=forms,
        remedy=advice.form if advice else None,
    )


def _list_others(cell: Cell) -> dict[str, str]:
    return {name: version for name, version in sorted(cell.packages.items()) if name != CORE}
