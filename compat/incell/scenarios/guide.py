"""The guide: its summarising tool and its lambda.

https://python.langchain.com/docs/how_to/tool_stream_events/
"""

from langchain_core.callbacks import AsyncCallbackManagerForChainRun, BaseCallbackManager, Callbacks
from langchain_core.runnables import Runnable, RunnableConfig, RunnableLambda
from langchain_core.runnables.config import patch_config, var_child_runnable_config
from langchain_core.tools import BaseTool, tool

from compat.incell.child import LONG_TEXT, guide_chain
from compat.incell.facts import direct_result
from compat.incell.registry import scenario

GROUP = "the guide"


@scenario(
    "tool-async",
    group=GROUP,
    path=("summarize_backwards",),
    value={"long_text": LONG_TEXT},
    facts=direct_result,
)
def tool_async() -> BaseTool:
    """Await the chain in an async function under @tool."""

    @tool
    async def summarize_backwards(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text})

    return summarize_backwards


@tool_async.variant("configured")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, config=config)

    return summarize_backwards


@tool_async.variant("callbacks")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, {"callbacks": callbacks})

    return summarize_backwards


@tool_async.remedy("context-variable")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words, backwards."""
        mine = patch_config(config, callbacks=callbacks)
        before = var_child_runnable_config.set(mine)
        try:
            return await guide_chain().ainvoke({"long_text": long_text})
        finally:
            var_child_runnable_config.reset(before)

    return summarize_backwards


@scenario("lambda-async", group=GROUP, path=("bar",), value=LONG_TEXT)
def lambda_async() -> Runnable[str, str]:
    """Await the chain in an async function in a RunnableLambda."""

    async def bar(long_text: str) -> str:
        return await guide_chain().ainvoke({"long_text": long_text})

    return RunnableLambda(bar)


@lambda_async.variant("configured")
def _() -> Runnable[str, str]:
    async def bar(long_text: str, config: RunnableConfig) -> str:
        return await guide_chain().ainvoke({"long_text": long_text}, config=config)

    return RunnableLambda(bar)


def lambda_by_callbacks() -> Runnable[str, str]:
    """Hand on the run manager's callbacks."""

    async def bar(long_text: str, run_manager: AsyncCallbackManagerForChainRun) -> str:
        own: RunnableConfig = {"callbacks": run_manager.get_child()}
        return await guide_chain().ainvoke({"long_text": long_text}, own)

    return RunnableLambda(bar)


def lambda_by_context_variable() -> Runnable[str, str]:
    """Set the context variable to the lambda's config."""

    async def bar(long_text: str, config: RunnableConfig) -> str:
        before = var_child_runnable_config.set(config)
        try:
            return await guide_chain().ainvoke({"long_text": long_text})
        finally:
            var_child_runnable_config.reset(before)

    return RunnableLambda(bar)


lambda_async.remedy("callbacks")(lambda_by_callbacks)
lambda_async.remedy("context-variable")(lambda_by_context_variable)
