"""Real cells, built once."""

import os
from pathlib import Path

import pytest

from tests.incell.cell import CELLS, MORE_CELLS, Cells, Ended


@pytest.fixture(scope="session")
def cells(tmp_path_factory: pytest.TempPathFactory) -> Cells:
    """The interpreter of each cell, by its id."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "cells"
    folder.mkdir(exist_ok=True)
    return Cells(folder)


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
