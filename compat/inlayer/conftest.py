"""The hooks that make a record of a pytest session: those of core's suite, of another session."""

from __future__ import annotations

import os

import pytest

from compat.incell.conftest import (
    _SESSION,
    journal,
    pytest_addoption,
    pytest_collection_finish,
    pytest_collection_modifyitems,
    pytest_report_header,
    pytest_runtest_makereport,
    pytest_runtest_setup,
    pytest_sessionfinish,
)
from compat.incell.errors import SuiteError
from compat.incell.loading import switch_tracing_off
from compat.incell.text import headline
from compat.inlayer.loading import is_our_fault, load
from compat.inlayer.session import LayerSession

__all__ = [
    "journal",
    "pytest_addoption",
    "pytest_collection_finish",
    "pytest_collection_modifyitems",
    "pytest_report_header",
    "pytest_runtest_makereport",
    "pytest_runtest_setup",
    "pytest_sessionfinish",
]


def pytest_configure(config: pytest.Config) -> None:
    """Check the cell, then import what is to be measured."""
    try:
        session = LayerSession.begin(
            claimed=config.getoption("--cell"),
            host=config.getoption("--host"),
            overrides=config.getoption("--override"),
            out=config.getoption("--record"),
        )
        config.stash[_SESSION] = session
        _load(session, config.getoption("--scenario"))
    except SuiteError as error:
        raise pytest.UsageError(str(error)) from error


def _load(session: LayerSession, wanted: list[str]) -> None:
    switch_tracing_off(os.environ)
    session.progress.start()
    session.progress.step("import")
    try:
        session.registry = load(wanted)
    except SuiteError:
        session.progress.end()
        raise
    except Exception as error:
        if is_our_fault(error):
            raise
        session.save_import_failure(error)
        pytest.exit(f"{session.cell} cannot be imported: {headline(error)}", returncode=0)
