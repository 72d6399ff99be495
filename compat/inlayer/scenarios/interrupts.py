"""What needs the config itself: interrupting a graph, which then goes on, and the getters."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any, Callable

from langchain_core.callbacks import BaseCallbackManager, Callbacks
from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.runnables.config import patch_config, var_child_runnable_config
from langchain_core.tools import tool
from langgraph.checkpoint.memory import MemorySaver
from langgraph.graph import END, START, StateGraph

from compat.incell.child import LONG_TEXT, guide_chain
from compat.incell.drive import Drive
from compat.incell.isolation import alone
from compat.inlayer.caller import graph_events, graph_writes
from compat.inlayer.child import GRAPH, NODE, State, one_node
from compat.inlayer.declare import remedy, scenario
from compat.inlayer.tool_graph import TOOLS, Messages, called, tool_graph

GROUP = "what needs the config itself"
_PATH = (GRAPH, NODE)
_TEXT = {"long_text": LONG_TEXT}
_TOOL = "summarize"
_INTERRUPT = ("langgraph.types:interrupt", "langgraph.types:Command")


_THREAD: Any = {"configurable": {"thread_id": "1"}}


async def _begin(root: Any, value: object) -> Any:
    """Run a graph until it is interrupted, heard by nobody, and return what answers it."""
    from langgraph.types import Command

    await alone(root.ainvoke(value, _THREAD))
    return Command(resume="yes")


async def _stream(root: Any, value: object, config: Any) -> AsyncIterator[Any]:
    answer = await _begin(root, value)
    async for event in root.astream_events(answer, {**config, **_THREAD}, version="v2"):
        yield event


async def _await(root: Any, value: object, config: Any) -> object:
    return await root.ainvoke(await _begin(root, value), {**config, **_THREAD})


async def _read(root: Any, value: object, config: Any, **more: Any) -> AsyncIterator[Any]:
    answer = await _begin(root, value)
    async for item in root.astream(answer, {**config, **_THREAD}, **more):
        yield item


resumed = replace(graph_events, stream=_stream, plain=_await, read=_read)
"""A caller who hears a graph from where it goes on after an interrupt."""


def _interruptible(node: Callable[..., Any]) -> Runnable[Any, Any]:
    graph = StateGraph(State)
    graph.add_node(NODE, node)
    graph.add_edge(START, NODE)
    graph.add_edge(NODE, END)
    return graph.compile(checkpointer=MemorySaver())


@scenario(
    "interrupt-node", group=GROUP, path=_PATH, value=_TEXT, caller=resumed, requires=_INTERRUPT
)
def interrupt_node() -> Runnable[State, State]:
    """Interrupt an async node, and await the chain after it is resumed."""
    from langgraph.types import interrupt

    async def node(state: State) -> State:
        interrupt("Shall I go on?")
        return {"answer": await guide_chain().ainvoke({"long_text": state["long_text"]})}

    return _interruptible(node)


@interrupt_node.variant("configured")
def _() -> Runnable[State, State]:
    from langgraph.types import interrupt

    async def node(state: State, config: RunnableConfig) -> State:
        interrupt("Shall I go on?")
        return {"answer": await guide_chain().ainvoke({"long_text": state["long_text"]}, config)}

    return _interruptible(node)


@remedy(interrupt_node, "callbacks")
def _() -> Runnable[State, State]:
    from langgraph.types import interrupt

    async def node(state: State, config: RunnableConfig) -> State:
        interrupt("Shall I go on?")
        own: RunnableConfig = {"callbacks": config["callbacks"]}
        return {"answer": await guide_chain().ainvoke({"long_text": state["long_text"]}, own)}

    return _interruptible(node)


@remedy(interrupt_node, "context-variable")
def _() -> Runnable[State, State]:
    from langgraph.types import interrupt

    async def node(state: State, config: RunnableConfig) -> State:
        before = var_child_runnable_config.set(config)
        try:
            interrupt("Shall I go on?")
            return {"answer": await guide_chain().ainvoke({"long_text": state["long_text"]})}
        finally:
            var_child_runnable_config.reset(before)

    return _interruptible(node)


@scenario(
    "interrupt-tool",
    group=GROUP,
    path=(GRAPH, TOOLS, _TOOL),
    value=called(_TOOL, long_text=LONG_TEXT),
    caller=resumed,
    requires=_INTERRUPT,
)
def interrupt_tool() -> Runnable[Messages, Messages]:
    """Interrupt an async tool under ToolNode, and await the chain after it is resumed."""
    from langgraph.types import interrupt

    @tool
    async def summarize(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        interrupt("Shall I go on?")
        return await guide_chain().ainvoke({"long_text": long_text})

    return tool_graph(summarize, checkpointer=MemorySaver())


@interrupt_tool.variant("configured")
def _() -> Runnable[Messages, Messages]:
    from langgraph.types import interrupt

    @tool
    async def summarize(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        interrupt("Shall I go on?")
        return await guide_chain().ainvoke({"long_text": long_text}, config)

    return tool_graph(summarize, checkpointer=MemorySaver())


@interrupt_tool.variant("callbacks")
def _() -> Runnable[Messages, Messages]:
    from langgraph.types import interrupt

    @tool
    async def summarize(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        interrupt("Shall I go on?")
        return await guide_chain().ainvoke({"long_text": long_text}, {"callbacks": callbacks})

    return tool_graph(summarize, checkpointer=MemorySaver())


@remedy(interrupt_tool, "context-variable")
def _() -> Runnable[Messages, Messages]:
    from langgraph.types import interrupt

    @tool
    async def summarize(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words, backwards."""
        before = var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        try:
            interrupt("Shall I go on?")
            return await guide_chain().ainvoke({"long_text": long_text})
        finally:
            var_child_runnable_config.reset(before)

    return tool_graph(summarize, checkpointer=MemorySaver())


@scenario(
    "get-config-node",
    group=GROUP,
    path=_PATH,
    value=_TEXT,
    caller=graph_events,
    requires=("langgraph.config:get_config",),
    variant="configured",
)
def get_config_node() -> Runnable[State, State]:
    """Await the chain in an async node with what get_config() returns."""
    from langgraph.config import get_config

    async def node(state: State) -> State:
        config = get_config()
        return {"answer": await guide_chain().ainvoke({"long_text": state["long_text"]}, config)}

    return one_node(node)


@remedy(get_config_node, "config")
def _() -> Runnable[State, State]:
    async def node(state: State, config: RunnableConfig) -> State:
        return {"answer": await guide_chain().ainvoke({"long_text": state["long_text"]}, config)}

    return one_node(node)


def _stored(drive: Drive) -> str:
    return f"raises {type(drive.error).__name__}" if drive.error else "returns the store"


@scenario(
    "get-store-node",
    group=GROUP,
    path=_PATH,
    value=_TEXT,
    caller=replace(graph_writes, written=False),
    requires=("langgraph.config:get_store",),
    row="fact",
    answer=_stored,
)
def get_store_node() -> Runnable[State, State]:
    """Find whether get_store() returns the graph's store in an async node."""
    from langgraph.config import get_store
    from langgraph.store.memory import InMemoryStore

    async def node(state: State) -> State:
        await get_store().aput(("texts",), "long", {"text": state["long_text"]})
        return {"answer": "stored"}

    graph = StateGraph(State)
    graph.add_node(NODE, node)
    graph.add_edge(START, NODE)
    graph.add_edge(NODE, END)
    return graph.compile(store=InMemoryStore())
