"""Bridges between threads and event loops, inside a tool; and a stream read in worker threads."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from threading import Thread
from typing import Any, Optional

from langchain_core.callbacks import BaseCallbackManager, Callbacks
from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.runnables.config import patch_config, var_child_runnable_config
from langchain_core.tools import BaseTool, tool

from compat.incell.caller import DirectCaller
from compat.incell.child import LONG_TEXT, guide_chain
from compat.incell.registry import scenario

GROUP = "bridges"
PATH = ("summarize_aside",)
VALUE = {"long_text": LONG_TEXT}


class LoopAside:
    """An event loop that runs in a thread of its own, as servers keep one."""

    def __enter__(self) -> asyncio.AbstractEventLoop:
        self.loop = asyncio.new_event_loop()
        self.thread = Thread(target=self.loop.run_forever)
        self.thread.start()
        return self.loop

    def __exit__(self, *_: object) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()


@scenario("threadsafe-sync", group=GROUP, path=PATH, value=VALUE)
def threadsafe_sync() -> BaseTool:
    """Hand the chain to a loop in another thread by run_coroutine_threadsafe, in a sync tool."""

    @tool
    def summarize_aside(long_text: str) -> str:
        """Say a text in ten words, backwards, in a loop in another thread."""
        with LoopAside() as aside:
            work = guide_chain().ainvoke({"long_text": long_text})
            return asyncio.run_coroutine_threadsafe(work, aside).result()

    return summarize_aside


@threadsafe_sync.variant("configured")
def _() -> BaseTool:
    @tool
    def summarize_aside(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards, in a loop in another thread."""
        with LoopAside() as aside:
            work = guide_chain().ainvoke({"long_text": long_text}, config)
            return asyncio.run_coroutine_threadsafe(work, aside).result()

    return summarize_aside


@threadsafe_sync.remedy("callbacks")
def _() -> BaseTool:
    @tool
    def summarize_aside(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards, in a loop in another thread."""
        with LoopAside() as aside:
            work = guide_chain().ainvoke({"long_text": long_text}, {"callbacks": callbacks})
            return asyncio.run_coroutine_threadsafe(work, aside).result()

    return summarize_aside


@threadsafe_sync.remedy("context-variable")
def _() -> BaseTool:
    @tool
    def summarize_aside(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words, backwards, in a loop in another thread."""
        var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        with LoopAside() as aside:
            work = guide_chain().ainvoke({"long_text": long_text})
            return asyncio.run_coroutine_threadsafe(work, aside).result()

    return summarize_aside


@scenario("threadsafe-async", group=GROUP, path=PATH, value=VALUE)
def threadsafe_async() -> BaseTool:
    """Hand the chain to a loop in another thread by run_coroutine_threadsafe, in an async tool."""

    @tool
    async def summarize_aside(long_text: str) -> str:
        """Say a text in ten words, backwards, in a loop in another thread."""
        with LoopAside() as aside:
            work = guide_chain().ainvoke({"long_text": long_text})
            return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, aside))

    return summarize_aside


@threadsafe_async.variant("configured")
def _() -> BaseTool:
    @tool
    async def summarize_aside(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards, in a loop in another thread."""
        with LoopAside() as aside:
            work = guide_chain().ainvoke({"long_text": long_text}, config)
            return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, aside))

    return summarize_aside


@threadsafe_async.remedy("callbacks")
def _() -> BaseTool:
    @tool
    async def summarize_aside(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards, in a loop in another thread."""
        with LoopAside() as aside:
            work = guide_chain().ainvoke({"long_text": long_text}, {"callbacks": callbacks})
            return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, aside))

    return summarize_aside


@threadsafe_async.remedy("context-variable")
def _() -> BaseTool:
    @tool
    async def summarize_aside(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words, backwards, in a loop in another thread."""
        var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        with LoopAside() as aside:
            work = guide_chain().ainvoke({"long_text": long_text})
            return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, aside))

    return summarize_aside


@scenario("thread-pool-asyncio-run", group=GROUP, path=PATH, value=VALUE)
def thread_pool_asyncio_run() -> BaseTool:
    """Run the chain with asyncio.run in a ThreadPoolExecutor, in a sync tool."""

    @tool
    def summarize_aside(long_text: str) -> str:
        """Say a text in ten words, backwards, in a loop in another thread."""
        work = guide_chain().ainvoke({"long_text": long_text})
        with ThreadPoolExecutor(max_workers=1) as pool:
            return pool.submit(asyncio.run, work).result()

    return summarize_aside


@thread_pool_asyncio_run.variant("configured")
def _() -> BaseTool:
    @tool
    def summarize_aside(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards, in a loop in another thread."""
        work = guide_chain().ainvoke({"long_text": long_text}, config)
        with ThreadPoolExecutor(max_workers=1) as pool:
            return pool.submit(asyncio.run, work).result()

    return summarize_aside


@thread_pool_asyncio_run.remedy("callbacks")
def _() -> BaseTool:
    @tool
    def summarize_aside(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards, in a loop in another thread."""
        work = guide_chain().ainvoke({"long_text": long_text}, {"callbacks": callbacks})
        with ThreadPoolExecutor(max_workers=1) as pool:
            return pool.submit(asyncio.run, work).result()

    return summarize_aside


@thread_pool_asyncio_run.remedy("copied-context")
def _() -> BaseTool:
    @tool
    def summarize_aside(long_text: str) -> str:
        """Say a text in ten words, backwards, in a loop in another thread."""
        work = guide_chain().ainvoke({"long_text": long_text})
        with ThreadPoolExecutor(max_workers=1) as pool:
            return pool.submit(copy_context().run, asyncio.run, work).result()

    return summarize_aside


@thread_pool_asyncio_run.remedy("context-variable")
def _() -> BaseTool:
    @tool
    def summarize_aside(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words, backwards, in a loop in another thread."""

        async def work() -> str:
            var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
            return await guide_chain().ainvoke({"long_text": long_text})

        with ThreadPoolExecutor(max_workers=1) as pool:
            return pool.submit(asyncio.run, work()).result()

    return summarize_aside


def _read_next(parts: Iterator[str]) -> Optional[str]:  # noqa: FA100 - as all modules of scenarios
    return next(parts, None)


def _read_in_threads(root: Runnable[Any, Any], value: object, config: RunnableConfig) -> object:
    """Read a stream as web frameworks do: each part in a worker thread and a fresh context."""
    parts, said = root.stream(value, config), ""
    with ThreadPoolExecutor(max_workers=1) as workers:
        while part := workers.submit(copy_context().run, _read_next, parts).result():
            said += part
    return said


@scenario(
    "sync-stream-in-thread",
    group=GROUP,
    path=("RunnableSequence",),
    value=VALUE,
    caller=DirectCaller(plain=_read_in_threads),
)
def sync_stream_in_thread() -> Runnable[Any, Any]:
    """Read a chain's stream in a worker thread, each part in a fresh copy of the context."""
    return guide_chain()
