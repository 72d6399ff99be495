"""The assistant: a graph of steps from a greeting to an order."""

from typing import Any

from langchain_core.runnables import RunnableConfig, RunnableLambda
from langgraph.graph import MessagesState, StateGraph
from langgraph.prebuilt import ToolNode

from shop.parts import catalogue, model, planner
from shop.tools import build_order_tool, compare_item, count_item, describe_item

Update = dict[str, list[Any]]


async def greet(_: MessagesState) -> Update:
    """Greet the customer."""
    return {"messages": [await model.ainvoke("Greet")]}


async def listen(_: MessagesState, config: RunnableConfig) -> Update:
    """Ask what the customer wants."""
    return {"messages": [await model.ainvoke("Listen", config)]}


def price(_: MessagesState) -> Update:
    """Name a price."""
    return {"messages": [model.invoke("Price")]}


def total(_: MessagesState) -> Update:
    """Name the sum of all prices."""
    return {"messages": [model.invoke("Total")]}


async def find_pages(_: MessagesState, config: RunnableConfig) -> Update:
    """Look into the catalogue twice."""
    pages = await catalogue.ainvoke("lamps")
    pages += await catalogue.ainvoke("old lamps", config)
    return {"messages": [page.page_content for page in pages]}


async def suggest(_: MessagesState) -> Update:
    """Suggest another item."""
    return {"messages": [await describe_item.ainvoke({"item": "shelf"})]}


async def order(_: MessagesState, config: RunnableConfig) -> Update:
    """Order what was chosen."""
    return {"messages": [await build_order_tool(config).ainvoke({"item": "lamp"}, config)]}


async def plan(_: MessagesState, config: RunnableConfig) -> Update:
    """Choose the tools to use."""
    return {"messages": [await planner.ainvoke("Plan", config)]}


steps = [greet, listen, price, ("search", RunnableLambda(find_pages)), suggest, order, plan]
tools = ToolNode([describe_item, compare_item, count_item])
builder = StateGraph(MessagesState).add_sequence([*steps, ("tools", tools)])
graph = builder.set_entry_point("greet").compile()
till = StateGraph(MessagesState).add_sequence([total]).set_entry_point("total").compile()
