"""Change-overs of cells with a layer: along langchain-core with the layer held, and the other way.

Two releases are neighbours if both may be installed with what is held; what was asked for and could
not be probed is stepped over.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from packaging.specifiers import SpecifierSet
from packaging.version import Version

from compat.matrix.model import Along, Cell, ChangeOver, Edge, Held, Listener, Reading
from compat.plan.model import LayerRow, ReleaseRow

_Key = tuple[str, Listener, Along, str, str, Edge, Reading, Reading]


@dataclass(frozen=True, kw_only=True)
class _Column:
    """The cells in which one release stays, by the other, in the order of ``published``.

    ``published`` are the releases that may be installed with it, oldest first.
    """

    along: Along
    held: Held
    published: Sequence[str]
    cells: Mapping[str, Cell]


def find_change_overs(
    cells: Iterable[Cell],
    releases: Sequence[ReleaseRow],
    layers: Sequence[LayerRow],
    listeners: Sequence[Listener],
) -> tuple[ChangeOver, ...]:
    """Return where something changes, equal ones of several columns as one.

    They are ordered by scenario, listener and releases. A cell that stands apart is as if it had
    not been asked for.
    """
    known = [cell for cell in cells if not cell.stands_apart]
    found: dict[_Key, list[Held]] = {}
    for column in _make_columns(known, releases, layers):
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
    cells: Sequence[Cell], releases: Sequence[ReleaseRow], layers: Sequence[LayerRow]
) -> Iterator[_Column]:
    asks = {row.version: SpecifierSet(row.asks or "") for row in layers}
    columns: dict[tuple[Along, str, str], dict[str, Cell]] = {}
    for cell in cells:
        layer = cell.layer or ""
        columns.setdefault(("core", cell.python, layer), {})[cell.core] = cell
        columns.setdefault(("layer", cell.python, cell.core), {})[layer] = cell
    for (along, python, held), inside in columns.items():
        if along == "core":
            rows = [row for row in releases if asks[held].contains(row.version, prereleases=True)]
        else:
            rows = [row for row in layers if asks[row.version].contains(held, prereleases=True)]
        yield _Column(
            along=along,
            held=Held(python=python, release=held),
            published=_list_published(rows, inside),
            cells=inside,
        )


def _list_published(rows: Iterable[ReleaseRow], asked: Iterable[str]) -> list[str]:
    """Return what a person may install, and whatever was asked for."""
    usual = {row.version for row in rows if not (row.yanked or row.prerelease)}
    return sorted(usual | set(asked), key=Version)


def _find_changes(column: _Column, listeners: Sequence[Listener]) -> Iterator[_Key]:
    probed = [each for each in column.published if each in column.cells]
    probed = [each for each in probed if column.cells[each].results]
    place = {release: number for number, release in enumerate(column.published)}
    for before, after in pairwise(probed):
        between = column.published[place[before] + 1 : place[after]]
        edge = Edge.EXACT if all(each in column.cells for each in between) else Edge.BRACKETED
        one, other = column.cells[before].results, column.cells[after].results
        for scenario in sorted(one.keys() & other.keys()):
            for listener in listeners:
                was = one[scenario].heard_by(listener).reading
                now = other[scenario].heard_by(listener).reading
                if was != now:
                    yield scenario, listener, column.along, before, after, edge, was, now
