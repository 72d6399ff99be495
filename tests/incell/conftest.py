"""Real cells, built once."""

from pathlib import Path

import pytest

from tests.incell.cell import CELLS, Ended, build, run_suite


@pytest.fixture(scope="session")
def cells(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The interpreter of each cell, by its id."""
    return build(tmp_path_factory.mktemp("cells"))


@pytest.fixture(scope="session")
def new(cells: dict[str, Path]) -> Path:
    """The interpreter of a cell in which everything arrives by itself."""
    return cells["py3.13-core1.7.7"]


@pytest.fixture(scope="session", params=CELLS)
def ended(
    request: pytest.FixtureRequest,
    cells: dict[str, Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Ended:
    """The whole suite, run once in each cell."""
    cell: str = request.param
    if cell not in cells:
        pytest.skip(f"no interpreter for {cell}")
    out = tmp_path_factory.mktemp("records") / f"{cell}.json"
    return run_suite(cells[cell], out, "--cell", cell)
