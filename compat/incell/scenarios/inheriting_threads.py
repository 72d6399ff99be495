"""Concurrency inside a tool: threads of a Python that hands them its context."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from threading import Thread

from langchain_core.callbacks import BaseCallbackManager, Callbacks
from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.runnables.config import patch_config, var_child_runnable_config
from langchain_core.tools import BaseTool, tool

from compat.incell.child import LONG_TEXT, guide_chain
from compat.incell.registry import scenario

GROUP = "concurrency"
VALUE = {"long_text": LONG_TEXT}
INHERITING = "thread_inherit_context=1"


@scenario(
    "thread-inherited-context",
    group=GROUP,
    path=("summarize_aside",),
    value=VALUE,
    requires=("python>=3.14",),
    flag=INHERITING,
)
def thread_inherited_context() -> list[Runnable[dict[str, str], str]]:
    """Invoke the chain in threads that inherit the context: executor, thread and pool.

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


@thread_inherited_context.remedy("config")
def _() -> list[Runnable[dict[str, str], str]]:
    @tool("summarize_aside")
    async def in_executor(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards, in another thread."""
        loop, value = asyncio.get_running_loop(), {"long_text": long_text}
        return await loop.run_in_executor(None, guide_chain().invoke, value, config)

    @tool("summarize_aside")
    def in_thread(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards, in another thread."""
        said: list[str] = []

        def work() -> None:
            said.append(guide_chain().invoke({"long_text": long_text}, config))

        aside = Thread(target=work)
        aside.start()
        aside.join()
        return said[0]

    @tool("summarize_aside")
    def in_pool(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards, in another thread."""
        with ThreadPoolExecutor(max_workers=1) as pool:
            return pool.submit(guide_chain().invoke, {"long_text": long_text}, config).result()

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


@thread_inherited_context.remedy("copied-context")
def _() -> list[Runnable[dict[str, str], str]]:
    @tool("summarize_aside")
    async def in_executor(long_text: str) -> str:
        """Say a text in ten words, backwards, in another thread."""
        loop, value = asyncio.get_running_loop(), {"long_text": long_text}
        run = copy_context().run
        return await loop.run_in_executor(None, run, guide_chain().invoke, value)

    @tool("summarize_aside")
    def in_thread(long_text: str) -> str:
        """Say a text in ten words, backwards, in another thread."""
        said: list[str] = []

        def work() -> None:
            said.append(guide_chain().invoke({"long_text": long_text}))

        aside = Thread(target=copy_context().run, args=(work,))
        aside.start()
        aside.join()
        return said[0]

    @tool("summarize_aside")
    def in_pool(long_text: str) -> str:
        """Say a text in ten words, backwards, in another thread."""
        run, value = copy_context().run, {"long_text": long_text}
        with ThreadPoolExecutor(max_workers=1) as pool:
            return pool.submit(run, guide_chain().invoke, value).result()

    return [
        in_executor.with_config(tags=["run-in-executor"]),
        in_thread.with_config(tags=["thread"]),
        in_pool.with_config(tags=["thread-pool"]),
    ]


@thread_inherited_context.remedy("context-variable")
def _() -> list[Runnable[dict[str, str], str]]:
    @tool("summarize_aside")
    async def in_executor(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words, backwards, in another thread."""
        var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        loop, value = asyncio.get_running_loop(), {"long_text": long_text}
        return await loop.run_in_executor(None, guide_chain().invoke, value)

    @tool("summarize_aside")
    def in_thread(long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager) -> str:
        """Say a text in ten words, backwards, in another thread."""
        var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        said: list[str] = []
        aside = Thread(target=lambda: said.append(guide_chain().invoke({"long_text": long_text})))
        aside.start()
        aside.join()
        return said[0]

    @tool("summarize_aside")
    def in_pool(long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager) -> str:
        """Say a text in ten words, backwards, in another thread."""
        var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        with ThreadPoolExecutor(max_workers=1) as pool:
            return pool.submit(guide_chain().invoke, {"long_text": long_text}).result()

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
    """Use one thread pool for two streams in a row, where new threads inherit the context."""
    pool = ThreadPoolExecutor(max_workers=1)

    @tool
    def summarize_aside(long_text: str) -> str:
        """Say a text in ten words, backwards, in a thread that stays."""
        return pool.submit(guide_chain().invoke, {"long_text": long_text}).result()

    return [summarize_aside, summarize_aside]


@thread_stale_pool.remedy("config")
def _() -> list[BaseTool]:
    pool = ThreadPoolExecutor(max_workers=1)

    @tool
    def summarize_aside(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards, in a thread that stays."""
        return pool.submit(guide_chain().invoke, {"long_text": long_text}, config).result()

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


@thread_stale_pool.remedy("context-variable")
def _() -> list[BaseTool]:
    pool = ThreadPoolExecutor(max_workers=1)

    @tool
    def summarize_aside(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words, backwards, in a thread that stays."""

        def work() -> str:
            before = var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
            try:
                return guide_chain().invoke({"long_text": long_text})
            finally:
                var_child_runnable_config.reset(before)

        return pool.submit(work).result()

    return [summarize_aside, summarize_aside]
