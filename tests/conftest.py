"""What holds for all tests."""

import os
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from compat.files import write_atomic
from compat.matrix.model import Matrix, Traces
from compat.reports.bundle import render
from compat.stored.reports import (
    load,
    load_history,
    load_layer_traces,
    load_layered,
    load_sensitivities,
)
from tests.cli.run import ROOT
from tests.incell.cell import Cells

# Coverage counts what runs in this process: commands that tests start are not slowed down as well.
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.pop("COVERAGE_PROCESS_CONFIG", None)

# No test asserts a time: on a busy machine any example may take long.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the files with slow tests first: the many quick ones fill the gaps at the end."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session")
def committed() -> tuple[Matrix, Traces]:
    """The committed reports."""
    return load(ROOT / "reports")


@pytest.fixture(scope="session")
def common(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of a run of the tests share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def rendered(committed: tuple[Matrix, Traces], common: Path) -> Path:
    """A folder with what the code makes of the committed reports today: once for all workers."""
    folder, reports = common / "rendered", ROOT / "reports"
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            texts = render(
                *committed,
                load_sensitivities(reports),
                load_history(reports),
                load_layered(reports),
                layer_traces=load_layer_traces(reports),
            )
            for name, text in texts.items():
                write_atomic(common / "rendering" / name, text.encode())
            (common / "rendering").rename(folder)
    return folder


@pytest.fixture(scope="session")
def cells(common: Path) -> Cells:
    """The interpreter of each cell, by its id."""
    folder = common / "cells"
    folder.mkdir(exist_ok=True)
    return Cells(folder)
