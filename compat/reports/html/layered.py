"""What the page's script looks up of a layer: states by row, cells by pair and Python."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from compat.matrix.model import Cell, Listener, Result
from compat.record.model import ScenarioInfo, Status
from compat.reports.form import describe_form, list_forms
from compat.reports.html.places import Places as Numbers
from compat.reports.layer.byhand import show_code
from compat.reports.layer.places import CORE, LAYER, Places
from compat.reports.layer.row import (
    describe_result,
    find_own_listener,
    find_written_remedy,
    has_nothing_to_pass,
    is_whole,
)
from compat.reports.layer.view import LayerPage
from compat.reports.table.part import NOT_MEASURED
from compat.reports.words import (
    LISTENERS,
    OVERRIDDEN,
    PLAIN,
    Tone,
    describe_flag,
    describe_status,
)

WORDS = {
    "on": f"Python {{python}}, {LAYER} {{layer}} over {CORE} {{core}}:",
    "heard": "For {listener}:",
    "notAsked": "not asked",
    "notMeasured": NOT_MEASURED,
    "write": "Write it {way}:",
    "below": "Write it {way}: its code is below.",
    "complete": "Nothing to do: it is complete as most people write it.",
    "nothing": "There is nothing to pass by hand: the framework makes the call.",
    "noneHelps": "Nothing that was measured helps.",
    "forms": "What each way of writing it shows",
    "turns": "Where it changes",
    "turn": "{name} {step}: {was} → {now}. With {where}.",
    "noTurn": "It does not change along LangGraph or langchain-core.",
    "code": "Code, {form}",
    "again": "The evidence: run the cell again, or read its traces in reports/langgraph/.",
}


@dataclass(frozen=True, kw_only=True)
class LayeredState:
    """What some cells say of a row to a listener; ``by_hand`` is the form to write, if any.

    ``flags`` are in words. ``needs`` says that it is not complete as most people write it.
    """

    words: str
    tone: Tone
    flags: tuple[str, ...]
    forms: dict[str, str]
    by_hand: str | None
    needs: bool


@dataclass(frozen=True, kw_only=True)
class LayeredTurn:
    """A step between two releases; ``who`` are places among the listeners."""

    name: str
    step: str
    was: str
    now: str
    where: str
    who: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class LayeredRow:
    """A row; ``own`` is the place of the listener that it is about, ``code`` is by form."""

    id: str
    title: str
    group: str
    own: int
    nothing: bool
    states: tuple[LayeredState, ...]
    turns: tuple[LayeredTurn, ...]
    code: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class LayeredKind:
    """What cells have in common: why nothing is known, or by listener a place in ``said``."""

    words: str
    reason: str
    said: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Layered:
    """All of it; ``cells[pair][python]`` is the place of the cell's kind, None where none was.

    ``said`` has for each row the number of its state from 1 on, 0 where it was not measured.
    ``newest`` is the place of a Python's newest pair.
    """

    pythons: tuple[str, ...]
    newest: tuple[int, ...]
    pairs: tuple[tuple[str, str], ...]
    listeners: tuple[str, ...]
    cells: tuple[tuple[int | None, ...], ...]
    kinds: tuple[LayeredKind, ...]
    said: tuple[tuple[int, ...], ...]
    rows: tuple[LayeredRow, ...]
    names: dict[str, str]
    words: dict[str, str]


def look_up_layer(shown: LayerPage) -> dict[str, Any]:
    """Return what the script looks up, as plain values."""
    made: dict[str, Any] = TypeAdapter(Layered).dump_python(_make(shown))
    return made


def _make(shown: LayerPage) -> Layered:
    places = shown.places
    scenarios = places.matrix.scenarios
    listeners = places.matrix.listeners
    states = {each.id: Numbers[LayeredState]() for each in scenarios}
    said, kinds = Numbers[tuple[int, ...]](), Numbers[LayeredKind]()
    every = {each.id: each for each in scenarios}

    @cache
    def number(name: str, result: Result, listener: Listener) -> int:
        return states[name](_make_state(every[name], result.heard_by(listener))) + 1

    def row(cell: Cell, listener: Listener) -> int:
        found = ((each.id, cell.results.get(each.id)) for each in scenarios)
        return said(tuple(number(name, one, listener) if one else 0 for name, one in found))

    def kind(cell: Cell | None) -> int | None:
        if cell is None:
            return None
        heard = tuple(row(cell, each) for each in listeners) if cell.tells else ()
        return kinds(LayeredKind(words=_say_status(cell), reason=_cut(cell.reason), said=heard))

    cells = tuple(
        tuple(kind(places.on(python, pair)) for python in places.pythons) for pair in places.pairs
    )
    turns = {row.scenario.id: row.turns for group in shown.groups for row in group.rows}
    forms = dict.fromkeys(form for each in scenarios for form in list_forms(each))
    return Layered(
        pythons=tuple(places.pythons),
        newest=_place_newest(places),
        pairs=tuple((pair.layer, pair.core) for pair in places.pairs),
        listeners=tuple(LISTENERS[each] for each in listeners),
        cells=cells,
        kinds=tuple(kinds.values),
        said=tuple(said.values),
        rows=tuple(
            LayeredRow(
                id=each.id,
                title=each.title,
                group=each.group,
                own=_place(listeners, find_own_listener(each)),
                nothing=has_nothing_to_pass(each),
                states=tuple(states[each.id].values),
                turns=tuple(
                    LayeredTurn(
                        name=turn.name,
                        step=turn.step,
                        was=turn.was,
                        now=turn.now,
                        where=turn.where,
                        who=tuple(_place(listeners, one) for one in turn.who),
                    )
                    for turn in turns[each.id]
                ),
                code={form: show_code(each, form) for form in list_forms(each)},
            )
            for each in scenarios
        ),
        names={form: describe_form(form) for form in forms},
        words=WORDS,
    )


def _make_state(scenario: ScenarioInfo, result: Result) -> LayeredState:
    said = describe_result(scenario, result)
    remedy = find_written_remedy(scenario, result)
    known = list_forms(scenario)
    return LayeredState(
        words=said.words,
        tone=said.tone,
        flags=tuple(describe_flag(flag) for flag in said.flags),
        forms={
            form: PLAIN[result.forms[form]]
            for form in known
            if form in result.forms and scenario.row != "fact"
        },
        by_hand=remedy.form if remedy else None,
        needs=is_whole(result) is False,
    )


def _say_status(cell: Cell) -> str:
    if cell.stands_apart:
        return OVERRIDDEN
    return "" if cell.status is Status.PROBED else describe_status(cell.status)


def _cut(reason: str | None) -> str:
    return (reason or "").strip().partition("\n")[0][:200]


def _place(listeners: tuple[Listener, ...], listener: Listener) -> int:
    return listeners.index(listener) if listener in listeners else 0


def _place_newest(places: Places) -> tuple[int, ...]:
    return tuple(
        places.pairs.index(places.newest[python]) if python in places.newest else 0
        for python in places.pythons
    )
