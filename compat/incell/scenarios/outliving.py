"""What outlives a request: a stream that is read when all is over."""

from collections.abc import AsyncIterator
from typing import Any

from langchain_core.callbacks import Callbacks
from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.tools import BaseTool, tool

from compat.incell.caller import StreamCaller
from compat.incell.child import LONG_TEXT, guide_chain
from compat.incell.hook import install
from compat.incell.registry import scenario

GROUP = "what outlives a request"
VALUE = {"long_text": LONG_TEXT}


async def _read_late(
    root: Runnable[Any, Any], value: object, config: RunnableConfig
) -> AsyncIterator[Any]:
    """Ask for events inside a counter's ``with``, and read them when that has ended."""
    events = root.astream_events(value, config, version="v2")
    install(None)  # as leaving the `with` does
    async for event in events:
        yield event


async def _read_all_late(root: Runnable[Any, Any], value: object, config: RunnableConfig) -> None:
    async for _ in _read_late(root, value, config):
        pass


async def _read_all_inside(root: Runnable[Any, Any], value: object, config: RunnableConfig) -> None:
    async for _ in root.astream_events(value, config, version="v2"):
        pass


late = StreamCaller(
    protocol="events-v2", parents_known=True, stream=_read_late, plain=_read_all_late
)
inside = StreamCaller(
    protocol="events-v2",
    parents_known=True,
    stream=lambda root, value, config: root.astream_events(value, config, version="v2"),
    plain=_read_all_inside,
)


@scenario(
    "stream-after-context", group=GROUP, path=("summarize_backwards",), value=VALUE, caller=late
)
def stream_after_context() -> BaseTool:
    """Read the events of a tool after the `with` of a token counter has ended."""

    @tool
    async def summarize_backwards(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, {"callbacks": callbacks})

    return summarize_backwards


@stream_after_context.remedy("read-inside", caller=inside)
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, {"callbacks": callbacks})

    return summarize_backwards
