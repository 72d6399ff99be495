"""Concurrency inside a tool: threads and pools of one's own, in sync code."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from threading import Thread

from langchain_core.callbacks import BaseCallbackManager, Callbacks
from langchain_core.runnables import RunnableConfig
from langchain_core.runnables.config import (
    ContextThreadPoolExecutor,
    patch_config,
    var_child_runnable_config,
)
from langchain_core.tools import BaseTool, tool

from compat.incell.child import LONG_TEXT, guide_chain
from compat.incell.registry import scenario

GROUP = "concurrency"
VALUE = {"long_text": LONG_TEXT}


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


@thread.remedy("context-variable")
def _() -> BaseTool:
    @tool
    def summarize_aside(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words, backwards, in another thread."""
        said: list[str] = []

        def work() -> None:
            var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
            said.append(guide_chain().invoke({"long_text": long_text}))

        aside = Thread(target=work)
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


@thread_pool.remedy("context-variable")
def _() -> BaseTool:
    @tool
    def summarize_aside(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words, backwards, in another thread."""
        mine = (patch_config(config, callbacks=callbacks),)
        setting = var_child_runnable_config.set
        with ThreadPoolExecutor(max_workers=1, initializer=setting, initargs=mine) as pool:
            return pool.submit(guide_chain().invoke, {"long_text": long_text}).result()

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
