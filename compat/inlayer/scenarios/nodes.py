"""A node awaits or calls a chain."""

from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.runnables.config import var_child_runnable_config

from compat.incell.child import LONG_TEXT, guide_chain
from compat.inlayer.caller import graph_events
from compat.inlayer.child import GRAPH, NODE, State, one_node
from compat.inlayer.declare import remedy, scenario

GROUP = "nodes"
_PATH = (GRAPH, NODE)
_TEXT = {"long_text": LONG_TEXT}


@scenario("node-async", group=GROUP, path=_PATH, value=_TEXT, caller=graph_events)
def node_async() -> Runnable[State, State]:
    """Await the chain in an async node."""

    async def node(state: State) -> State:
        return {"answer": await guide_chain().ainvoke({"long_text": state["long_text"]})}

    return one_node(node)


@node_async.variant("configured")
def node_by_config() -> Runnable[State, State]:
    """Ask for the config as LangGraph's guide does, and pass it on."""

    async def node(state: State, config: RunnableConfig) -> State:
        return {"answer": await guide_chain().ainvoke({"long_text": state["long_text"]}, config)}

    return one_node(node)


@remedy(node_async, "callbacks")
def node_by_callbacks() -> Runnable[State, State]:
    """Pass on the callbacks that the config holds, and no more."""

    async def node(state: State, config: RunnableConfig) -> State:
        own: RunnableConfig = {"callbacks": config["callbacks"]}
        return {"answer": await guide_chain().ainvoke({"long_text": state["long_text"]}, own)}

    return one_node(node)


@remedy(node_async, "context-variable")
def node_by_context_variable() -> Runnable[State, State]:
    """Set the context variable, and pass nothing."""

    async def node(state: State, config: RunnableConfig) -> State:
        before = var_child_runnable_config.set(config)
        try:
            return {"answer": await guide_chain().ainvoke({"long_text": state["long_text"]})}
        finally:
            var_child_runnable_config.reset(before)

    return one_node(node)


@scenario("node-sync", group=GROUP, path=_PATH, value=_TEXT, caller=graph_events)
def node_sync() -> Runnable[State, State]:
    """Call the chain in a sync node, in a graph that async code runs."""

    def node(state: State) -> State:
        return {"answer": guide_chain().invoke({"long_text": state["long_text"]})}

    return one_node(node)


@node_sync.variant("configured")
def _() -> Runnable[State, State]:
    def node(state: State, config: RunnableConfig) -> State:
        return {"answer": guide_chain().invoke({"long_text": state["long_text"]}, config)}

    return one_node(node)


@remedy(node_sync, "callbacks")
def _() -> Runnable[State, State]:
    def node(state: State, config: RunnableConfig) -> State:
        own: RunnableConfig = {"callbacks": config["callbacks"]}
        return {"answer": guide_chain().invoke({"long_text": state["long_text"]}, own)}

    return one_node(node)


@remedy(node_sync, "context-variable")
def _() -> Runnable[State, State]:
    def node(state: State, config: RunnableConfig) -> State:
        before = var_child_runnable_config.set(config)
        try:
            return {"answer": guide_chain().invoke({"long_text": state["long_text"]})}
        finally:
            var_child_runnable_config.reset(before)

    return one_node(node)
