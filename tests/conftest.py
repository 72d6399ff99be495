"""What holds for all tests."""

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import coverage
import pytest
from coverage.exceptions import CoverageWarning
from hypothesis import settings

from compat.matrix.model import Matrix, Traces
from compat.stored.reports import load
from tests.cli.run import ROOT
from tests.incell.cell import Cells

# No test asserts a time: on a busy machine any example may take long.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the files with slow tests first: the many quick ones fill the gaps at the end."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@contextmanager
def out_of_sight() -> Iterator[None]:
    """Do something without coverage, which makes it three times as long.

    That is for what goes through all of the committed cells; tests of a few go through the same
    lines.
    """
    tracing = coverage.Coverage.current()
    if tracing:
        tracing.stop()
    try:
        yield
    finally:
        if tracing:
            with warnings.catch_warnings():  # of modules that were imported meanwhile
                warnings.simplefilter("ignore", CoverageWarning)
                tracing.start()


@pytest.fixture(scope="module")
def untraced() -> Iterator[None]:
    """Keep a module out of coverage's sight."""
    with out_of_sight():
        yield


@pytest.fixture(scope="session")
def committed() -> tuple[Matrix, Traces]:
    """The committed reports."""
    with out_of_sight():
        return load(ROOT / "reports")


@pytest.fixture(scope="session")
def cells(tmp_path_factory: pytest.TempPathFactory) -> Cells:
    """The interpreter of each cell, by its id."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "cells"
    folder.mkdir(exist_ok=True)
    return Cells(folder)
