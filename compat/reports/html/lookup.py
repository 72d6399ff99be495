"""What the page's script looks up to answer for any two cells of langchain-core."""

from collections.abc import Mapping
from dataclasses import dataclass

from compat.difference.targets import find_alive
from compat.matrix.index import Index
from compat.matrix.model import Cell, Matrix
from compat.matrix.packages import CORE, HARNESS
from compat.record.model import ScenarioInfo, Status
from compat.reports.difference.end_words import describe_obstacle
from compat.reports.difference.sentence import Codes
from compat.reports.form import list_forms
from compat.reports.html.places import Places
from compat.reports.html.states import HeardScenario, Meant, States
from compat.reports.paste import complete
from compat.reports.snippet import extract_snippet


@dataclass(frozen=True, kw_only=True)
class ScenarioLookup(HeardScenario):
    """A scenario with its states; ``code`` is by form, ``whose`` says whose code it is about."""

    id: str
    whose: str
    group: str
    title: str
    child: str
    row: str
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


def make_lookup(matrix: Matrix, results: Mapping[str, int], codes: Codes, meant: Meant) -> Lookup:
    """Return what the script looks up, in places of what ``meant`` collects.

    ``results`` are the places of probed cells' results; ``codes`` say whose code each scenario is
    about.
    """
    known = Index(matrix=matrix)
    ordered = tuple(known.releases)
    states = {each.id: States(each) for each in matrix.scenarios}
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
        scenarios=tuple(
            _describe(each, codes.get(each.id, ""), states[each.id].tell(meant))
            for each in matrix.scenarios
        ),
    )


def _describe(scenario: ScenarioInfo, whose: str, heard: HeardScenario) -> ScenarioLookup:
    return ScenarioLookup(
        **vars(heard),
        id=scenario.id,
        whose=whose,
        group=scenario.group,
        title=scenario.title,
        child=scenario.child,
        row=scenario.row,
        code={
            form: complete(extract_snippet(scenario.sources[form]))
            for form in list_forms(scenario)
            if form in scenario.sources
        },
    )


def _list_others(cell: Cell) -> dict[str, str]:
    return {name: version for name, version in sorted(cell.packages.items()) if name != CORE}
