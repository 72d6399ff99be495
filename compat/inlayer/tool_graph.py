"""A graph whose only node is langgraph's ToolNode, and what is fed to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, TypedDict

from langchain_core.messages import AIMessage
from langgraph.graph import END, START, StateGraph
from langgraph.graph.message import add_messages
from langgraph.prebuilt import ToolNode

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable
    from langchain_core.tools import BaseTool

TOOLS = "tools"
"""The name of ToolNode's run."""


class Messages(TypedDict):
    """What a graph of messages hands from node to node."""

    messages: Annotated[list[Any], add_messages]


def tool_graph(used: BaseTool, **more: Any) -> Runnable[Any, Any]:  # noqa: ANN401 - what compile takes
    """Return a graph that has ToolNode run a tool."""
    graph = StateGraph(Messages)
    graph.add_node(TOOLS, ToolNode([used]))
    graph.add_edge(START, TOOLS)
    graph.add_edge(TOOLS, END)
    return graph.compile(**more)


def called(name: str, **args: str) -> dict[str, Any]:
    """Return the state of a graph whose last message asks for a tool."""
    call: Any = {"name": name, "args": args, "id": "1", "type": "tool_call"}
    return {"messages": [AIMessage(content="", tool_calls=[call])]}
