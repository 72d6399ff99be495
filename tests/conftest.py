"""What holds for all tests."""

import os
import warnings
from collections.abc import Generator
from pathlib import Path

import coverage
import pytest
from coverage.exceptions import CoverageWarning
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

# Only what runs in this process counts: commands that tests start are not slowed down as well.
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.pop("COVERAGE_PROCESS_CONFIG", None)

# No test asserts a time: on a busy machine any example may take long.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the files with slow tests first: the many quick ones fill the gaps at the end."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Leave slow tests, with what they set up, out of coverage's sight.

    It makes them up to three times as long, and they prove other things: the quick ones alone reach
    the floor.
    """
    tracing = coverage.Coverage.current() if item.get_closest_marker("slow") else None
    if tracing:
        tracing.stop()
    try:
        return (yield)
    finally:
        if tracing:
            with warnings.catch_warnings():  # of modules that were imported meanwhile
                warnings.simplefilter("ignore", CoverageWarning)
                tracing.start()


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
            beside = load_sensitivities(reports), load_history(reports), load_layered(reports)
            texts = render(*committed, *beside, layer_traces=load_layer_traces(reports))
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
