"""Concurrency inside a tool: tasks."""

import asyncio
from contextvars import copy_context

from langchain_core.callbacks import BaseCallbackManager, Callbacks
from langchain_core.runnables import RunnableConfig
from langchain_core.runnables.config import patch_config, var_child_runnable_config
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


@gather.remedy("callbacks")
def _() -> BaseTool:
    @tool
    async def summarize_twice(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards and twice."""
        return " ".join(
            await asyncio.gather(
                guide_chain().ainvoke({"long_text": long_text}, {"callbacks": callbacks}),
                guide_chain().ainvoke({"long_text": long_text}, {"callbacks": callbacks}),
            )
        )

    return summarize_twice


@gather.remedy("copied-context")
def _() -> BaseTool:
    @tool
    async def summarize_twice(long_text: str) -> str:
        """Say a text in ten words, backwards and twice."""
        one, two = copy_context().run, copy_context().run
        return " ".join(
            await asyncio.gather(
                one(asyncio.create_task, guide_chain().ainvoke({"long_text": long_text})),
                two(asyncio.create_task, guide_chain().ainvoke({"long_text": long_text})),
            )
        )

    return summarize_twice


@gather.remedy("context-variable")
def _() -> BaseTool:
    @tool
    async def summarize_twice(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words, backwards and twice."""
        var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        return " ".join(
            await asyncio.gather(
                guide_chain().ainvoke({"long_text": long_text}),
                guide_chain().ainvoke({"long_text": long_text}),
            )
        )

    return summarize_twice


@scenario("create-task", group=GROUP, path=("summarize_backwards",), value=VALUE)
def create_task() -> BaseTool:
    """Await the chain in an asyncio task, in an async tool."""

    @tool
    async def summarize_backwards(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        return await asyncio.create_task(guide_chain().ainvoke({"long_text": long_text}))

    return summarize_backwards


@create_task.variant("configured")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        return await asyncio.create_task(guide_chain().ainvoke({"long_text": long_text}, config))

    return summarize_backwards


@create_task.remedy("callbacks")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        own: RunnableConfig = {"callbacks": callbacks}
        return await asyncio.create_task(guide_chain().ainvoke({"long_text": long_text}, own))

    return summarize_backwards


def by_copied_context() -> BaseTool:
    """Make the task in a copy of the context."""

    @tool
    async def summarize_backwards(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        work = guide_chain().ainvoke({"long_text": long_text})
        return await copy_context().run(asyncio.create_task, work)

    return summarize_backwards


def by_context_variable() -> BaseTool:
    """Set the context variable before the task is made."""

    @tool
    async def summarize_backwards(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words, backwards."""
        var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        return await asyncio.create_task(guide_chain().ainvoke({"long_text": long_text}))

    return summarize_backwards


create_task.remedy("copied-context")(by_copied_context)
create_task.remedy("context-variable")(by_context_variable)


@scenario("wait-for", group=GROUP, path=("summarize_backwards",), value=VALUE)
def wait_for() -> BaseTool:
    """Await the chain with a time limit by asyncio.wait_for, in an async tool."""

    @tool
    async def summarize_backwards(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        return await asyncio.wait_for(guide_chain().ainvoke({"long_text": long_text}), 60)

    return summarize_backwards


@wait_for.variant("configured")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        return await asyncio.wait_for(guide_chain().ainvoke({"long_text": long_text}, config), 60)

    return summarize_backwards


@wait_for.remedy("callbacks")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        own: RunnableConfig = {"callbacks": callbacks}
        return await asyncio.wait_for(guide_chain().ainvoke({"long_text": long_text}, own), 60)

    return summarize_backwards


@wait_for.remedy("copied-context")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        work = guide_chain().ainvoke({"long_text": long_text})
        return await asyncio.wait_for(copy_context().run(asyncio.create_task, work), 60)

    return summarize_backwards


@wait_for.remedy("context-variable")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words, backwards."""
        var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        return await asyncio.wait_for(guide_chain().ainvoke({"long_text": long_text}), 60)

    return summarize_backwards
