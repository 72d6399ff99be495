"""Nesting: tools between sync and async code, and inside other runnables."""

import asyncio
from contextvars import copy_context

from langchain_core.callbacks import BaseCallbackManager, Callbacks
from langchain_core.runnables import Runnable, RunnableConfig, RunnableLambda
from langchain_core.runnables.config import patch_config, var_child_runnable_config
from langchain_core.tools import BaseTool, tool

from compat.incell.child import LONG_TEXT, guide_chain
from compat.incell.drive import note
from compat.incell.registry import scenario

GROUP = "nesting"
VALUE = {"long_text": LONG_TEXT}


@scenario("tool-sync-over-async", group=GROUP, path=("outer", "inner"), value=VALUE)
def tool_sync_over_async() -> BaseTool:
    """Run an async tool with asyncio.run, in a sync tool used from async code."""

    @tool
    async def inner(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text})

    @tool
    def outer(long_text: str) -> str:
        """Hand a text to the inner tool."""
        return str(asyncio.run(inner.ainvoke({"long_text": long_text})))

    return outer


@tool_sync_over_async.remedy("config")
def _() -> BaseTool:
    @tool
    async def inner(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, config=config)

    @tool
    def outer(long_text: str, config: RunnableConfig) -> str:
        """Hand a text to the inner tool."""
        return str(asyncio.run(inner.ainvoke({"long_text": long_text}, config=config)))

    return outer


@tool_sync_over_async.remedy("callbacks")
def _() -> BaseTool:
    @tool
    async def inner(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, {"callbacks": callbacks})

    @tool
    def outer(long_text: str, callbacks: Callbacks = None) -> str:
        """Hand a text to the inner tool."""
        return str(asyncio.run(inner.ainvoke({"long_text": long_text}, {"callbacks": callbacks})))

    return outer


@tool_sync_over_async.remedy("copied-context")
def _() -> BaseTool:
    @tool
    async def inner(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text})

    @tool
    def outer(long_text: str) -> str:
        """Hand a text to the inner tool."""
        return str(copy_context().run(asyncio.run, inner.ainvoke({"long_text": long_text})))

    return outer


@tool_sync_over_async.remedy("context-variable")
def _() -> BaseTool:
    @tool
    async def inner(long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager) -> str:
        """Say a text in ten words, backwards."""
        var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        return await guide_chain().ainvoke({"long_text": long_text})

    @tool
    def outer(long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager) -> str:
        """Hand a text to the inner tool."""
        var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        return str(asyncio.run(inner.ainvoke({"long_text": long_text})))

    return outer


@scenario("tool-sync-asyncio-run", group=GROUP, path=("summarize_backwards",), value=VALUE)
def tool_sync_asyncio_run() -> BaseTool:
    """Run the chain with asyncio.run, in a sync tool used from async code."""

    @tool
    def summarize_backwards(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        return asyncio.run(guide_chain().ainvoke({"long_text": long_text}))

    return summarize_backwards


def as_arguments(long_text: str) -> dict[str, str]:
    """Make the arguments of a tool from a text."""
    return {"long_text": long_text}


@scenario(
    "tool-in-sequence",
    group=GROUP,
    path=("RunnableSequence", "summarize_backwards"),
    value=LONG_TEXT,
)
def tool_in_sequence() -> Runnable[str, str]:
    """Await the chain in an async tool that is a step of a sequence."""

    @tool
    async def summarize_backwards(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text})

    return RunnableLambda(as_arguments) | summarize_backwards


@tool_in_sequence.variant("configured")
def _() -> Runnable[str, str]:
    @tool
    async def summarize_backwards(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, config=config)

    return RunnableLambda(as_arguments) | summarize_backwards


@tool_in_sequence.remedy("callbacks")
def _() -> Runnable[str, str]:
    @tool
    async def summarize_backwards(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, {"callbacks": callbacks})

    return RunnableLambda(as_arguments) | summarize_backwards


@tool_in_sequence.remedy("context-variable")
def _() -> Runnable[str, str]:
    @tool
    async def summarize_backwards(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words, backwards."""
        var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        return await guide_chain().ainvoke({"long_text": long_text})

    return RunnableLambda(as_arguments) | summarize_backwards


@scenario(
    "lambda-calls-tool",
    group=GROUP,
    path=("bar", "summarize_backwards"),
    value=LONG_TEXT,
    variant="configured",
)
def lambda_calls_tool() -> Runnable[str, str]:
    """Pass a lambda's config to an async tool that passes nothing on."""

    @tool
    async def summarize_backwards(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text})

    async def bar(long_text: str, config: RunnableConfig) -> str:
        note(injected=config is not None)
        return str(await summarize_backwards.ainvoke({"long_text": long_text}, config=config))

    return RunnableLambda(bar)


@lambda_calls_tool.remedy("config")
def _() -> Runnable[str, str]:
    @tool
    async def summarize_backwards(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, config=config)

    async def bar(long_text: str, config: RunnableConfig) -> str:
        return str(await summarize_backwards.ainvoke({"long_text": long_text}, config=config))

    return RunnableLambda(bar)


@lambda_calls_tool.remedy("callbacks")
def _() -> Runnable[str, str]:
    @tool
    async def summarize_backwards(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, {"callbacks": callbacks})

    async def bar(long_text: str, config: RunnableConfig) -> str:
        return str(await summarize_backwards.ainvoke({"long_text": long_text}, config=config))

    return RunnableLambda(bar)


@lambda_calls_tool.remedy("context-variable")
def _() -> Runnable[str, str]:
    @tool
    async def summarize_backwards(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words, backwards."""
        var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        return await guide_chain().ainvoke({"long_text": long_text})

    async def bar(long_text: str, config: RunnableConfig) -> str:
        return str(await summarize_backwards.ainvoke({"long_text": long_text}, config=config))

    return RunnableLambda(bar)
