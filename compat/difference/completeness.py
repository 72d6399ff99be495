"""Whether one matrix may take the place of another, and how many cells both know."""

from compat.matrix.model import Matrix
from compat.record.model import FOUND_OUT


def find_less(before: Matrix, after: Matrix) -> str | None:
    """Return what an earlier matrix has and a later one lacks; None if the later has as much.

    It needs every cell, to know of each that is known, as many probed, those that stand apart
    aside, and every scenario: evidence is never replaced by less.
    """
    if cells := {cell.id for cell in before.cells} - {cell.id for cell in after.cells}:
        return f"the old reports have {_format_count(len(cells), 'cell')} that this run lacks"
    if unknown := _find_known(before) - _find_known(after):
        return f"the old reports know {_format_count(len(unknown), 'cell')} that this run does not"
    probed = _count_telling(before) - _count_telling(after)
    if probed > 0:
        return f"the old reports have {_format_count(probed, 'probed cell')} more than this run"
    scenarios = {each.id for each in before.scenarios} - {each.id for each in after.scenarios}
    if scenarios:
        return f"the old reports have {_format_count(len(scenarios), 'pattern')} this run lacks"
    return None


def count_shared(before: Matrix, after: Matrix) -> int:
    """Return the number of cells that both know, those that stand apart aside."""
    apart = {cell.id for matrix in (before, after) for cell in matrix.cells if cell.stands_apart}
    return len((_find_known(before) & _find_known(after)) - apart)


def _find_known(matrix: Matrix) -> set[str]:
    return {cell.id for cell in matrix.cells if cell.status in FOUND_OUT}


def _count_telling(matrix: Matrix) -> int:
    return sum(cell.tells for cell in matrix.cells)


def _format_count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
