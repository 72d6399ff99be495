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
    from collections.abc import Collection, Iterator

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
        config.pluginmanager.register(_Reporter(config), f"{_KEY}.reporter")


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
    """Watches a session, and tells at its end; with pytest-xdist also what its workers found.

    ``told`` are lines for findings, ``complete`` name the call sites that are none.
    """

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.watch = start_watching()
        self.told: set[str] = set()
        self.complete: set[str] = set()
        self.runs = 0
        self.problem: str | None = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        stop_watching(self.watch)
        self._take(_describe(self.watch))
        worker = getattr(self.config, "workeroutput", None)
        if worker is not None:
            worker[_KEY] = _describe(self.watch)
        elif self.told and self._fails and session.exitstatus == 0:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take what a worker of pytest-xdist found."""
        found = getattr(node, "workeroutput", {}).get(_KEY)
        if found:
            self._take(found)

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        terminalreporter.section("propagation of langchain-core")
        problem = self.problem or check_release()
        if problem is not None:
            terminalreporter.line(f"nothing is judged: {problem}")
            return
        lines = sorted(self.told)
        for line in lines[:_LISTED]:
            terminalreporter.line(line)
        if len(lines) > _LISTED:
            terminalreporter.line(f"and {len(lines) - _LISTED} more")
        findings, complete = _count(lines, "finding"), _count(self.complete, "call site")
        terminalreporter.line(f"{findings}; {complete} complete, {self.runs} runs watched")

    @property
    def _fails(self) -> bool:
        return bool(self.config.getoption("propagation") == "fail")

    def _take(self, found: dict[str, Any]) -> None:
        self.told.update(found["told"])
        self.complete.update(found["complete"])
        self.runs += found["runs"]
        self.problem = self.problem or found["problem"]


def _describe(watch: Watch) -> dict[str, Any]:
    """Return what a watch found, of simple values: it travels between processes."""
    return {
        "told": [_describe_finding(each) for each in watch.list_findings()],
        "complete": [f"{_place(each)} {each.name}" for each in watch if not each.is_finding],
        "runs": watch.runs,
        "problem": watch.problem,
    }


def _describe_finding(site: CallSite) -> str:
    path = " > ".join(site.true_path)
    outcomes = ", ".join(f"{listener} {outcome}" for listener, outcome in site.outcomes.items())
    return f"{_place(site)} in {site.site.function}: {site.name} (called by {path}): {outcomes}"


def _place(site: CallSite) -> str:
    return f"{site.site.file}:{site.site.line}"


def _count(things: Collection[str], noun: str) -> str:
    return f"{len(things)} {noun}{'' if len(things) == 1 else 's'}"
