"""A part of a matrix that a badge can be asked for: a Python, a range of releases."""

from dataclasses import dataclass

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from compat.axes.nearest import hint_at_nearest
from compat.axes.text import join_lines
from compat.errors import NothingSelectedError, UsageError
from compat.matrix.model import Cell, Matrix


@dataclass(frozen=True, kw_only=True)
class Scope:
    """A Python like ``3.14`` and a specifier like ``>=1,<2``; None is all of them."""

    python: str | None = None
    releases: str | None = None

    @property
    def words(self) -> str:
        """What is asked for, as text; nothing if that is everything."""
        parts = (
            f"Python {self.python}" if self.python else "",
            f"langchain-core {self.releases}" if self.releases else "",
        )
        return ", ".join(filter(None, parts))


def pick_cells(matrix: Matrix, scope: Scope) -> tuple[Cell, ...]:
    """Return the cells of a scope, in the matrix's order; of everything perhaps none.

    Pre-releases that the matrix has are in every range that contains them.

    Raises UsageError or NothingSelectedError.
    """
    pythons = [python.id for python in matrix.pythons]
    if scope.python is not None and scope.python not in pythons:
        asked = join_lines(scope.python, limit=40)
        message = f"the matrix has no Python {asked}; {hint_at_nearest(asked, pythons)}"
        raise UsageError(message)
    wanted = _parse_range(scope.releases or "")
    cells = tuple(
        cell
        for cell in matrix.cells
        if scope.python in {None, cell.python} and wanted.contains(cell.core, prereleases=True)
    )
    if scope.words and not cells:
        message = f"the matrix has no cell of {join_lines(scope.words, limit=80)}; widen the range"
        raise NothingSelectedError(message)
    return cells


def _parse_range(text: str) -> SpecifierSet:
    try:
        return SpecifierSet(text)
    except InvalidSpecifier as error:
        asked = join_lines(text, limit=60)
        message = f"malformed range {asked!r}; write it like '>=1,<2', in quotes"
        raise UsageError(message) from error
