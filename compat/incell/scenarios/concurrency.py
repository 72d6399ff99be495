"""Concurrency inside a tool: tasks and threads."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from langchain_core.runnables import RunnableConfig
from langchain_core.tools import BaseTool, tool

from compat.incell.child import LONG_TEXT, guide_chain
from compat.incell.registry import scenario

GROUP = "concurrency"
VALUE = {"long_text": LONG_TEXT}


@scenario("gather", group=GROUP, path=("summarize_twice",), children=2, value=VALUE)
def gather() -> BaseTool:
    """Await two chains at once with asyncio.gather, in an async tool."""

    @tool
    async def summarize_twice(long_text: str) -> str:
        """Say a text in ten words, backwards and twice."""
        return " ".join(
            await asyncio.gather(
                guide_chain().ainvoke({"long_text": long_text}),
                guide_chain().ainvoke({"long_text": long_text}),
            )
        )

    return summarize_twice


@gather.variant("configured")
def _() -> BaseTool:
    @tool
    async def summarize_twice(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards and twice."""
        return " ".join(
            await asyncio.gather(
                guide_chain().ainvoke({"long_text": long_text}, config=config),
                guide_chain().ainvoke({"long_text": long_text}, config=config),
            )
        )

    return summarize_twice


@scenario("thread-pool", group=GROUP, path=("summarize_aside",), value=VALUE)
def thread_pool() -> BaseTool:
    """Invoke the chain in a ThreadPoolExecutor, in a sync tool used from async code."""

    @tool
    def summarize_aside(long_text: str) -> str:
        """Say a text in ten words, backwards, in another thread."""
        with ThreadPoolExecutor(max_workers=1) as pool:
            return pool.submit(guide_chain().invoke, {"long_text": long_text}).result()

    return summarize_aside


@thread_pool.variant("configured")
def _() -> BaseTool:
    @tool
    def summarize_aside(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards, in another thread."""
        with ThreadPoolExecutor(max_workers=1) as pool:
            return pool.submit(guide_chain().invoke, {"long_text": long_text}, config).result()

    return summarize_aside
