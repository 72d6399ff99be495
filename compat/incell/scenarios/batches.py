"""How the child is consumed inside the tool: on several inputs at once."""

from langchain_core.callbacks import BaseCallbackManager, Callbacks
from langchain_core.runnables import RunnableConfig
from langchain_core.runnables.config import patch_config, var_child_runnable_config
from langchain_core.tools import BaseTool, tool

from compat.incell.child import LONG_TEXT, fake_model, guide_chain
from compat.incell.registry import scenario

GROUP = "how the child is consumed inside the tool"
VALUE = {"long_text": LONG_TEXT}


@scenario("tool-abatch", group=GROUP, path=("summarize_halves",), children=2, value=VALUE)
def tool_abatch() -> BaseTool:
    """Await the chain on a batch of two inputs, in an async tool."""

    @tool
    async def summarize_halves(long_text: str) -> str:
        """Say each half of a text in ten words, backwards."""
        halves = [{"long_text": half} for half in long_text.split(". ")]
        return " ".join(await guide_chain(fake_model(answers=2)).abatch(halves))

    return summarize_halves


@tool_abatch.variant("configured")
def _() -> BaseTool:
    @tool
    async def summarize_halves(long_text: str, config: RunnableConfig) -> str:
        """Say each half of a text in ten words, backwards."""
        halves = [{"long_text": half} for half in long_text.split(". ")]
        return " ".join(await guide_chain(fake_model(answers=2)).abatch(halves, config=config))

    return summarize_halves


@tool_abatch.remedy("callbacks")
def _() -> BaseTool:
    @tool
    async def summarize_halves(long_text: str, callbacks: Callbacks = None) -> str:
        """Say each half of a text in ten words, backwards."""
        halves = [{"long_text": half} for half in long_text.split(". ")]
        chain = guide_chain(fake_model(answers=2))
        return " ".join(await chain.abatch(halves, {"callbacks": callbacks}))

    return summarize_halves


@tool_abatch.remedy("context-variable")
def _() -> BaseTool:
    @tool
    async def summarize_halves(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say each half of a text in ten words, backwards."""
        var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        halves = [{"long_text": half} for half in long_text.split(". ")]
        return " ".join(await guide_chain(fake_model(answers=2)).abatch(halves))

    return summarize_halves


@scenario("tool-batch", group=GROUP, path=("summarize_halves",), children=2, value=VALUE)
def tool_batch() -> BaseTool:
    """Run the chain on a batch of two inputs, in a sync tool used from async code."""

    @tool
    def summarize_halves(long_text: str) -> str:
        """Say each half of a text in ten words, backwards."""
        halves = [{"long_text": half} for half in long_text.split(". ")]
        return " ".join(guide_chain(fake_model(answers=2)).batch(halves))

    return summarize_halves


@tool_batch.variant("configured")
def _() -> BaseTool:
    @tool
    def summarize_halves(long_text: str, config: RunnableConfig) -> str:
        """Say each half of a text in ten words, backwards."""
        halves = [{"long_text": half} for half in long_text.split(". ")]
        return " ".join(guide_chain(fake_model(answers=2)).batch(halves, config=config))

    return summarize_halves
