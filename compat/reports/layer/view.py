"""Everything that the report of a layer says, before it is put into a format."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from compat.matrix.model import Matrix
from compat.record.model import ScenarioInfo
from compat.reports.form import describe_way
from compat.reports.layer.byhand import Helping, find_helping, find_needy
from compat.reports.layer.detail import PythonForms, group_forms
from compat.reports.layer.finding import LayerFinding, find_layer_findings
from compat.reports.layer.installed import Installed, list_installed
from compat.reports.layer.places import Pair, Places
from compat.reports.layer.row import (
    Said,
    describe_cell,
    find_own_listener,
    find_written_remedy,
    has_nothing_to_pass,
    hear_row,
    is_whole,
)
from compat.reports.layer.sentence import describe_layer_run
from compat.reports.layer.turns import Turn, join_turns, list_turns
from compat.reports.layer.unprobed import Unprobed, group_unprobed
from compat.reports.text import capitalise
from compat.reports.view import describe_provenance, mark_flags
from compat.reports.words import LISTENERS, Tone

NOTHING = "nothing to pass"
NONE_HELPS = "nothing helps"


@dataclass(frozen=True, kw_only=True)
class LayerRow:
    """A scenario: what is said with the newest pair of each Python, where it changes, by hand.

    ``who`` listens; ``by_hand`` is what to write with these pairs, in a few words.
    """

    scenario: ScenarioInfo
    who: str
    cells: tuple[Said, ...]
    by_hand: str
    turns: tuple[Turn, ...]
    every_turn: tuple[Turn, ...]
    helping: tuple[Helping, ...]
    needed: int
    nothing: bool
    forms: tuple[PythonForms, ...]


@dataclass(frozen=True, kw_only=True)
class LayerGroup:
    """Rows of one kind, in the order of the suite."""

    name: str
    rows: tuple[LayerRow, ...]

    @property
    def title(self) -> str:
        """Its name as a heading; names of APIs in it stay as they are."""
        return capitalise(self.name)


@dataclass(frozen=True, kw_only=True)
class LayerPage:
    """The whole report. ``columns`` are the Pythons, each with its newest pair."""

    places: Places
    sentence: str
    findings: tuple[LayerFinding, ...]
    columns: tuple[tuple[str, Pair], ...]
    newest: Pair | None
    groups: tuple[LayerGroup, ...]
    marks: dict[str, str]
    unprobed: tuple[Unprobed, ...]
    installed: tuple[Installed, ...]
    provenance: tuple[tuple[str, str], ...]

    @property
    def tones(self) -> tuple[Tone, ...]:
        """What stands in the map, in the order of the tones: a legend needs no more."""
        there = {said.tone for group in self.groups for row in group.rows for said in row.cells}
        return tuple(tone for tone in Tone if tone in there)


def make_layer_page(matrix: Matrix) -> LayerPage:
    """Return all that is said of a layer."""
    places = Places(matrix=matrix)
    columns = tuple(places.newest.items())
    groups = _group_rows(make_row(places, each, columns) for each in matrix.scenarios)
    flags = (
        flag for group in groups for row in group.rows for said in row.cells for flag in said.flags
    )
    return LayerPage(
        places=places,
        sentence=describe_layer_run(matrix),
        findings=find_layer_findings(places),
        columns=columns,
        newest=places.pairs[0] if places.pairs else None,
        groups=groups,
        marks=mark_flags(flags),
        unprobed=group_unprobed(places),
        installed=list_installed(places),
        provenance=describe_provenance(matrix.provenance),
    )


def make_row(
    places: Places, scenario: ScenarioInfo, columns: Iterable[tuple[str, Pair]]
) -> LayerRow:
    """Return a row, with a cell for each Python and its pair."""
    columns = tuple(columns)
    needy = find_needy(places.telling, scenario)
    changes = [each for each in places.matrix.change_overs if each.scenario == scenario.id]
    return LayerRow(
        scenario=scenario,
        who=LISTENERS[find_own_listener(scenario)],
        cells=tuple(describe_cell(places.on(python, pair), scenario) for python, pair in columns),
        by_hand=", ".join(_list_by_hand(places, scenario, columns)),
        turns=join_turns(list_turns(scenario, changes)),
        every_turn=list_turns(scenario, changes, flags=True),
        helping=find_helping(needy, scenario),
        needed=len(needy),
        nothing=has_nothing_to_pass(scenario),
        forms=group_forms(places, scenario),
    )


def _group_rows(rows: Iterable[LayerRow]) -> tuple[LayerGroup, ...]:
    found: defaultdict[str, list[LayerRow]] = defaultdict(list)
    for row in rows:
        found[row.scenario.group].append(row)
    return tuple(LayerGroup(name=name, rows=tuple(own)) for name, own in found.items())


def _list_by_hand(
    places: Places, scenario: ScenarioInfo, columns: Iterable[tuple[str, Pair]]
) -> list[str]:
    """Return what to write with the newest pairs, each way once."""
    said: dict[str, None] = {}
    for python, pair in columns:
        cell = places.on(python, pair)
        result = hear_row(cell, scenario) if cell and cell.tells else None
        if result is None or is_whole(result) is not False:
            continue
        remedy = find_written_remedy(scenario, result)
        if remedy:
            said[describe_way(remedy.form)] = None
        else:
            said[NOTHING if has_nothing_to_pass(scenario) else NONE_HELPS] = None
    return list(said)
