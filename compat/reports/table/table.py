"""The tables of statements: neighbours that say the same are one row or one column."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from compat.record.model import ScenarioInfo
from compat.reports.table.grid import Grid
from compat.reports.table.join import join_alike, strip_counts
from compat.reports.table.part import NOT_MEASURED, Part, make_parts
from compat.reports.words import Tone


@dataclass(frozen=True, kw_only=True)
class Row:
    """Neighbouring Pythons of which the same is said, with one cell a column."""

    pythons: tuple[str, ...]
    cells: tuple[tuple[Part, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Table:
    """A scenario: columns are groups of lines, rows groups of Pythons."""

    columns: tuple[tuple[str, ...], ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True)
class Brief:
    """A scenario in one row: one cell a group of Pythons, over all lines."""

    scenario: ScenarioInfo
    cells: tuple[tuple[Part, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Overview:
    """Several scenarios: columns are groups of Pythons, those with a probed cell.

    What kept cells from being probed is the same for every scenario, so it is not said again where
    something was measured.
    """

    columns: tuple[tuple[str, ...], ...]
    rows: tuple[Brief, ...]


def make_table(index: Grid, scenario: str, *, by_line: bool = True) -> Table:
    """Return a scenario's statements; with ``by_line`` False in a single column."""
    lines = tuple(index.lines)
    columns = _find_columns(index, scenario) if by_line else [lines]
    rows = (
        (python, tuple(make_parts(index, scenario, python, group) for group in columns))
        for python in index.pythons
    )
    return Table(
        columns=tuple(map(tuple, columns)),
        rows=tuple(
            Row(
                pythons=tuple(python for python, _ in same),
                cells=_join_rows([cells for _, cells in same]),
            )
            for _, group in groupby(rows, key=lambda row: [strip_counts(cell) for cell in row[1]])
            for same in [list(group)]
        ),
    )


def make_overview(index: Grid, scenarios: Sequence[ScenarioInfo]) -> Overview:
    """Return the scenarios, a row each."""
    probed = {cell.python for cell in index.telling}
    found = {
        python: tuple(
            _drop_unprobed(make_parts(index, each.id, python, index.lines)) for each in scenarios
        )
        for python in index.pythons
        if python in probed
    }
    groups = [
        (pythons, _join_rows([found[python] for python in pythons]))
        for _, same in groupby(
            found, key=lambda python: [strip_counts(cell) for cell in found[python]]
        )
        for pythons in [tuple(same)]
    ]
    return Overview(
        columns=tuple(pythons for pythons, _ in groups),
        rows=tuple(
            Brief(scenario=each, cells=tuple(cells[n] for _, cells in groups))
            for n, each in enumerate(scenarios)
        ),
    )


def _join_rows(rows: Sequence[Sequence[tuple[Part, ...]]]) -> tuple[tuple[Part, ...], ...]:
    """Return as one row those that say the same."""
    return tuple(join_alike(cells) for cells in zip(*rows, strict=True))


def _find_columns(index: Grid, scenario: str) -> list[list[str]]:
    groups: list[list[str]] = []
    for line in index.lines:
        if groups and _is_whole(index, scenario, [*groups[-1], line]):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _is_whole(index: Grid, scenario: str, lines: list[str]) -> bool:
    return all(len(make_parts(index, scenario, python, lines)) == 1 for python in index.pythons)


def _drop_unprobed(cell: tuple[Part, ...]) -> tuple[Part, ...]:
    """Leave out what was not probed: a scenario that a probed cell did not measure stays."""
    return tuple(
        part for part in cell if part.tone is not Tone.UNPROBED or part.words == NOT_MEASURED
    )
