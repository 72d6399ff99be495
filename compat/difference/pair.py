"""Which cells are held against each other: those of two matrices, or neighbours of one."""

from collections.abc import Iterator
from dataclasses import dataclass

from packaging.version import Version

from compat.matrix.index import Index
from compat.matrix.model import Cell, Matrix, Result


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two cells, one before and one after; ``pythons`` are their exact versions, if known."""

    before: Cell
    after: Cell
    pythons: tuple[str | None, str | None] = (None, None)

    @property
    def tells(self) -> bool:
        """Whether both were probed and stand not apart, so that their scenarios compare."""
        return self.before.tells and self.after.tells

    def results(self, scenario: str) -> tuple[Result | None, Result | None]:
        """Return what a scenario came to before and after; None where it was not measured."""
        return self.before.results.get(scenario), self.after.results.get(scenario)


def pair_cells(before: Matrix, after: Matrix) -> tuple[Pair, ...]:
    """Return the cells that two matrices have in common, in the order of the later one.

    Where one stands apart on either side, nothing follows from a difference.
    """
    earlier, later = Index(matrix=before), Index(matrix=after)
    pairs = (
        Pair(
            before=was,
            after=cell,
            pythons=(earlier.exact.get(cell.python), later.exact.get(cell.python)),
        )
        for cell in after.cells
        if (was := earlier.cells.get(cell.id))
    )
    return tuple(p for p in pairs if not (p.before.stands_apart or p.after.stands_apart))


def pair_neighbours(matrix: Matrix) -> Iterator[Pair]:
    """Give the neighbouring cells of each Python, oldest release first, those apart left out.

    Of cells with a layer those are neighbours that have the same one.

    A probed one comes with the last one that was probed before it too: what could not be probed in
    between says nothing about scenarios, and must not hide what they changed to.
    """
    groups: dict[tuple[str, str | None], list[Cell]] = {}
    for cell in matrix.cells:
        if not cell.stands_apart:
            groups.setdefault((cell.python, cell.layer), []).append(cell)
    for own in groups.values():
        before: Cell | None = None
        probed: Cell | None = None
        for cell in sorted(own, key=lambda cell: Version(cell.core)):
            if before:
                yield Pair(before=before, after=cell)
            if cell.tells and probed and probed is not before:
                yield Pair(before=probed, after=cell)
            probed = cell if cell.tells else probed
            before = cell
