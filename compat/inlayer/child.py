"""What graphs of the layer's rows are made of, beside the guide's chain."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Annotated, Any, Callable, TypedDict

from langgraph.graph import END, START, StateGraph

try:
    from langgraph.types import Send
except ImportError:  # its place up to 0.2
    from langgraph.constants import Send  # type: ignore[no-redef]

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

__all__ = ["GRAPH", "NODE", "Answers", "Send", "State", "one_node"]

GRAPH, NODE = "LangGraph", "node"
"""The names of a graph's run, and of the node of ``one_node``."""


class State(TypedDict, total=False):
    """What a graph hands from node to node."""

    long_text: str
    answer: str


class Answers(TypedDict, total=False):
    """The same of a graph in which several nodes answer at once."""

    long_text: str
    answers: Annotated[list[str], operator.add]


def one_node(node: Callable[..., Any] | Runnable[Any, Any], name: str = NODE) -> Runnable[Any, Any]:
    """Return a graph of one node, which is a function or a graph."""
    graph = StateGraph(State)
    graph.add_node(name, node)
    graph.add_edge(START, name)
    graph.add_edge(name, END)
    return graph.compile()
