"""Real cells, built once."""

from pathlib import Path

import pytest

from tests.incell.cell import CELLS, MORE_CELLS, Cells, Ended


@pytest.fixture(scope="session")
def new(cells: Cells) -> Path:
    """The interpreter of a cell in which everything arrives by itself."""
    return cells["py3.13-core1.7.7"]


@pytest.fixture(
    scope="session",
    params=[*CELLS, *(pytest.param(cell, marks=pytest.mark.proof) for cell in MORE_CELLS)],
)
def ended(request: pytest.FixtureRequest, cells: Cells) -> Ended:
    """The whole suite, run once in each cell."""
    cell: str = request.param
    if cell not in cells:
        pytest.skip(f"no interpreter for {cell}")
    return cells.run(cell)
