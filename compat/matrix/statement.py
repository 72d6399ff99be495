"""Statements: equal neighbouring results of one line on one Python, as ranges."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import groupby, pairwise
from operator import itemgetter

from packaging.version import Version

from compat.matrix.model import Cell, Edge, Matrix, Reading, Result, Statement
from compat.plan.model import PythonColumn, ReleaseRow
from compat.plan.publication import is_published

Universe = Mapping[tuple[str, str], Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class _Stretch:
    """Probed neighbours with equal readings: places in the line's published releases."""

    reading: Reading
    first: int
    last: int
    tested: int


def map_published(releases: Iterable[ReleaseRow], pythons: Iterable[PythonColumn]) -> Universe:
    """Return every release published for a Python, oldest first, by (python, line)."""
    ordered = sorted(releases, key=lambda release: Version(release.version))
    found: dict[tuple[str, str], list[str]] = {}
    for python in pythons:
        for release in ordered:
            if is_published(release, python):
                found.setdefault((python.id, release.line), []).append(release.version)
    return found


def fold_statements(cells: Iterable[Cell], known: Universe) -> tuple[Statement, ...]:
    """Fold cells into statements, ordered by scenario, Python and release.

    ``known`` says which releases exist, so that a boundary between two probed neighbours is told
    from one that lies somewhere among releases that were not probed. A cell that stands apart is as
    if it had not been asked for.
    """
    by_id = {(cell.python, cell.core): cell for cell in cells if not cell.stands_apart}
    return tuple(
        statement
        for scenario in sorted({name for cell in by_id.values() for name in cell.results})
        for (python, line), versions in known.items()
        for statement in _fold_line(scenario, python, line, versions, by_id)
    )


def list_statements(matrix: Matrix) -> tuple[Statement, ...]:
    """Return what a matrix states, that a later one can be held to.

    Of cells with a layer these are ranges of langchain-core below each release of the layer.
    """
    if not matrix.layered:
        return matrix.statements
    known = map_published(matrix.releases, matrix.pythons)
    return tuple(
        replace(said, layer=row.version)
        for row in matrix.layers
        for said in fold_statements(
            (cell for cell in matrix.cells if cell.layer == row.version), known
        )
    )


def _fold_line(
    scenario: str,
    python: str,
    line: str,
    versions: Sequence[str],
    cells: Mapping[tuple[str, str], Cell],
) -> Iterable[Statement]:
    results = {
        place: cell.results[scenario]
        for place, version in enumerate(versions)
        if (cell := cells.get((python, version))) and scenario in cell.results
    }
    selected = {place for place, v in enumerate(versions) if (python, v) in cells}
    stretches = list(_find_stretches(results))
    edges = [Edge.OPEN, *(_judge_edge(*pair) for pair in pairwise(stretches)), Edge.OPEN]
    for number, stretch in enumerate(stretches):
        inside = range(stretch.first, stretch.last + 1)
        yield Statement(
            scenario=scenario,
            python=python,
            line=line,
            **asdict(stretch.reading),
            from_release=versions[stretch.first],
            through_release=versions[stretch.last],
            from_edge=edges[number],
            through_edge=edges[number + 1],
            tested=stretch.tested,
            of=len(inside),
            gaps=tuple(versions[i] for i in inside if i in selected and i not in results),
        )


def _find_stretches(results: Mapping[int, Result]) -> Iterable[_Stretch]:
    readings = ((place, result.reading) for place, result in sorted(results.items()))
    for reading, group in groupby(readings, key=itemgetter(1)):
        places = [place for place, _ in group]
        yield _Stretch(reading=reading, first=places[0], last=places[-1], tested=len(places))


def _judge_edge(before: _Stretch, after: _Stretch) -> Edge:
    return Edge.EXACT if before.last + 1 == after.first else Edge.BRACKETED
