"""How a node asks for the config."""

from langchain_core.runnables import Runnable, RunnableConfig

from compat.incell.child import LONG_TEXT, guide_chain
from compat.inlayer.caller import graph_events
from compat.inlayer.child import GRAPH, NODE, State, one_node
from compat.inlayer.declare import remedy, scenario
from compat.inlayer.scenarios.nodes import (
    node_by_callbacks,
    node_by_config,
    node_by_context_variable,
)

GROUP = "nodes"
_PATH = (GRAPH, NODE)
_TEXT = {"long_text": LONG_TEXT}


@scenario(
    "node-config-default-none",
    group=GROUP,
    path=_PATH,
    value=_TEXT,
    caller=graph_events,
    variant="configured",
)
def default_none() -> Runnable[State, State]:
    """Ask for the config in a node by config: RunnableConfig = None."""

    async def node(state: State, config: RunnableConfig = None) -> State:  # type: ignore[assignment]
        return {"answer": await guide_chain().ainvoke({"long_text": state["long_text"]}, config)}

    return one_node(node)


@scenario(
    "node-config-renamed",
    group=GROUP,
    path=_PATH,
    value=_TEXT,
    caller=graph_events,
    variant="configured",
)
def renamed() -> Runnable[State, State]:
    """Ask for the config in a node by cfg: RunnableConfig, under another name."""

    async def node(state: State, cfg: RunnableConfig) -> State:
        return {"answer": await guide_chain().ainvoke({"long_text": state["long_text"]}, cfg)}

    return one_node(node)


@scenario(
    "node-config-renamed-default-none",
    group=GROUP,
    path=_PATH,
    value=_TEXT,
    caller=graph_events,
    variant="configured",
)
def renamed_default_none() -> Runnable[State, State]:
    """Ask for the config in a node by cfg: RunnableConfig = None, under another name."""

    async def node(state: State, cfg: RunnableConfig = None) -> State:  # type: ignore[assignment]
        return {"answer": await guide_chain().ainvoke({"long_text": state["long_text"]}, cfg)}

    return one_node(node)


@scenario(
    "node-config-dict",
    group=GROUP,
    path=_PATH,
    value=_TEXT,
    caller=graph_events,
    variant="configured",
)
def typed_dict() -> Runnable[State, State]:
    """Ask for the config in a node by config: dict."""

    async def node(state: State, config: dict) -> State:  # type: ignore[type-arg]
        text = {"long_text": state["long_text"]}
        return {"answer": await guide_chain().ainvoke(text, config)}  # type: ignore[arg-type]

    return one_node(node)


@scenario(
    "node-runtime",
    group=GROUP,
    path=_PATH,
    value=_TEXT,
    caller=graph_events,
    requires=("langgraph.runtime:Runtime",),
    variant="configured",
)
def by_runtime() -> Runnable[State, State]:
    """Ask for the config in a node beside its Runtime, which holds none."""
    from langgraph.runtime import Runtime

    async def node(state: State, config: RunnableConfig, runtime: Runtime) -> State:
        answer = await guide_chain().ainvoke({"long_text": state["long_text"]}, config)
        runtime.stream_writer({"words": len(answer.split())})
        return {"answer": answer}

    return one_node(node)


for _known in (default_none, renamed, renamed_default_none, typed_dict):
    remedy(_known, "config")(node_by_config)
for _known in (default_none, renamed, renamed_default_none, typed_dict, by_runtime):
    remedy(_known, "callbacks")(node_by_callbacks)
    remedy(_known, "context-variable")(node_by_context_variable)
