"""A matrix as one listener hears it: for everything that asks about one listener alone."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from compat.errors import NotFoundOutError
from compat.matrix.model import Cell, Listener, Matrix, Result, Statement
from compat.matrix.statement import Universe, fold_statements


def hear(matrix: Matrix, listener: Listener) -> Matrix:
    """Return a matrix whose results and statements are those of one listener.

    The stream's is the matrix itself, which holds beside them what others saw otherwise.

    Raises NotFoundOutError if the matrix was measured without that listener.
    """
    if listener not in matrix.listeners:
        known = ", ".join(matrix.listeners)
        message = f"this matrix was not measured for {listener}, only for {known}; measure again"
        raise NotFoundOutError(message, "never-probed")
    if listener is Listener.STREAM:
        return matrix
    return replace(
        matrix,
        cells=hear_cells(matrix.cells, listener),
        statements=_hear_statements(matrix, listener),
        others=(),
        listeners=(listener,),
    )


def hear_cells(cells: Iterable[Cell], listener: Listener) -> tuple[Cell, ...]:
    """Return cells whose results are those of one listener; they share them as before."""
    heard = cache(Result.heard_by)
    return tuple(
        replace(
            cell,
            results={name: heard(result, listener) for name, result in cell.results.items()},
        )
        for cell in cells
    )


def fold_others(
    cells: Iterable[Cell], known: Universe, listeners: Iterable[Listener]
) -> tuple[Statement, ...]:
    """Return the statements for all listeners but the stream's, of what they saw otherwise."""
    every = tuple(cells)
    return tuple(
        statement
        for listener in listeners
        if listener is not Listener.STREAM
        for statement in fold_statements(hear_cells(_keep_unlike(every, listener), listener), known)
    )


def find_unlike(cells: Iterable[Cell], listener: Listener) -> frozenset[str]:
    """Return the scenarios of which a listener saw something else than the stream, somewhere."""
    return frozenset(
        name
        for cell in cells
        if not cell.stands_apart
        for name, result in cell.results.items()
        if listener in result.others
    )


def _keep_unlike(cells: tuple[Cell, ...], listener: Listener) -> Iterable[Cell]:
    unlike = find_unlike(cells, listener)
    for cell in cells:
        kept = {name: result for name, result in cell.results.items() if name in unlike}
        yield replace(cell, results=kept)


def _hear_statements(matrix: Matrix, listener: Listener) -> tuple[Statement, ...]:
    own = [each for each in matrix.others if each.listener is listener]
    unlike = {each.scenario for each in own}
    alike = (
        replace(each, listener=listener)
        for each in matrix.statements
        if each.scenario not in unlike
    )
    return tuple(sorted((*alike, *own), key=lambda each: each.scenario))
