"""Complaints about change-overs that do not say what the cells of a layer say.

They are made by walking columns; this looks at each by itself, and counts what must be there.
"""

from collections.abc import Iterator, Mapping
from itertools import groupby, pairwise

from packaging.version import Version

from compat.matrix.model import Cell, ChangeOver, Held, Matrix

_Cells = Mapping[tuple[str, str, str], Cell]
"""By Python, release of langchain-core, and layer."""


def find_layer_complaints(matrix: Matrix) -> Iterator[str]:
    """Give what is wrong with the change-overs of a matrix, a line each; nothing if all is well.

    Each names two cells that were probed, says what they say, and has no probed cell between them;
    and there are as many as neighbours that differ.
    """
    cells = {
        (cell.python, cell.core, cell.layer or ""): cell
        for cell in matrix.cells
        if cell.results and not cell.stands_apart
    }
    for found in matrix.change_overs:
        for held in found.held:
            yield from _check(found, held, cells)
    said = sum(len(found.held) for found in matrix.change_overs)
    if said != (there := _count_changes(cells, matrix)):
        yield f"{said} change-overs are told, and neighbours differ {there} times"


def _check(found: ChangeOver, held: Held, cells: _Cells) -> Iterator[str]:
    name = f"{found.scenario} for {found.listener}, {found.before} to {found.after} on {held}"
    ends = [cells.get(_place(found, held, each)) for each in (found.before, found.after)]
    if None in ends or Version(found.before) >= Version(found.after):
        yield f"{name}: an end was not probed"
        return
    seen = [end.results[found.scenario].heard_by(found.listener).reading for end in ends if end]
    if seen != [found.was, found.now]:
        yield f"{name}: the cells say something else"
    axis = 1 if found.along == "core" else 2
    column = [key for key in cells if key[0] == held.python and key[3 - axis] == held.release]
    if any(Version(found.before) < Version(key[axis]) < Version(found.after) for key in column):
        yield f"{name}: something between was probed"


def _place(found: ChangeOver, held: Held, release: str) -> tuple[str, str, str]:
    pair = (release, held.release) if found.along == "core" else (held.release, release)
    return (held.python, *pair)


def _count_changes(cells: _Cells, matrix: Matrix) -> int:
    """Return how often a reading differs from that of the neighbour before it."""
    count = 0
    for axis in (1, 2):

        def held(key: tuple[str, str, str], axis: int = axis) -> tuple[str, str]:
            return key[0], key[3 - axis]

        def order(key: tuple[str, str, str], axis: int = axis) -> Version:
            return Version(key[axis])

        for _, group in groupby(sorted(cells, key=held), key=held):
            ordered = [cells[key].results for key in sorted(group, key=order)]
            for one, other in pairwise(ordered):
                count += sum(
                    one[name].heard_by(listener).reading != other[name].heard_by(listener).reading
                    for name in one.keys() & other.keys()
                    for listener in matrix.listeners
                )
    return count
