"""The pytest plugin: what the tests called, in a section of the summary.

``--propagation=report`` tells, ``--propagation=fail`` fails the run on findings. The fixture
``propagation`` holds what was called during one test. ``compat check`` only counts tests by it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from .selftest import check_release
from .session import Watch, start_watching, stop_watching, watching
from .start import find_output

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .sites import CallSite

_LISTED = 20
_KEY = "langchain_core_watch"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option."""
    parser.getgroup("langchain-core").addoption(
        "--propagation",
        choices=("report", "fail"),
        default=None,
        help="tell which calls of child runnables event streams, handlers or tracers miss, "
        "or fail the run on them",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Begin to watch before anything of the project is imported."""
    if config.getoption("propagation", None):
        config.pluginmanager.register(_Reporter(config), _KEY)


def pytest_runtest_logfinish() -> None:
    """Count a test for ``compat check``; with pytest-xdist the workers' are counted."""
    output = find_output()
    if output is not None:
        output.count_test()


@pytest.fixture
def propagation() -> Iterator[Watch]:
    """Give what is called during this test: ``assert not propagation.list_findings()``."""
    with watching() as watch:
        yield watch


class _Reporter:
    """Watches a session, and tells at its end."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.watch = start_watching()
        self.told: list[dict[str, Any]] = []

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        stop_watching(self.watch)
        worker = getattr(self.config, "workeroutput", None)
        if worker is not None:
            worker[_KEY] = [_describe(each) for each in self.watch.list_findings()]
            return
        self.told += [_describe(each) for each in self.watch.list_findings()]
        fails = self.config.getoption("propagation") == "fail"
        if fails and self.told and session.exitstatus == 0:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take what a worker of pytest-xdist found."""
        self.told += getattr(node, "workeroutput", {}).get(_KEY, [])

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        terminalreporter.section("propagation of langchain-core")
        problem = self.watch.problem or check_release()
        if problem is not None:
            terminalreporter.line(f"nothing is judged: {problem}")
            return
        lines = sorted({each["text"] for each in self.told})
        for line in lines[:_LISTED]:
            terminalreporter.line(line)
        if len(lines) > _LISTED:
            terminalreporter.line(f"and {len(lines) - _LISTED} more")
        terminalreporter.line(_sum_up(len(lines), self.watch))


def _describe(site: CallSite) -> dict[str, Any]:
    path = " > ".join(site.true_path)
    outcomes = ", ".join(f"{listener} {outcome}" for listener, outcome in site.outcomes.items())
    where = f"{site.site.file}:{site.site.line}"
    return {"text": f"{where} in {site.site.function}: {site.name} (called by {path}): {outcomes}"}


def _sum_up(findings: int, watch: Watch) -> str:
    complete = sum(not each.is_finding for each in watch)
    return f"{findings} findings; {complete} call sites complete, {watch.runs} runs watched"
