"""Concurrency inside a tool: what packages beside asyncio make of it."""

import asyncio
from contextvars import copy_context
from importlib import import_module

from langchain_core.callbacks import BaseCallbackManager, Callbacks
from langchain_core.runnables import RunnableConfig
from langchain_core.runnables.config import patch_config, var_child_runnable_config
from langchain_core.tools import BaseTool, tool

from compat.incell.child import LONG_TEXT, guide_chain
from compat.incell.registry import scenario

GROUP = "concurrency"
VALUE = {"long_text": LONG_TEXT}


@scenario(
    "anyio-task-group",
    group=GROUP,
    path=("summarize_twice",),
    children=2,
    value=VALUE,
    requires=("anyio:create_task_group",),
    extra="anyio",
)
def anyio_task_group() -> BaseTool:
    """Await two chains in a task group of anyio, in an async tool."""
    from anyio import create_task_group  # noqa: PLC0415 - only some cells have it

    @tool
    async def summarize_twice(long_text: str) -> str:
        """Say a text in ten words, backwards and twice."""
        said: list[str] = []

        async def work() -> None:
            said.append(await guide_chain().ainvoke({"long_text": long_text}))

        async with create_task_group() as group:
            group.start_soon(work)
            group.start_soon(work)
        return " ".join(said)

    return summarize_twice


@anyio_task_group.variant("configured")
def _() -> BaseTool:
    from anyio import create_task_group  # noqa: PLC0415 - only some cells have it

    @tool
    async def summarize_twice(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards and twice."""
        said: list[str] = []

        async def work() -> None:
            said.append(await guide_chain().ainvoke({"long_text": long_text}, config=config))

        async with create_task_group() as group:
            group.start_soon(work)
            group.start_soon(work)
        return " ".join(said)

    return summarize_twice


@anyio_task_group.remedy("callbacks")
def _() -> BaseTool:
    from anyio import create_task_group  # noqa: PLC0415 - only some cells have it

    @tool
    async def summarize_twice(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards and twice."""
        said: list[str] = []

        async def work() -> None:
            own: RunnableConfig = {"callbacks": callbacks}
            said.append(await guide_chain().ainvoke({"long_text": long_text}, own))

        async with create_task_group() as group:
            group.start_soon(work)
            group.start_soon(work)
        return " ".join(said)

    return summarize_twice


@anyio_task_group.remedy("copied-context")
def _() -> BaseTool:
    from anyio import create_task_group  # noqa: PLC0415 - only some cells have it

    @tool
    async def summarize_twice(long_text: str) -> str:
        """Say a text in ten words, backwards and twice."""
        said: list[str] = []

        async def work() -> None:
            said.append(await guide_chain().ainvoke({"long_text": long_text}))

        async with create_task_group() as group:
            copy_context().run(group.start_soon, work)
            copy_context().run(group.start_soon, work)
        return " ".join(said)

    return summarize_twice


@anyio_task_group.remedy("context-variable")
def _() -> BaseTool:
    from anyio import create_task_group  # noqa: PLC0415 - only some cells have it

    @tool
    async def summarize_twice(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words, backwards and twice."""
        var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        said: list[str] = []

        async def work() -> None:
            said.append(await guide_chain().ainvoke({"long_text": long_text}))

        async with create_task_group() as group:
            group.start_soon(work)
            group.start_soon(work)
        return " ".join(said)

    return summarize_twice


def uv_loop() -> asyncio.AbstractEventLoop:
    """Return an event loop of uvloop's."""
    loop: asyncio.AbstractEventLoop = import_module("uvloop").new_event_loop()
    return loop


@scenario(
    "uvloop",
    group=GROUP,
    path=("summarize_backwards",),
    value=VALUE,
    requires=("uvloop:new_event_loop",),
    loop=uv_loop,
    extra="uvloop",
)
def under_uvloop() -> BaseTool:
    """Await the chain in an async tool, in an event loop of uvloop."""

    @tool
    async def summarize_backwards(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text})

    return summarize_backwards


@under_uvloop.variant("configured")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, config=config)

    return summarize_backwards


@under_uvloop.remedy("callbacks")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, {"callbacks": callbacks})

    return summarize_backwards


@under_uvloop.remedy("context-variable")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words, backwards."""
        var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        return await guide_chain().ainvoke({"long_text": long_text})

    return summarize_backwards
