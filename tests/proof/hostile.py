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
    return {victim!r} in sys.argv and os.path.exists({switch!r})

def _harm(record):
{code}
{hook}"""


def hostile(
    moment: Moment, code: str, *, arguments: tuple[str, ...] = (), limit: float | None = None
) -> Fault:
    """Let the victim's cell run some lines at a moment; they know its ``record``.

    ``FOLDER`` in them is the folder of the world. ``arguments`` are the program's besides.
    """

    def inject(world: World) -> Iterator[None]:
        world.ask = (*world.ask, *arguments)
        world.limit = limit or 90
        switch = world.folder / "switch"
        switch.touch()
        lines = dedent(code).replace("FOLDER", repr(str(world.folder)))
        suite = world.copied() / "incell" / "conftest.py"
        frame = _FRAME.format(
            victim=VICTIM, switch=str(switch), code=indent(lines, "    "), hook=_HOOKS[moment]
        )
        suite.write_text(suite.read_text("utf-8") + frame, "utf-8")
        yield
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
