"""The matrix as its file holds it: equal results stored once, cells name them.

A probed cell has a hundred results and shares nearly all of them with its neighbours, so that a
file that repeats them is thirty times as large as one that does not.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from compat.errors import EvidenceError
from compat.matrix.model import RESULT_ID_DIGITS, Cell, CellHead, Matrix, MatrixHead, Result

ResultId = Annotated[str, Field(pattern=f"^[0-9a-f]{{{RESULT_ID_DIGITS}}}$")]


@dataclass(frozen=True, kw_only=True)
class StoredCell(CellHead):
    """One Python with one release. ``results`` maps a scenario to the id of its result.

    It is empty unless the status is ``probed``.
    """

    __pydantic_config__ = ConfigDict(extra="forbid", title="Cell")

    results: dict[str, ResultId]


@dataclass(frozen=True, kw_only=True)
class StoredMatrix(MatrixHead):
    """The whole matrix. ``results`` holds every distinct result.

    A result's id is the first 12 hex digits of the SHA-256 of its JSON, keys sorted, compact.
    """

    __pydantic_config__ = ConfigDict(extra="forbid", title="Matrix")

    cells: tuple[StoredCell, ...]
    results: Annotated[
        dict[ResultId, Result], Field(json_schema_extra={"additionalProperties": False})
    ]


def store(matrix: Matrix) -> StoredMatrix:
    """Return a matrix as its file holds it."""
    every = (result for cell in matrix.cells for result in cell.results.values())
    cells = (
        StoredCell(
            **_copy_head(cell, CellHead),
            results={name: result.id for name, result in cell.results.items()},
        )
        for cell in matrix.cells
    )
    return StoredMatrix(
        **_copy_head(matrix, MatrixHead),
        cells=tuple(cells),
        results=dict(sorted({result.id: result for result in every}.items())),
    )


def restore(found: StoredMatrix) -> Matrix:
    """Return the matrix that a file held, its cells sharing results. Raises EvidenceError."""
    cells = tuple(
        Cell(**_copy_head(cell, CellHead), results=_restore_results(cell, found.results))
        for cell in found.cells
    )
    return Matrix(**_copy_head(found, MatrixHead), cells=cells)


def _restore_results(cell: StoredCell, known: Mapping[str, Result]) -> dict[str, Result]:
    try:
        return {name: known[result] for name, result in cell.results.items()}
    except KeyError as error:
        message = f"cell {cell.id!a} names the result {error}, which the matrix does not hold"
        raise EvidenceError(message) from error


def _copy_head(value: CellHead | MatrixHead, head: type) -> dict[str, Any]:
    return {field.name: getattr(value, field.name) for field in fields(head)}
