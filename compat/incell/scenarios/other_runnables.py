"""Other runnables between the tool and the child."""

from langchain_core.runnables import RunnableConfig
from langchain_core.tools import BaseTool, tool

from compat.incell.child import LONG_TEXT, failing_model, guide_chain
from compat.incell.registry import scenario


@scenario(
    "fallbacks",
    group="other runnables",
    path=("summarize_backwards", "RunnableWithFallbacks"),
    children=2,
    value={"long_text": LONG_TEXT},
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
