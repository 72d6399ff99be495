"""Nesting: tools that call tools."""

from langchain_core.runnables import RunnableConfig
from langchain_core.tools import BaseTool, tool

from compat.incell.child import LONG_TEXT, guide_chain
from compat.incell.registry import scenario


@scenario(
    "tools-nested",
    group="nesting",
    path=("outer", "middle", "inner"),
    value={"long_text": LONG_TEXT},
)
def tools_nested() -> BaseTool:
    """Await a tool in a tool, three deep, and the chain in the innermost."""

    @tool
    async def inner(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text})

    @tool
    async def middle(long_text: str) -> str:
        """Hand a text to the inner tool."""
        return str(await inner.ainvoke({"long_text": long_text}))

    @tool
    async def outer(long_text: str) -> str:
        """Hand a text to the middle tool."""
        return str(await middle.ainvoke({"long_text": long_text}))

    return outer


@tools_nested.variant("configured")
def _() -> BaseTool:
    @tool
    async def inner(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, config=config)

    @tool
    async def middle(long_text: str, config: RunnableConfig) -> str:
        """Hand a text to the inner tool."""
        return str(await inner.ainvoke({"long_text": long_text}, config=config))

    @tool
    async def outer(long_text: str, config: RunnableConfig) -> str:
        """Hand a text to the middle tool."""
        return str(await middle.ainvoke({"long_text": long_text}, config=config))

    return outer
