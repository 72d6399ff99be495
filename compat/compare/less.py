"""Whether one matrix may take the place of another, and whether the two agree."""

from dataclasses import dataclass

from compat.matrix.model import Cell, Matrix, Result
from compat.record.model import FOUND_OUT, Status


def less(before: Matrix, after: Matrix) -> str | None:
    """Return what an earlier matrix has that a later one has not; None if it has as much.

    It needs every cell, as many probed, those that stand apart aside, and every scenario: evidence
    is never replaced by less.
    """
    cells = {cell.id for cell in before.cells} - {cell.id for cell in after.cells}
    if cells:
        return f"it has {_count(len(cells), 'cell')} that this run has not"
    probed = _telling(before) - _telling(after)
    if probed > 0:
        return f"it has {_count(probed, 'probed cell')} more than this run"
    scenarios = {each.id for each in before.scenarios} - {each.id for each in after.scenarios}
    if scenarios:
        return f"it has {_count(len(scenarios), 'scenario')} that this run has not"
    return None


def _telling(matrix: Matrix) -> int:
    return sum(c.status is Status.PROBED and not c.stands_apart for c in matrix.cells)


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """How many cells two matrices have both found out about, and a line for each difference."""

    cells: int
    differences: tuple[str, ...]

    @property
    def words(self) -> str:
        """The agreement in a sentence, without the differences."""
        if not self.differences:
            return f"agrees in all {_count(self.cells, 'cell')} that both have"
        count = _count(len(self.differences), "difference")
        return f"{count} in the {_count(self.cells, 'cell')} that both have"


def agreement(before: Matrix, after: Matrix) -> Agreement:
    """Return in what two matrices agree: cells that both found out about, scenarios that both have.

    A difference is told as the earlier one says it, then the later one.
    """
    known = {cell.id: cell for cell in before.cells if cell.status in FOUND_OUT}
    pairs = [
        (known[cell.id], cell)
        for cell in after.cells
        if cell.id in known and cell.status in FOUND_OUT
    ]
    return Agreement(
        cells=len(pairs), differences=tuple(line for pair in pairs for line in _differences(*pair))
    )


def _differences(was: Cell, now: Cell) -> list[str]:
    if was.status is not now.status:
        return [f"{now.id}: {was.status}, now {now.status}"]
    return [
        f"{now.id}, {name}: {_said(was.results[name])}, now {_said(result)}"
        for name, result in now.results.items()
        if name in was.results and _reading(was.results[name]) != _reading(result)
    ]


def _reading(result: Result) -> object:
    return result.verdict, result.flags, result.answer


def _said(result: Result) -> str:
    parts = (*result.flags, *([result.answer] if result.answer else []))
    return f"{result.verdict} ({', '.join(parts)})" if parts else str(result.verdict)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
