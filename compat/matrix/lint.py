"""Complaints about a matrix whose statements do not say what its cells say.

Statements are made by folding cells; this unfolds them again by other code, from the definitions
alone. A complaint is a mistake of this program.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from compat.errors import BugError
from compat.matrix.layer_lint import find_layer_complaints
from compat.matrix.model import Cell, Edge, Matrix, Result, Statement
from compat.matrix.statement import map_published


def refuse_unsound(matrix: Matrix) -> None:
    """Raise BugError if there is a complaint about a matrix."""
    if found := find_complaints(matrix):
        message = (
            f"the statements do not agree with the cells ({len(found)} complaints, the first: "
            f"{found[0]}); nothing was written, the records are kept: please report this"
        )
        raise BugError(message, "unsound-matrix")


def find_complaints(matrix: Matrix) -> tuple[str, ...]:
    """Return what is wrong with the statements of a matrix, a line each; nothing if all is well.

    Every probed result stands in exactly one statement, which says the same; a statement begins and
    ends with probed releases; its boundaries, counts and gaps are those of the cells. Cells that
    stand apart are in none. Of cells with a layer see ``find_layer_complaints``.
    """
    if matrix.layered:
        return tuple(find_layer_complaints(matrix))
    counting = [cell for cell in matrix.cells if not cell.stands_apart]
    known = map_published(matrix.releases, matrix.pythons)
    cells: dict[tuple[str, str], list[Cell]] = {}
    line_of = {release.version: release.line for release in matrix.releases}
    for cell in counting:
        cells.setdefault((cell.python, line_of.get(cell.core, "?")), []).append(cell)
    made: dict[tuple[str, str, str], list[Statement]] = {}
    for each in matrix.statements:
        made.setdefault((each.scenario, each.python, each.line), []).append(each)
    names = {name for cell in counting for name in cell.results}
    every = {(name, *place) for name in names for place in cells} | made.keys()
    return tuple(
        f"{scenario} on Python {python}, line {line}: {wrong}"
        for scenario, python, line in sorted(every)
        for wrong in _check_line(
            scenario,
            known.get((python, line), ()),
            cells.get((python, line), ()),
            made.get((scenario, python, line), ()),
        )
    )


def _check_line(
    scenario: str,
    versions: Sequence[str],
    cells: Iterable[Cell],
    said: Sequence[Statement],
) -> Iterator[str]:
    place = {version: n for n, version in enumerate(versions)}
    selected = {place[cell.core] for cell in cells if cell.core in place}
    results = {
        place.get(cell.core, -1): cell.results[scenario]
        for cell in cells
        if scenario in cell.results
    }
    unknown = [s for s in said if not {s.from_release, s.through_release} <= place.keys()]
    if unknown or -1 in results:
        yield "speaks of a release that is not published there"
        return
    ordered = sorted(said, key=lambda each: place[each.from_release])
    ends = [(place[each.from_release], place[each.through_release]) for each in ordered]
    for each, (first, last) in zip(ordered, ends, strict=True):
        inside = range(first, last + 1)
        gaps = [versions[n] for n in inside if n in selected - results.keys()]
        yield from _check_counts(each, len(inside), sum(n in results for n in inside), gaps)
        yield from _check_cells(each, [(versions[n], results[n]) for n in inside if n in results])
        if not {first, last} <= results.keys():
            yield f"{_name_statement(each)} has an end that was not probed"
    if any(last >= first for (_, last), (first, _) in pairwise(ends)):
        yield "has statements that overlap"
    covered = {n for first, last in ends for n in range(first, last + 1)}
    yield from (f"says nothing of {versions[n]}" for n in sorted(results.keys() - covered))
    yield from _check_boundaries(ordered, ends)


def _check_counts(said: Statement, length: int, probed: int, gaps: Sequence[str]) -> Iterator[str]:
    name = _name_statement(said)
    if said.tested > said.of:
        yield f"{name} has more tested than there are: {said.tested} of {said.of}"
    if (said.tested, said.of) != (probed, length):
        yield f"{name} says {said.tested} of {said.of} tested, it is {probed} of {length}"
    if said.gaps != tuple(gaps):
        yield f"{name} has the wrong gaps"


def _check_cells(said: Statement, results: Iterable[tuple[str, Result]]) -> Iterator[str]:
    for version, result in results:
        if said.reading != result.reading:
            yield f"{_name_statement(said)} does not say what {version} does"


def _check_boundaries(said: Sequence[Statement], ends: Sequence[tuple[int, int]]) -> Iterator[str]:
    """Complain of edges: exact only between neighbours, open only at the first and the last."""
    steps = [first - last for (_, last), (first, _) in pairwise(ends)]
    inner = [Edge.EXACT if step == 1 else Edge.BRACKETED for step in steps]
    sides = zip([Edge.OPEN, *inner], [*inner, Edge.OPEN], strict=True)
    for each, (before, after) in zip(said, sides, strict=False):
        if each.from_edge is not before:
            yield f"{_name_statement(each)} begins {each.from_edge}, and it is {before}"
        if each.through_edge is not after:
            yield f"{_name_statement(each)} ends {each.through_edge}, and it is {after}"
    for one, other in pairwise(said):
        if one.reading == other.reading:
            yield f"{_name_statement(one)} says the same as the one after it"


def _name_statement(said: Statement) -> str:
    return f"{said.verdict} {said.from_release} to {said.through_release}"
