"""A pattern as a page of its own: what to write, where it is so, what was seen, what is typed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from packaging.version import Version

from compat.difference.layered import hear_layer
from compat.matrix.index import Index
from compat.matrix.model import Cell, Listener, Matrix, Traces
from compat.record.model import ScenarioInfo
from compat.reports.form import describe_way, list_forms
from compat.reports.headline.claims import Claimed
from compat.reports.headline.detail import Detail
from compat.reports.headline.tracer import Heard
from compat.reports.layer.byhand import show_code
from compat.reports.layer.places import Places
from compat.reports.layer.row import describe_cell
from compat.reports.layer.turns import Turn
from compat.reports.layer.view import LayerRow
from compat.reports.site.picture import SeenForm, draw_form
from compat.reports.site.said import VerdictTable, tabulate, tabulate_layer
from compat.reports.site.words import NOWHERE, SAID
from compat.reports.site.write import ToWrite, advise, advise_layer, lacks
from compat.reports.symptoms import describe_measured, describe_measured_of_pairs
from compat.reports.table.grid import Grid
from compat.reports.text import capitalise
from compat.reports.view import mark_flags
from compat.reports.words import Tone
from compat.symptoms.model import Pattern


@dataclass(frozen=True, kw_only=True)
class Newest:
    """What the newest cell says."""

    words: str
    tone: Tone
    cell: str


@dataclass(frozen=True, kw_only=True)
class PatternPage:
    """All that a pattern's page says.

    ``known`` is what people type, None where nothing is; ``code`` is what was measured, by the way
    it is written. ``heard`` is of langchain-core, ``turns`` of the layer.
    """

    scenario: ScenarioInfo
    group: str
    layered: bool
    known: Pattern | None
    measured: str
    newest: Newest | None
    write: ToWrite
    table: VerdictTable
    marks: dict[str, str]
    pictures: tuple[SeenForm, ...]
    heard: tuple[Heard, ...]
    turns: tuple[Turn, ...]
    claims: tuple[Claimed, ...]
    code: tuple[tuple[str, str], ...]


Known = TypeVar("Known", Grid, Places)


@dataclass(frozen=True, kw_only=True)
class Seen(Generic[Known]):
    """What pages are made from: a matrix looked up, and what was seen in its cells."""

    index: Known
    traces: Traces

    @cached_property
    def heard(self) -> Index:
        """The same as its listeners hear it who are asked first: of what code writes, only one."""
        if not self.index.matrix.layered:
            return self.index
        return Index(matrix=hear_layer(self.index.matrix, Listener.STREAM))

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """The cells that tell something by release, then Python: the newest of all is the last."""
        return tuple(sorted(self.index.telling, key=_rank))

    def list_cells(self, scenario: ScenarioInfo) -> list[Cell]:
        """Return those that measured a scenario, in this order."""
        return [cell for cell in self.cells if scenario.id in cell.results]


def make_core_page(
    seen: Seen[Grid], detail: Detail, known: Pattern | None, claims: Iterable[Claimed]
) -> PatternPage:
    """Return the page of a pattern of langchain-core."""
    scenario, index = detail.scenario, seen.index
    cells = seen.list_cells(scenario)
    write, table = advise(detail, cells), tabulate(index, scenario.id)
    return PatternPage(
        scenario=scenario,
        group=capitalise(scenario.group),
        layered=False,
        known=known,
        measured=capitalise(describe_measured(index, scenario.id)) or NOWHERE,
        newest=_find_newest(cells, scenario),
        write=write,
        table=table,
        marks=mark_flags(table.flags),
        pictures=tuple(_draw(index.matrix, seen.traces, cells, scenario, write.form)),
        heard=detail.heard,
        turns=(),
        claims=tuple(claims),
        code=_list_code(scenario),
    )


def make_row_page(
    seen: Seen[Places], row: LayerRow, known: Pattern | None, claims: Iterable[Claimed]
) -> PatternPage:
    """Return the page of a row of the layer."""
    scenario, places = row.scenario, seen.index
    cells = seen.list_cells(scenario)
    write, table = advise_layer(row, cells), tabulate_layer(places, scenario)
    return PatternPage(
        scenario=scenario,
        group=capitalise(scenario.group),
        layered=True,
        known=known,
        measured=capitalise(describe_measured_of_pairs(seen.heard, scenario.id)) or NOWHERE,
        newest=_find_newest(cells, scenario),
        write=write,
        table=table,
        marks=mark_flags(table.flags),
        pictures=tuple(_draw(places.matrix, seen.traces, cells, scenario, write.form)),
        heard=(),
        turns=row.every_turn,
        claims=tuple(claims),
        code=_list_code(scenario),
    )


def _find_newest(cells: Sequence[Cell], scenario: ScenarioInfo) -> Newest | None:
    if not cells:
        return None
    said = describe_cell(cells[-1], scenario)
    return Newest(words=SAID.get(said.tone, said.words), tone=said.tone, cell=cells[-1].id)


def _list_code(scenario: ScenarioInfo) -> tuple[tuple[str, str], ...]:
    found = ((form, show_code(scenario, form)) for form in list_forms(scenario))
    return tuple((capitalise(describe_way(form)), code) for form, code in found if code)


def _draw(
    matrix: Matrix,
    traces: Traces,
    cells: Sequence[Cell],
    scenario: ScenarioInfo,
    helps: str | None,
) -> Iterator[SeenForm]:
    """Give pictures: the newest cell that lacks something, as written first and as it helps.

    Then the newest cell of all, if that is another one. Of a fact there is nothing to draw.
    """
    forms = list_forms(scenario)
    if scenario.row == "fact" or not cells or not forms:
        return
    lacking = [cell for cell in cells if lacks(cell, scenario)][-1:]
    asked = [(cell, form) for cell in lacking for form in (forms[0], helps) if form]
    if cells[-1] not in lacking:
        asked.append((cells[-1], forms[0]))
    for cell, form in asked:
        if seen := draw_form(traces, cell, scenario, form, matrix.listeners):
            yield seen


def _rank(cell: Cell) -> tuple[Version, ...]:
    return Version(cell.layer or "0"), Version(cell.core), Version(cell.python)
