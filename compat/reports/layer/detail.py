"""What every form of a row came to on a Python, pairs with the same together, and the evidence."""

from collections import defaultdict
from dataclasses import dataclass

from compat.matrix.model import Cell, Result
from compat.matrix.reading import Saying
from compat.record.model import ScenarioInfo
from compat.reports.form import find_outcome, list_forms
from compat.reports.layer.places import Places, describe_cells
from compat.reports.layer.row import Said, describe_result, hear_row
from compat.reports.words import PLAIN


@dataclass(frozen=True, kw_only=True)
class SameForms:
    """Cells of a Python in which every form came to the same; ``cell`` is the newest of them.

    ``outcomes`` are in the order of the row's forms; ``traces`` are those of ``cell``, by form.
    """

    where: str
    cells: int
    said: Said
    outcomes: tuple[str, ...]
    cell: str
    traces: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class PythonForms:
    """What a row came to on a Python, the newest cells first."""

    python: str
    rows: tuple[SameForms, ...]


def group_forms(places: Places, scenario: ScenarioInfo) -> tuple[PythonForms, ...]:
    """Return what every form came to for the row's own listener, by Python."""
    found = ((python, _group(places, scenario, python)) for python in places.pythons)
    return tuple(PythonForms(python=python, rows=rows) for python, rows in found if rows)


def _group(places: Places, scenario: ScenarioInfo, python: str) -> tuple[SameForms, ...]:
    groups: defaultdict[Saying, list[tuple[Cell, Result]]] = defaultdict(list)
    for cell in places.by_python[python]:
        if result := hear_row(cell, scenario):
            groups[result.saying].append((cell, result))
    return tuple(_make(scenario, same) for same in groups.values())


def _make(scenario: ScenarioInfo, same: list[tuple[Cell, Result]]) -> SameForms:
    cell, result = same[0]
    outcomes = (find_outcome(result, form) for form in list_forms(scenario))
    return SameForms(
        where=describe_cells(cell for cell, _ in same),
        cells=len(same),
        said=describe_result(scenario, result),
        outcomes=tuple(PLAIN[each] if each else "not measured" for each in outcomes),
        cell=cell.id,
        traces=result.traces,
    )
