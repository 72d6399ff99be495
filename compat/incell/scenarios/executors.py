"""Concurrency inside a tool: the threads of an event loop, by any way to reach them."""

import asyncio
from contextvars import copy_context

from langchain_core.callbacks import BaseCallbackManager, Callbacks
from langchain_core.runnables import RunnableConfig
from langchain_core.runnables.config import patch_config, run_in_executor, var_child_runnable_config
from langchain_core.tools import BaseTool, tool

from compat.incell.child import LONG_TEXT, guide_chain
from compat.incell.registry import scenario

GROUP = "concurrency"
VALUE = {"long_text": LONG_TEXT}


@scenario("to-thread", group=GROUP, path=("summarize_aside",), value=VALUE)
def to_thread() -> BaseTool:
    """Invoke the chain with asyncio.to_thread, in an async tool."""

    @tool
    async def summarize_aside(long_text: str) -> str:
        """Say a text in ten words, backwards, in another thread."""
        return await asyncio.to_thread(guide_chain().invoke, {"long_text": long_text})

    return summarize_aside


@to_thread.variant("configured")
def _() -> BaseTool:
    @tool
    async def summarize_aside(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards, in another thread."""
        return await asyncio.to_thread(guide_chain().invoke, {"long_text": long_text}, config)

    return summarize_aside


@to_thread.remedy("callbacks")
def _() -> BaseTool:
    @tool
    async def summarize_aside(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards, in another thread."""
        own: RunnableConfig = {"callbacks": callbacks}
        return await asyncio.to_thread(guide_chain().invoke, {"long_text": long_text}, own)

    return summarize_aside


@to_thread.remedy("copied-context")
def _() -> BaseTool:
    @tool
    async def summarize_aside(long_text: str) -> str:
        """Say a text in ten words, backwards, in another thread."""
        run, value = copy_context().run, {"long_text": long_text}
        return await asyncio.to_thread(run, guide_chain().invoke, value)

    return summarize_aside


@to_thread.remedy("context-variable")
def _() -> BaseTool:
    @tool
    async def summarize_aside(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words, backwards, in another thread."""
        var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        return await asyncio.to_thread(guide_chain().invoke, {"long_text": long_text})

    return summarize_aside


@scenario("run-in-executor", group=GROUP, path=("summarize_aside",), value=VALUE)
def in_executor() -> BaseTool:
    """Invoke the chain with the loop's run_in_executor, in an async tool."""

    @tool
    async def summarize_aside(long_text: str) -> str:
        """Say a text in ten words, backwards, in another thread."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(None, guide_chain().invoke, {"long_text": long_text})

    return summarize_aside


@in_executor.variant("configured")
def _() -> BaseTool:
    @tool
    async def summarize_aside(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards, in another thread."""
        loop, value = asyncio.get_running_loop(), {"long_text": long_text}
        return await loop.run_in_executor(None, guide_chain().invoke, value, config)

    return summarize_aside


@in_executor.remedy("callbacks")
def _() -> BaseTool:
    @tool
    async def summarize_aside(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards, in another thread."""
        loop, value = asyncio.get_running_loop(), {"long_text": long_text}
        own: RunnableConfig = {"callbacks": callbacks}
        return await loop.run_in_executor(None, guide_chain().invoke, value, own)

    return summarize_aside


@in_executor.remedy("copied-context")
def _() -> BaseTool:
    @tool
    async def summarize_aside(long_text: str) -> str:
        """Say a text in ten words, backwards, in another thread."""
        loop, value = asyncio.get_running_loop(), {"long_text": long_text}
        run = copy_context().run
        return await loop.run_in_executor(None, run, guide_chain().invoke, value)

    return summarize_aside


@in_executor.remedy("context-variable")
def _() -> BaseTool:
    @tool
    async def summarize_aside(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words, backwards, in another thread."""

        def work() -> str:
            # The loop's threads stay, and so would what is set in them.
            before = var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
            try:
                return guide_chain().invoke({"long_text": long_text})
            finally:
                var_child_runnable_config.reset(before)

        return await asyncio.get_running_loop().run_in_executor(None, work)

    return summarize_aside


@scenario("core-run-in-executor", group=GROUP, path=("summarize_aside",), value=VALUE)
def core_run_in_executor() -> BaseTool:
    """Invoke the chain with langchain-core's own run_in_executor, in an async tool."""

    @tool
    async def summarize_aside(long_text: str) -> str:
        """Say a text in ten words, backwards, in another thread."""
        return await run_in_executor(None, guide_chain().invoke, {"long_text": long_text})

    return summarize_aside


@core_run_in_executor.variant("configured")
def _() -> BaseTool:
    @tool
    async def summarize_aside(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards, in another thread."""
        chain = guide_chain()
        return await run_in_executor(config, chain.invoke, {"long_text": long_text}, config)

    return summarize_aside


@core_run_in_executor.remedy("callbacks")
def _() -> BaseTool:
    @tool
    async def summarize_aside(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards, in another thread."""
        own: RunnableConfig = {"callbacks": callbacks}
        return await run_in_executor(None, guide_chain().invoke, {"long_text": long_text}, own)

    return summarize_aside


@core_run_in_executor.remedy("copied-context")
def _() -> BaseTool:
    @tool
    async def summarize_aside(long_text: str) -> str:
        """Say a text in ten words, backwards, in another thread."""
        run, value = copy_context().run, {"long_text": long_text}
        return await run_in_executor(None, run, guide_chain().invoke, value)

    return summarize_aside


@core_run_in_executor.remedy("context-variable")
def _() -> BaseTool:
    @tool
    async def summarize_aside(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words, backwards, in another thread."""
        var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        return await run_in_executor(None, guide_chain().invoke, {"long_text": long_text})

    return summarize_aside
