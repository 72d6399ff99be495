"""Change-overs of cells with a layer: along langchain-core with the layer held, and the other way.

What lies between two releases, ``compat.matrix.column`` tells.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from packaging.version import Version

from compat.matrix.column import Step, list_fitting, list_steps
from compat.matrix.model import Along, Cell, ChangeOver, Edge, Held, Listener, Reading, Result
from compat.matrix.sure import is_unsure
from compat.plan.model import LayerRow, ReleaseRow

_Key = tuple[str, Listener, Along, str, str, Edge, Reading, Reading]


@dataclass(frozen=True, kw_only=True)
class _Column:
    """The cells in which one release stays, along the other."""

    along: Along
    held: Held
    steps: Sequence[Step]


def find_change_overs(
    cells: Iterable[Cell],
    releases: Sequence[ReleaseRow],
    layers: Sequence[LayerRow],
    listeners: Sequence[Listener],
) -> tuple[ChangeOver, ...]:
    """Return where something changes, equal ones of several columns as one.

    They are ordered by scenario, listener and releases. A cell that does not tell of a scenario is
    no neighbour in it, and lies between others.
    """
    found: dict[_Key, list[Held]] = {}
    for column in _make_columns(cells, releases, layers):
        for key in _find_changes(column, listeners):
            found.setdefault(key, []).append(column.held)
    made = (_make(key, held) for key, held in found.items())
    return tuple(sorted(made, key=_sort_key))


def _make(key: _Key, held: Sequence[Held]) -> ChangeOver:
    scenario, listener, along, before, after, edge, was, now = key
    ordered = sorted(held, key=lambda each: (Version(each.python), Version(each.release)))
    return ChangeOver(
        scenario=scenario,
        listener=listener,
        along=along,
        before=before,
        after=after,
        edge=edge,
        was=was,
        now=now,
        held=tuple(ordered),
    )


def _sort_key(each: ChangeOver) -> tuple[object, ...]:
    versions = Version(each.before), Version(each.after)
    return (each.scenario, each.listener, each.along, *versions, str(each.was), str(each.now))


def _make_columns(
    cells: Iterable[Cell], releases: Sequence[ReleaseRow], layers: Sequence[LayerRow]
) -> Iterator[_Column]:
    columns: dict[tuple[Along, str, str], dict[str, Cell]] = {}
    for cell in cells:
        layer = cell.layer or ""
        columns.setdefault(("core", cell.python, layer), {})[cell.core] = cell
        columns.setdefault(("layer", cell.python, cell.core), {})[layer] = cell
    for (along, python, held), inside in columns.items():
        yield _Column(
            along=along,
            held=Held(python=python, release=held),
            steps=list_steps(list_fitting(along, held, releases, layers), inside),
        )


def _find_changes(column: _Column, listeners: Sequence[Listener]) -> Iterator[_Key]:
    measured = [(n, name, cell.results) for n, (name, cell) in enumerate(column.steps) if cell]
    for scenario in sorted({each for *_, results in measured for each in results}):
        rows = [(n, name, seen[scenario]) for n, name, seen in measured if scenario in seen]
        for listener in listeners:
            heard = ((n, name, _read(result, listener)) for n, name, result in rows)
            told = [(n, name, reading) for n, name, reading in heard if reading]
            for (n, before, was), (m, after, now) in pairwise(told):
                if was != now:
                    edge = Edge.EXACT if m == n + 1 else Edge.BRACKETED
                    yield scenario, listener, column.along, before, after, edge, was, now


@lru_cache(maxsize=1 << 16)  # cells share their results
def _read(result: Result, listener: Listener) -> Reading | None:
    """Return what a listener made of it; None where that is not known, as of a failed harness."""
    heard = result.heard_by(listener)
    return None if is_unsure(heard) else heard.reading
