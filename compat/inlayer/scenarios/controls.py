"""Controls: what must be nested everywhere, or the suite itself is wrong."""

from langchain_core.runnables import Runnable

from compat.incell.caller import sync_invoke
from compat.incell.child import LONG_TEXT, guide_chain
from compat.inlayer.child import GRAPH, NODE, State, one_node
from compat.inlayer.declare import scenario


@scenario(
    "graph-sync-invoke",
    group="controls",
    path=(GRAPH, NODE),
    value={"long_text": LONG_TEXT},
    caller=sync_invoke,
)
def graph_sync_invoke() -> Runnable[State, State]:
    """Invoke a graph with no event loop, whose sync node calls the chain."""

    def node(state: State) -> State:
        return {"answer": guide_chain().invoke({"long_text": state["long_text"]})}

    return one_node(node)
