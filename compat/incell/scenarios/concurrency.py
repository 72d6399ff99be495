"""Concurrency inside a tool: tasks, event loops and threads."""

import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from importlib import import_module
from threading import Thread

from langchain_core.callbacks import BaseCallbackManager, Callbacks
from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.runnables.config import (
    ContextThreadPoolExecutor,
    patch_config,
    run_in_executor,
    var_child_runnable_config,
)
from langchain_core.tools import BaseTool, tool

from compat.incell.child import LONG_TEXT, guide_chain
from compat.incell.registry import scenario

GROUP = "concurrency"
VALUE = {"long_text": LONG_TEXT}
INHERITING = "thread_inherit_context=1"


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
    """Await the chain in a task of its own, in an async tool."""

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
    """Await the chain in a task of its own, in an async tool, in a loop with eager tasks."""

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


@scenario("thread", group=GROUP, path=("summarize_aside",), value=VALUE)
def thread() -> BaseTool:
    """Invoke the chain in a threading.Thread, in a sync tool used from async code."""

    @tool
    def summarize_aside(long_text: str) -> str:
        """Say a text in ten words, backwards, in another thread."""
        said: list[str] = []
        aside = Thread(target=lambda: said.append(guide_chain().invoke({"long_text": long_text})))
        aside.start()
        aside.join()
        return said[0]

    return summarize_aside


@thread.variant("configured")
def _() -> BaseTool:
    @tool
    def summarize_aside(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards, in another thread."""
        said: list[str] = []

        def work() -> None:
            said.append(guide_chain().invoke({"long_text": long_text}, config))

        aside = Thread(target=work)
        aside.start()
        aside.join()
        return said[0]

    return summarize_aside


@thread.remedy("callbacks")
def _() -> BaseTool:
    @tool
    def summarize_aside(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards, in another thread."""
        said: list[str] = []

        def work() -> None:
            said.append(guide_chain().invoke({"long_text": long_text}, {"callbacks": callbacks}))

        aside = Thread(target=work)
        aside.start()
        aside.join()
        return said[0]

    return summarize_aside


@thread.remedy("copied-context")
def _() -> BaseTool:
    @tool
    def summarize_aside(long_text: str) -> str:
        """Say a text in ten words, backwards, in another thread."""
        said: list[str] = []

        def work() -> None:
            said.append(guide_chain().invoke({"long_text": long_text}))

        aside = Thread(target=copy_context().run, args=(work,))
        aside.start()
        aside.join()
        return said[0]

    return summarize_aside


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


@thread_pool.remedy("callbacks")
def _() -> BaseTool:
    @tool
    def summarize_aside(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards, in another thread."""
        own: RunnableConfig = {"callbacks": callbacks}
        with ThreadPoolExecutor(max_workers=1) as pool:
            return pool.submit(guide_chain().invoke, {"long_text": long_text}, own).result()

    return summarize_aside


@thread_pool.remedy("copied-context")
def _() -> BaseTool:
    @tool
    def summarize_aside(long_text: str) -> str:
        """Say a text in ten words, backwards, in another thread."""
        run, value = copy_context().run, {"long_text": long_text}
        with ThreadPoolExecutor(max_workers=1) as pool:
            return pool.submit(run, guide_chain().invoke, value).result()

    return summarize_aside


@scenario("thread-pool-copied-context", group=GROUP, path=("summarize_aside",), value=VALUE)
def thread_pool_copied_context() -> BaseTool:
    """Invoke the chain in a ThreadPoolExecutor and a copy of the context, in a sync tool."""

    @tool
    def summarize_aside(long_text: str) -> str:
        """Say a text in ten words, backwards, in another thread."""
        run, value = copy_context().run, {"long_text": long_text}
        with ThreadPoolExecutor(max_workers=1) as pool:
            return pool.submit(run, guide_chain().invoke, value).result()

    return summarize_aside


@scenario("core-thread-pool", group=GROUP, path=("summarize_aside",), value=VALUE)
def core_thread_pool() -> BaseTool:
    """Invoke the chain in langchain-core's own ContextThreadPoolExecutor, in a sync tool."""

    @tool
    def summarize_aside(long_text: str) -> str:
        """Say a text in ten words, backwards, in another thread."""
        with ContextThreadPoolExecutor(max_workers=1) as pool:
            return pool.submit(guide_chain().invoke, {"long_text": long_text}).result()

    return summarize_aside


@scenario(
    "thread-inherited-context",
    group=GROUP,
    path=("summarize_aside",),
    value=VALUE,
    requires=("python>=3.14",),
    flag=INHERITING,
)
def thread_inherited_context() -> list[Runnable[dict[str, str], str]]:
    """Invoke the chain in the loop's executor, a thread and a pool that inherit the context.

    Three streams, told apart by a tag. The loop's executor comes first, while it has no thread
    that an earlier stream started.
    """

    @tool("summarize_aside")
    async def in_executor(long_text: str) -> str:
        """Say a text in ten words, backwards, in another thread."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(None, guide_chain().invoke, {"long_text": long_text})

    @tool("summarize_aside")
    def in_thread(long_text: str) -> str:
        """Say a text in ten words, backwards, in another thread."""
        said: list[str] = []
        aside = Thread(target=lambda: said.append(guide_chain().invoke({"long_text": long_text})))
        aside.start()
        aside.join()
        return said[0]

    @tool("summarize_aside")
    def in_pool(long_text: str) -> str:
        """Say a text in ten words, backwards, in another thread."""
        with ThreadPoolExecutor(max_workers=1) as pool:
            return pool.submit(guide_chain().invoke, {"long_text": long_text}).result()

    return [
        in_executor.with_config(tags=["run-in-executor"]),
        in_thread.with_config(tags=["thread"]),
        in_pool.with_config(tags=["thread-pool"]),
    ]


@thread_inherited_context.remedy("callbacks")
def _() -> list[Runnable[dict[str, str], str]]:
    @tool("summarize_aside")
    async def in_executor(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards, in another thread."""
        loop, value = asyncio.get_running_loop(), {"long_text": long_text}
        own: RunnableConfig = {"callbacks": callbacks}
        return await loop.run_in_executor(None, guide_chain().invoke, value, own)

    @tool("summarize_aside")
    def in_thread(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards, in another thread."""
        said: list[str] = []

        def work() -> None:
            said.append(guide_chain().invoke({"long_text": long_text}, {"callbacks": callbacks}))

        aside = Thread(target=work)
        aside.start()
        aside.join()
        return said[0]

    @tool("summarize_aside")
    def in_pool(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards, in another thread."""
        own: RunnableConfig = {"callbacks": callbacks}
        with ThreadPoolExecutor(max_workers=1) as pool:
            return pool.submit(guide_chain().invoke, {"long_text": long_text}, own).result()

    return [
        in_executor.with_config(tags=["run-in-executor"]),
        in_thread.with_config(tags=["thread"]),
        in_pool.with_config(tags=["thread-pool"]),
    ]


@scenario(
    "thread-stale-pool",
    group=GROUP,
    path=("summarize_aside",),
    value=VALUE,
    requires=("python>=3.14",),
    flag=INHERITING,
)
def thread_stale_pool() -> list[BaseTool]:
    """Use one pool in two streams in a row, where new threads inherit the context."""
    pool = ThreadPoolExecutor(max_workers=1)

    @tool
    def summarize_aside(long_text: str) -> str:
        """Say a text in ten words, backwards, in a thread that stays."""
        return pool.submit(guide_chain().invoke, {"long_text": long_text}).result()

    return [summarize_aside, summarize_aside]


@thread_stale_pool.remedy("callbacks")
def _() -> list[BaseTool]:
    pool = ThreadPoolExecutor(max_workers=1)

    @tool
    def summarize_aside(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards, in a thread that stays."""
        own: RunnableConfig = {"callbacks": callbacks}
        return pool.submit(guide_chain().invoke, {"long_text": long_text}, own).result()

    return [summarize_aside, summarize_aside]


@thread_stale_pool.remedy("copied-context")
def _() -> list[BaseTool]:
    pool = ThreadPoolExecutor(max_workers=1)

    @tool
    def summarize_aside(long_text: str) -> str:
        """Say a text in ten words, backwards, in a thread that stays."""
        run, value = copy_context().run, {"long_text": long_text}
        return pool.submit(run, guide_chain().invoke, value).result()

    return [summarize_aside, summarize_aside]


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
    """Await the chain in an async tool, in a loop of uvloop's."""

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
