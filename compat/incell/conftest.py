"""The options of the suite, and the hooks that make a record of a pytest session."""

from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from compat.incell.errors import SuiteError
from compat.incell.flagged import Flagged
from compat.incell.loading import is_our_fault, load, switch_tracing_off
from compat.incell.registry import Case
from compat.incell.session import Session
from compat.incell.text import headline, trace

if TYPE_CHECKING:
    from compat.incell.journal import Journal

_SESSION = pytest.StashKey[Session]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the suite's options."""
    group = parser.getgroup("cell")
    group.addoption("--cell", help="the cell this must be, like py3.12-core0.3.40")
    group.addoption("--record", type=Path, help="the JSON file to write what was seen to")
    group.addoption("--host", default="pytest", help="who runs this, for the record")
    group.addoption(
        "--override", action="append", default=[], help="a requirement that was overridden here"
    )
    group.addoption(
        "--extra", action="append", default=[], help="a package whose scenarios are run too"
    )
    group.addoption(
        "--flagged-record",
        type=Path,
        help="the record of a process with the interpreter options that some scenarios need",
    )
    group.addoption(
        "--every-call",
        action="store_true",
        help="let a handler listen to a plain call of its own of every form (for proof)",
    )
    group.addoption(
        "--scenario", action="append", default=[], help="run only this one (repeatable)"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Check the cell, then import what is to be measured."""
    try:
        session = Session.begin(
            claimed=config.getoption("--cell"),
            host=config.getoption("--host"),
            overrides=config.getoption("--override"),
            out=config.getoption("--record"),
        )
        session.journal.every_call = config.getoption("--every-call")
        config.stash[_SESSION] = session
        _load(session, config.getoption("--scenario"))
    except SuiteError as error:
        raise pytest.UsageError(str(error)) from error


def _load(session: Session, wanted: list[str]) -> None:
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


def pytest_report_header(config: pytest.Config) -> str:
    """Say which cell this is."""
    return f"cell: {config.stash[_SESSION].cell}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the scenarios that were asked for.

    pytest makes an item without a case of a test that has none to run.
    """
    wanted, extras = config.getoption("--scenario"), config.getoption("--extra")
    known = config.stash[_SESSION].registry.scenarios
    items[:] = [item for item in items if isinstance(_case(item), Case)]
    dropped = [
        item
        for item in items
        if (wanted and _case(item).scenario not in wanted)
        or known[_case(item).scenario].extra not in {None, *extras}
    ]
    items[:] = [item for item in items if item not in dropped]
    config.hook.pytest_deselected(items=dropped)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Note what a whole record must hold.

    All that is imported by now stays. The garbage collector need not walk through it each time.
    """
    session.config.stash[_SESSION].planned = tuple(_case(item) for item in session.items)
    gc.freeze()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Note that a case begins, for whoever finds the process dead."""
    item.config.stash[_SESSION].progress.step(str(_case(item)))


def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> None:
    """Note a failure, in whatever phase: what is measured cannot fail a test, only we can."""
    if call.excinfo is not None:
        item.config.stash[_SESSION].journal.fail(_case(item), trace(call.excinfo.value))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write the record."""
    session.config.stash[_SESSION].save()


@pytest.fixture
def journal(request: pytest.FixtureRequest) -> Journal:
    """Give a test the place to put its observation."""
    return request.config.stash[_SESSION].journal


@pytest.fixture(scope="session")
def flagged(request: pytest.FixtureRequest) -> Flagged:
    """Give the scenarios that need interpreter options the process that has them."""
    cases = [case for case in map(_case, request.session.items) if case.flag]
    return Flagged(
        dict.fromkeys(case.scenario for case in cases),
        [case.flag for case in cases if case.flag],
        ready=request.config.getoption("--flagged-record"),
    )


def _case(item: Any) -> Case:  # noqa: ANN401 - only functions are collected, all parametrised
    case: Case = item.callspec.params["case"]
    return case
