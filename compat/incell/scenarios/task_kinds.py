"""Concurrency inside a tool: tasks in a group, and tasks that start at once."""

import asyncio
import sys
from contextvars import copy_context

from langchain_core.callbacks import BaseCallbackManager, Callbacks
from langchain_core.runnables import RunnableConfig
from langchain_core.runnables.config import patch_config, var_child_runnable_config
from langchain_core.tools import BaseTool, tool

from compat.incell.child import LONG_TEXT, guide_chain
from compat.incell.registry import scenario
from compat.incell.scenarios.tasks import by_context_variable, by_copied_context

GROUP = "concurrency"
VALUE = {"long_text": LONG_TEXT}


@scenario(
    "task-group",
    group=GROUP,
    path=("summarize_twice",),
    children=2,
    value=VALUE,
    requires=("python>=3.11",),
)
def task_group() -> BaseTool:
    """Await two chains in an asyncio.TaskGroup, in an async tool."""

    @tool
    async def summarize_twice(long_text: str) -> str:
        """Say a text in ten words, backwards and twice."""
        async with asyncio.TaskGroup() as group:
            one = group.create_task(guide_chain().ainvoke({"long_text": long_text}))
            two = group.create_task(guide_chain().ainvoke({"long_text": long_text}))
        return f"{one.result()} {two.result()}"

    return summarize_twice


@task_group.variant("configured")
def _() -> BaseTool:
    @tool
    async def summarize_twice(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards and twice."""
        async with asyncio.TaskGroup() as group:
            one = group.create_task(guide_chain().ainvoke({"long_text": long_text}, config))
            two = group.create_task(guide_chain().ainvoke({"long_text": long_text}, config))
        return f"{one.result()} {two.result()}"

    return summarize_twice


@task_group.remedy("callbacks")
def _() -> BaseTool:
    @tool
    async def summarize_twice(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards and twice."""
        own: RunnableConfig = {"callbacks": callbacks}
        async with asyncio.TaskGroup() as group:
            one = group.create_task(guide_chain().ainvoke({"long_text": long_text}, own))
            two = group.create_task(guide_chain().ainvoke({"long_text": long_text}, own))
        return f"{one.result()} {two.result()}"

    return summarize_twice


@task_group.remedy("copied-context")
def _() -> BaseTool:
    @tool
    async def summarize_twice(long_text: str) -> str:
        """Say a text in ten words, backwards and twice."""
        one, two = copy_context().run, copy_context().run
        async with asyncio.TaskGroup() as group:
            first = one(group.create_task, guide_chain().ainvoke({"long_text": long_text}))
            second = two(group.create_task, guide_chain().ainvoke({"long_text": long_text}))
        return f"{first.result()} {second.result()}"

    return summarize_twice


@task_group.remedy("context-variable")
def _() -> BaseTool:
    @tool
    async def summarize_twice(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words, backwards and twice."""
        var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        async with asyncio.TaskGroup() as group:
            one = group.create_task(guide_chain().ainvoke({"long_text": long_text}))
            two = group.create_task(guide_chain().ainvoke({"long_text": long_text}))
        return f"{one.result()} {two.result()}"

    return summarize_twice


def eager_loop() -> asyncio.AbstractEventLoop:
    """Return an event loop whose tasks start to run at once, where Python has that."""
    loop = asyncio.new_event_loop()
    if sys.version_info >= (3, 12):
        loop.set_task_factory(asyncio.eager_task_factory)
    return loop


@scenario(
    "eager-tasks",
    group=GROUP,
    path=("summarize_backwards",),
    value=VALUE,
    requires=("asyncio:eager_task_factory",),
    loop=eager_loop,
)
def eager_tasks() -> BaseTool:
    """Await the chain in an asyncio task, in an async tool, where the loop starts tasks eagerly."""

    @tool
    async def summarize_backwards(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        return await asyncio.create_task(guide_chain().ainvoke({"long_text": long_text}))

    return summarize_backwards


@eager_tasks.variant("configured")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        return await asyncio.create_task(guide_chain().ainvoke({"long_text": long_text}, config))

    return summarize_backwards


@eager_tasks.remedy("callbacks")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        own: RunnableConfig = {"callbacks": callbacks}
        return await asyncio.create_task(guide_chain().ainvoke({"long_text": long_text}, own))

    return summarize_backwards


eager_tasks.remedy("copied-context")(by_copied_context)
eager_tasks.remedy("context-variable")(by_context_variable)
