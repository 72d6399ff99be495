"""How the child is consumed inside the tool."""

from langchain_core.runnables import RunnableConfig
from langchain_core.tools import BaseTool, tool

from compat.incell.child import LONG_TEXT, HarbourRetriever, fake_model
from compat.incell.registry import scenario

GROUP = "how the child is consumed inside the tool"


@scenario("tool-model", group=GROUP, path=("summarize",), value={"long_text": LONG_TEXT})
def tool_model() -> BaseTool:
    """Await the chat model alone, in an async tool."""

    @tool
    async def summarize(long_text: str) -> str:
        """Say a text in ten words."""
        return str((await fake_model().ainvoke(long_text)).content)

    return summarize


@tool_model.variant("configured")
def _() -> BaseTool:
    @tool
    async def summarize(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words."""
        return str((await fake_model().ainvoke(long_text, config=config)).content)

    return summarize


@scenario(
    "tool-retriever",
    group=GROUP,
    path=("look_up",),
    child="retriever",
    value={"question": "What guides the boats home?"},
)
def tool_retriever() -> BaseTool:
    """Await a retriever, in an async tool."""

    @tool
    async def look_up(question: str) -> str:
        """Find what answers a question."""
        found = await HarbourRetriever().ainvoke(question)
        return found[0].page_content

    return look_up


@tool_retriever.variant("configured")
def _() -> BaseTool:
    @tool
    async def look_up(question: str, config: RunnableConfig) -> str:
        """Find what answers a question."""
        found = await HarbourRetriever().ainvoke(question, config=config)
        return found[0].page_content

    return look_up
