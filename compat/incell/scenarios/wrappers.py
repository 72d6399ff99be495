"""Other runnables: wrappers around the child, in a tool."""

from langchain_core.callbacks import BaseCallbackManager, Callbacks
from langchain_core.runnables import RunnableConfig
from langchain_core.runnables.config import patch_config, var_child_runnable_config
from langchain_core.tools import BaseTool, tool

from compat.incell.child import LONG_TEXT, failing_model, guide_chain
from compat.incell.registry import scenario

GROUP = "other runnables"
VALUE = {"long_text": LONG_TEXT}


# The run of the retrying is called like what it wraps, so the name stands there twice.
@scenario(
    "retry",
    group=GROUP,
    path=("summarize_backwards", "RunnableSequence", "RunnableSequence"),
    value=VALUE,
)
def retry() -> BaseTool:
    """Await the chain with with_retry() around it, in an async tool."""

    @tool
    async def summarize_backwards(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().with_retry().ainvoke({"long_text": long_text})

    return summarize_backwards


@retry.variant("configured")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().with_retry().ainvoke({"long_text": long_text}, config=config)

    return summarize_backwards


@retry.remedy("callbacks")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        chain = guide_chain().with_retry()
        return await chain.ainvoke({"long_text": long_text}, {"callbacks": callbacks})

    return summarize_backwards


@retry.remedy("context-variable")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words, backwards."""
        var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        return await guide_chain().with_retry().ainvoke({"long_text": long_text})

    return summarize_backwards


@scenario(
    "fallbacks",
    group=GROUP,
    path=("summarize_backwards", "RunnableWithFallbacks"),
    children=2,
    value=VALUE,
)
def fallbacks() -> BaseTool:
    """Await a chain that fails and falls back on one that answers, in an async tool."""

    @tool
    async def summarize_backwards(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        chain = guide_chain(failing_model()).with_fallbacks([guide_chain()])
        return await chain.ainvoke({"long_text": long_text})

    return summarize_backwards


@fallbacks.variant("configured")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        chain = guide_chain(failing_model()).with_fallbacks([guide_chain()])
        return await chain.ainvoke({"long_text": long_text}, config=config)

    return summarize_backwards


@fallbacks.remedy("callbacks")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        chain = guide_chain(failing_model()).with_fallbacks([guide_chain()])
        return await chain.ainvoke({"long_text": long_text}, {"callbacks": callbacks})

    return summarize_backwards


@fallbacks.remedy("context-variable")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words, backwards."""
        chain = guide_chain(failing_model()).with_fallbacks([guide_chain()])
        before = var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        try:
            return await chain.ainvoke({"long_text": long_text})
        finally:
            var_child_runnable_config.reset(before)

    return summarize_backwards


@fallbacks.remedy("batch-of-one")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        chain = guide_chain(failing_model()).with_fallbacks([guide_chain()])
        # Of its methods that answer whole, ainvoke hands each part the config that it was given
        # itself, and only abatch the one of its own run.
        return (await chain.abatch([{"long_text": long_text}], {"callbacks": callbacks}))[0]

    return summarize_backwards
