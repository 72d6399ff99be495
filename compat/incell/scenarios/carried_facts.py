"""What the config carries: metadata and context variables, as facts."""

from collections.abc import AsyncIterator
from contextvars import ContextVar
from typing import Any

from langchain_core.callbacks import AsyncCallbackHandler
from langchain_core.runnables import Runnable, RunnableGenerator
from langchain_core.tools import BaseTool, tool

from compat.incell.caller import CONFIGURABLE, events_v2_configurable
from compat.incell.child import LONG_TEXT, guide_chain
from compat.incell.drive import Drive
from compat.incell.registry import scenario
from compat.incell.stream import metadata_keys, root_output

GROUP = "what the config carries"
PATH = ("summarize_backwards",)
VALUE = {"long_text": LONG_TEXT}


def _configurables_shown(drive: Drive) -> str:
    """Name the configurable values that the metadata of events showed."""
    shown = metadata_keys(drive.items) & set(CONFIGURABLE)
    return ", ".join(sorted(shown)) or "none"


@scenario(
    "configurable-metadata",
    group=GROUP,
    path=PATH,
    value=VALUE,
    row="fact",
    caller=events_v2_configurable,
    answer=_configurables_shown,
)
def configurable_metadata() -> BaseTool:
    """Find which configurable values of the caller show in the events' metadata."""

    @tool
    async def summarize_backwards(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text})

    return summarize_backwards


MARKS = {"plain": ContextVar("plain", default=False), "inline": ContextVar("inline", default=False)}


class Marker(AsyncCallbackHandler):
    """A handler that sets a context variable when a tool starts."""

    def __init__(self, name: str) -> None:
        self.mark = MARKS[name]
        self.run_inline = name == "inline"

    async def on_tool_start(self, *_: Any, **__: Any) -> None:  # noqa: ANN401 - of no use here
        """Set it."""
        self.mark.set(True)


def _said(drive: Drive) -> str:
    return "raised" if drive.error else str(root_output(drive.items))


@scenario("handler-contextvar", group=GROUP, path=PATH, value=VALUE, row="fact", answer=_said)
def handler_contextvar() -> Runnable[Any, Any]:
    """Find which async handlers can set a context variable that a tool's body reads."""

    @tool
    async def summarize_backwards(long_text: str) -> str:  # noqa: ARG001 - its callers pass it
        """Say whose marks are there."""
        seen = [name for name, mark in MARKS.items() if mark.get()]
        return ", ".join(seen) or "none"

    return summarize_backwards.with_config(callbacks=[Marker("plain"), Marker("inline")])


OWN: ContextVar[str] = ContextVar("own", default="lost")


@scenario(
    "generator-contextvar", group=GROUP, path=("bar",), value=LONG_TEXT, row="fact", answer=_said
)
def generator_contextvar() -> Runnable[str, str]:
    """Find whether an async generator keeps its own context variable across its yields."""

    async def bar(_: AsyncIterator[str]) -> AsyncIterator[str]:
        OWN.set("kept")
        yield ""
        yield OWN.get()

    return RunnableGenerator(bar)
