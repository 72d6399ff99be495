"""Since when the guide's tool has a verdict."""

from collections.abc import Sequence
from itertools import pairwise

from compat.matrix.model import Cell, Edge, Verdict
from compat.reports.table.grid import Grid
from compat.reports.words import GUIDE


def describe_turns(index: Grid, cells: Sequence[Cell], verdict: Verdict) -> str:
    """Return since when the guide's tool has a verdict on the Pythons of cells, as far as known.

    Where it has it from the start of a line nothing is said: no release of that line changed it.
    """
    pythons = dict.fromkeys(cell.python for cell in cells)
    said = [
        f"on {python} {'since' if edge is Edge.EXACT else f'from after {before} and by'} {release}"
        for python in pythons
        for line in index.lines
        for before, edge, release in _find_beginnings(index, python, line, verdict)
    ]
    return f": {', '.join(said)}" if said else ""


def _find_beginnings(
    index: Grid, python: str, line: str, verdict: Verdict
) -> list[tuple[str, Edge, str]]:
    return [
        (before.through_release, after.from_edge, after.from_release)
        for before, after in pairwise(index.statements.get((GUIDE, python, line), ()))
        if after.verdict is verdict is not before.verdict
    ]
