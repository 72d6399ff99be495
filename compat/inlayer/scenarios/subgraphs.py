"""A graph in a graph: as a node of it, or awaited in a node."""

from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.runnables.config import var_child_runnable_config

from compat.incell.child import LONG_TEXT, guide_chain
from compat.inlayer.caller import graph_events, graph_with_subgraphs
from compat.inlayer.child import GRAPH, NODE, State, one_node
from compat.inlayer.declare import remedy, scenario

GROUP = "nodes"
_INNER = "inner"
_TEXT = {"long_text": LONG_TEXT}


@scenario(
    "subgraph-node", group=GROUP, path=(GRAPH, _INNER, NODE), value=_TEXT, caller=graph_events
)
def subgraph_node() -> Runnable[State, State]:
    """Await the chain in an async node of a graph that is a node of another."""

    async def node(state: State) -> State:
        return {"answer": await guide_chain().ainvoke({"long_text": state["long_text"]})}

    return one_node(one_node(node), _INNER)


@subgraph_node.variant("configured")
def _() -> Runnable[State, State]:
    async def node(state: State, config: RunnableConfig) -> State:
        return {"answer": await guide_chain().ainvoke({"long_text": state["long_text"]}, config)}

    return one_node(one_node(node), _INNER)


@remedy(subgraph_node, "callbacks")
def _() -> Runnable[State, State]:
    async def node(state: State, config: RunnableConfig) -> State:
        own: RunnableConfig = {"callbacks": config["callbacks"]}
        return {"answer": await guide_chain().ainvoke({"long_text": state["long_text"]}, own)}

    return one_node(one_node(node), _INNER)


@remedy(subgraph_node, "context-variable")
def _() -> Runnable[State, State]:
    async def node(state: State, config: RunnableConfig) -> State:
        before = var_child_runnable_config.set(config)
        try:
            return {"answer": await guide_chain().ainvoke({"long_text": state["long_text"]})}
        finally:
            var_child_runnable_config.reset(before)

    return one_node(one_node(node), _INNER)


@remedy(subgraph_node, "subgraphs", caller=graph_with_subgraphs)
def _() -> Runnable[State, State]:
    async def node(state: State, config: RunnableConfig) -> State:
        return {"answer": await guide_chain().ainvoke({"long_text": state["long_text"]}, config)}

    return one_node(one_node(node), _INNER)


async def _summarize(state: State) -> State:
    return {"answer": await guide_chain().ainvoke({"long_text": state["long_text"]})}


async def _summarize_configured(state: State, config: RunnableConfig) -> State:
    return {"answer": await guide_chain().ainvoke({"long_text": state["long_text"]}, config)}


@scenario(
    "subgraph-in-node",
    group=GROUP,
    path=(GRAPH, _INNER, GRAPH, NODE),
    value=_TEXT,
    caller=graph_events,
)
def subgraph_in_node() -> Runnable[State, State]:
    """Await a graph in an async node."""
    graph = one_node(_summarize)

    async def inner(state: State) -> State:
        return await graph.ainvoke(state)

    return one_node(inner, _INNER)


@subgraph_in_node.variant("configured")
def _() -> Runnable[State, State]:
    graph = one_node(_summarize_configured)

    async def inner(state: State, config: RunnableConfig) -> State:
        return await graph.ainvoke(state, config)

    return one_node(inner, _INNER)


@remedy(subgraph_in_node, "callbacks")
def _() -> Runnable[State, State]:
    graph = one_node(_summarize_configured)

    async def inner(state: State, config: RunnableConfig) -> State:
        return await graph.ainvoke(state, {"callbacks": config["callbacks"]})

    return one_node(inner, _INNER)


@remedy(subgraph_in_node, "context-variable")
def _() -> Runnable[State, State]:
    graph = one_node(_summarize_configured)

    async def inner(state: State, config: RunnableConfig) -> State:
        before = var_child_runnable_config.set(config)
        try:
            return await graph.ainvoke(state)
        finally:
            var_child_runnable_config.reset(before)

    return one_node(inner, _INNER)


@remedy(subgraph_in_node, "subgraphs", caller=graph_with_subgraphs)
def _() -> Runnable[State, State]:
    graph = one_node(_summarize_configured)

    async def inner(state: State, config: RunnableConfig) -> State:
        return await graph.ainvoke(state, config)

    return one_node(inner, _INNER)
