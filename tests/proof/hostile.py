"""Cells that do harm: a copy of the suite with a few lines more, which a file switches on."""

from collections.abc import Iterator
from textwrap import dedent, indent
from typing import Final, Literal

from tests.proof.injection import Fault
from tests.proof.world import VICTIM, World

Moment = Literal["import", "case", "end"]

_HOOKS: Final[dict[Moment, str]] = {
    # while the options are read, before langchain-core is imported
    "import": """
_their_configure = pytest_configure

def pytest_configure(config):
    if _wanted():
        _harm(config.getoption("--record"))
    _their_configure(config)
""",
    # before each case
    "case": """
_their_setup = pytest_runtest_setup

@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    _their_setup(item)
    if _wanted():
        _harm(item.config.getoption("--record"))
""",
    # after the record was written
    "end": """
_their_finish = pytest_sessionfinish

def pytest_sessionfinish(session):
    _their_finish(session)
    if _wanted():
        _harm(session.config.getoption("--record"))
""",
}
_FRAME: Final = """

import ctypes, errno, importlib, json, resource, signal, socket, subprocess, sys, threading, time

def _wanted():
    return {victim!r} in sys.argv and os.path.exists(os.path.join(os.path.dirname(__file__), "on"))

def _harm(record):
    record.with_name("harmed").touch()
    latest = time.monotonic() + 2
    while not record.with_name("seen").exists() and time.monotonic() < latest:
        time.sleep(0.005)
{code}
{hook}"""


def hostile(
    moment: Moment, code: str, *, arguments: tuple[str, ...] = (), limit: float | None = None
) -> Fault:
    """Let the victim's cell run some lines at a moment; they know its ``record``.

    ``arguments`` are the program's besides. A file beside the record, seen from here, shows that it
    came to that.
    """

    def inject(world: World) -> Iterator[None]:
        world.ask = (*world.ask, *arguments)
        world.limit = limit or 90
        # The switch goes with the suite into cells, and is no part of its hash.
        suite = world.copied() / "incell" / "conftest.py"
        switch = suite.with_name("on")
        switch.touch()
        frame = _FRAME.format(victim=VICTIM, code=indent(dedent(code), "    "), hook=_HOOKS[moment])
        suite.write_text(suite.read_text("utf-8") + frame, "utf-8")
        world.sought = f".compat/runs/*/work/{VICTIM}*/*/harmed"
        yield
        world.hold(world.sighted, "nobody saw the cell begin with it")
        switch.unlink()

    return inject


def while_importing(code: str) -> str:
    """Return lines that let others run in the middle of the import of langchain-core."""
    return f"""
def _short():
{indent(dedent(code), "    ")}
class _Finder:
    def find_spec(self, name, path=None, target=None):
        if name.startswith("langchain_core."):
            sys.meta_path.remove(self)
            _short()
sys.meta_path.insert(0, _Finder())
"""


def while_a_tool_runs(code: str) -> str:
    """Return lines that let others run in the middle of the guide's tool."""
    return f"""
def _short():
{indent(dedent(code), "    ")}
from langchain_core.tools import StructuredTool
if not hasattr(StructuredTool, "unharmed"):
    StructuredTool.unharmed = StructuredTool.ainvoke
    async def ainvoke(self, *given, **named):
        _short()
        return await self.unharmed(*given, **named)
    StructuredTool.ainvoke = ainvoke
"""
