"""A matrix with cells of another run of the same suite."""

from dataclasses import replace

from packaging.version import Version

from compat.matrix.index import Index
from compat.matrix.model import Matrix


def extend(matrix: Matrix, by: Matrix) -> Matrix:
    """Return a matrix whose cells are those of both, of equal ones those of ``by``.

    Both are of one suite. Statements and provenance stay as they are: they are about the matrix as
    it was published.
    """
    cells = {**Index(matrix=matrix).cells, **Index(matrix=by).cells}
    releases = {row.version: row for row in (*matrix.releases, *by.releases)}
    layers = {row.version: row for row in (*matrix.layers, *by.layers)}
    pythons = {row.id: row for row in (*matrix.pythons, *by.pythons)}
    return replace(
        matrix,
        cells=tuple(cells.values()),
        releases=tuple(sorted(releases.values(), key=lambda row: Version(row.version))),
        layers=tuple(sorted(layers.values(), key=lambda row: Version(row.version))),
        pythons=tuple(sorted(pythons.values(), key=lambda row: Version(row.id))),
    )
