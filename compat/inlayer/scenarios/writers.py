"""What code writes to the stream of its own, and the events that it dispatches."""

from dataclasses import replace

from langchain_core.callbacks import adispatch_custom_event
from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.runnables.config import var_child_runnable_config
from langchain_core.tools import tool

from compat.incell.child import LONG_TEXT
from compat.inlayer.caller import graph_writes
from compat.inlayer.child import GRAPH, NODE, State, one_node
from compat.inlayer.declare import remedy, scenario
from compat.inlayer.tool_graph import TOOLS, Messages, called, tool_graph

GROUP = "what needs the config itself"
_PATH = (GRAPH, NODE)
_TEXT = {"long_text": LONG_TEXT}
_WRITE = "custom_write"
_GETTER = ("langgraph.config:get_stream_writer",)
_TOOL = "measure"

graph_dispatches = replace(graph_writes, written=False)


@scenario(
    "stream-writer-node",
    group=GROUP,
    path=_PATH,
    child=_WRITE,
    value=_TEXT,
    caller=graph_writes,
    requires=_GETTER,
)
def stream_writer_node() -> Runnable[State, State]:
    """Write with get_stream_writer in an async node."""
    from langgraph.config import get_stream_writer

    async def node(state: State) -> State:
        write = get_stream_writer()
        write({"words": len(state["long_text"].split())})
        return {"answer": "counted"}

    return one_node(node)


@remedy(stream_writer_node, "parameter")
def _() -> Runnable[State, State]:
    from langgraph.types import StreamWriter

    async def node(state: State, writer: StreamWriter) -> State:
        writer({"words": len(state["long_text"].split())})
        return {"answer": "counted"}

    return one_node(node)


@remedy(stream_writer_node, "context-variable")
def set_and_write() -> Runnable[State, State]:
    """Set the context variable in an async node, then write."""
    from langgraph.config import get_stream_writer

    async def node(state: State, config: RunnableConfig) -> State:
        before = var_child_runnable_config.set(config)
        try:
            write = get_stream_writer()
            write({"words": len(state["long_text"].split())})
        finally:
            var_child_runnable_config.reset(before)
        return {"answer": "counted"}

    return one_node(node)


@scenario(
    "stream-writer-sync-node",
    group=GROUP,
    path=_PATH,
    child=_WRITE,
    value=_TEXT,
    caller=graph_writes,
    requires=_GETTER,
)
def stream_writer_sync_node() -> Runnable[State, State]:
    """Write with get_stream_writer in a sync node, in a graph that async code runs."""
    from langgraph.config import get_stream_writer

    def node(state: State) -> State:
        write = get_stream_writer()
        write({"words": len(state["long_text"].split())})
        return {"answer": "counted"}

    return one_node(node)


@remedy(stream_writer_sync_node, "parameter")
def _() -> Runnable[State, State]:
    from langgraph.types import StreamWriter

    def node(state: State, writer: StreamWriter) -> State:
        writer({"words": len(state["long_text"].split())})
        return {"answer": "counted"}

    return one_node(node)


@remedy(stream_writer_sync_node, "context-variable")
def _() -> Runnable[State, State]:
    from langgraph.config import get_stream_writer

    def node(state: State, config: RunnableConfig) -> State:
        before = var_child_runnable_config.set(config)
        try:
            write = get_stream_writer()
            write({"words": len(state["long_text"].split())})
        finally:
            var_child_runnable_config.reset(before)
        return {"answer": "counted"}

    return one_node(node)


@scenario(
    "stream-writer-tool",
    group=GROUP,
    path=(GRAPH, TOOLS, _TOOL),
    child=_WRITE,
    value=called(_TOOL, long_text=LONG_TEXT),
    caller=graph_writes,
    requires=_GETTER,
)
def stream_writer_tool() -> Runnable[Messages, Messages]:
    """Write with get_stream_writer in an async tool under ToolNode."""
    from langgraph.config import get_stream_writer

    @tool
    async def measure(long_text: str) -> str:
        """Count the words of a text, and say so on the way."""
        write = get_stream_writer()
        write({"words": len(long_text.split())})
        return "counted"

    return tool_graph(measure)


@remedy(stream_writer_tool, "parameter", requires=("langgraph.prebuilt:ToolRuntime",))
def _() -> Runnable[Messages, Messages]:
    from langgraph.prebuilt import ToolRuntime

    @tool
    async def measure(long_text: str, runtime: ToolRuntime) -> str:
        """Count the words of a text, and say so on the way."""
        runtime.stream_writer({"words": len(long_text.split())})
        return "counted"

    return tool_graph(measure)


@remedy(stream_writer_tool, "context-variable")
def _() -> Runnable[Messages, Messages]:
    from langgraph.config import get_stream_writer

    @tool
    async def measure(long_text: str, config: RunnableConfig) -> str:
        """Count the words of a text, and say so on the way."""
        before = var_child_runnable_config.set(config)
        try:
            write = get_stream_writer()
            write({"words": len(long_text.split())})
        finally:
            var_child_runnable_config.reset(before)
        return "counted"

    return tool_graph(measure)


@scenario(
    "stream-writer-parameter",
    group=GROUP,
    path=_PATH,
    child=_WRITE,
    value=_TEXT,
    caller=graph_writes,
    requires=("langgraph.types:StreamWriter",),
)
def stream_writer_parameter() -> Runnable[State, State]:
    """Write with the writer parameter of an async node."""
    from langgraph.types import StreamWriter

    async def node(state: State, writer: StreamWriter) -> State:
        writer({"words": len(state["long_text"].split())})
        return {"answer": "counted"}

    return one_node(node)


remedy(stream_writer_parameter, "context-variable", requires=_GETTER)(set_and_write)


@scenario(
    "stream-writer-runtime",
    group=GROUP,
    path=_PATH,
    child=_WRITE,
    value=_TEXT,
    caller=graph_writes,
    requires=("langgraph.runtime:Runtime",),
)
def stream_writer_runtime() -> Runnable[State, State]:
    """Write with the stream_writer of an async node's Runtime."""
    from langgraph.runtime import Runtime

    async def node(state: State, runtime: Runtime) -> State:
        runtime.stream_writer({"words": len(state["long_text"].split())})
        return {"answer": "counted"}

    return one_node(node)


remedy(stream_writer_runtime, "context-variable", requires=_GETTER)(set_and_write)


@scenario(
    "custom-event-node",
    group=GROUP,
    path=_PATH,
    child="custom_event",
    value=_TEXT,
    caller=graph_dispatches,
)
def custom_event_node() -> Runnable[State, State]:
    """Dispatch a custom event in an async node."""

    async def node(state: State) -> State:
        await adispatch_custom_event("counted", {"words": len(state["long_text"].split())})
        return {"answer": "counted"}

    return one_node(node)


@custom_event_node.variant("configured")
def _() -> Runnable[State, State]:
    async def node(state: State, config: RunnableConfig) -> State:
        words = len(state["long_text"].split())
        await adispatch_custom_event("counted", {"words": words}, config=config)
        return {"answer": "counted"}

    return one_node(node)


@remedy(custom_event_node, "callbacks")
def _() -> Runnable[State, State]:
    async def node(state: State, config: RunnableConfig) -> State:
        own: RunnableConfig = {"callbacks": config["callbacks"]}
        words = len(state["long_text"].split())
        await adispatch_custom_event("counted", {"words": words}, config=own)
        return {"answer": "counted"}

    return one_node(node)


@remedy(custom_event_node, "context-variable")
def _() -> Runnable[State, State]:
    async def node(state: State, config: RunnableConfig) -> State:
        before = var_child_runnable_config.set(config)
        try:
            await adispatch_custom_event("counted", {"words": len(state["long_text"].split())})
        finally:
            var_child_runnable_config.reset(before)
        return {"answer": "counted"}

    return one_node(node)
