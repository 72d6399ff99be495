"""What the assistant may do."""

from langchain_core.callbacks import Callbacks
from langchain_core.runnables import RunnableConfig
from langchain_core.tools import BaseTool, tool

from shop.parts import describe, model


@tool
async def describe_item(item: str) -> str:
    """Describe an item of the shop."""
    return await describe.ainvoke({"item": item})


@tool
async def compare_item(item: str, config: RunnableConfig) -> str:
    """Compare an item with the one before."""
    return await describe.ainvoke({"item": f"{item} of last year"}, config)


@tool
async def count_item(item: str, callbacks: Callbacks) -> str:
    """Count how many of an item there are."""
    return str((await model.ainvoke(f"Count: {item}", {"callbacks": callbacks})).content)


def build_order_tool(config: RunnableConfig) -> BaseTool:
    """Build the tool that orders an item for one customer."""

    @tool
    async def order_item(item: str) -> str:
        """Order an item."""
        return str((await model.ainvoke(f"Order: {item}", config)).content)

    return order_item


@tool
async def refund_item(item: str) -> str:
    """Pay an item back."""
    return str((await model.ainvoke(f"Refund: {item}")).content)
