"""A tool under ToolNode calls a chain, or a graph."""

from langchain_core.callbacks import BaseCallbackManager, Callbacks
from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.runnables.config import patch_config, var_child_runnable_config
from langchain_core.tools import tool

from compat.incell.child import LONG_TEXT, guide_chain
from compat.inlayer.caller import graph_events, graph_with_subgraphs
from compat.inlayer.child import GRAPH, NODE, State, one_node
from compat.inlayer.declare import remedy, scenario
from compat.inlayer.tool_graph import TOOLS, Messages, called, tool_graph

GROUP = "tools under ToolNode"
_TOOL = "summarize"
_PATH = (GRAPH, TOOLS, _TOOL)
_CALLED = called(_TOOL, long_text=LONG_TEXT)


@scenario("toolnode-async", group=GROUP, path=_PATH, value=_CALLED, caller=graph_events)
def toolnode_async() -> Runnable[Messages, Messages]:
    """Await the chain in an async tool under ToolNode."""

    @tool
    async def summarize(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text})

    return tool_graph(summarize)


@toolnode_async.variant("configured")
def _() -> Runnable[Messages, Messages]:
    @tool
    async def summarize(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, config)

    return tool_graph(summarize)


@toolnode_async.variant("callbacks")
def _() -> Runnable[Messages, Messages]:
    @tool
    async def summarize(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, {"callbacks": callbacks})

    return tool_graph(summarize)


@remedy(toolnode_async, "context-variable")
def _() -> Runnable[Messages, Messages]:
    @tool
    async def summarize(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words, backwards."""
        before = var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        try:
            return await guide_chain().ainvoke({"long_text": long_text})
        finally:
            var_child_runnable_config.reset(before)

    return tool_graph(summarize)


@scenario("toolnode-sync", group=GROUP, path=_PATH, value=_CALLED, caller=graph_events)
def toolnode_sync() -> Runnable[Messages, Messages]:
    """Call the chain in a sync tool under ToolNode, in a graph that async code runs."""

    @tool
    def summarize(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        return guide_chain().invoke({"long_text": long_text})

    return tool_graph(summarize)


@toolnode_sync.variant("configured")
def _() -> Runnable[Messages, Messages]:
    @tool
    def summarize(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        return guide_chain().invoke({"long_text": long_text}, config)

    return tool_graph(summarize)


@toolnode_sync.variant("callbacks")
def _() -> Runnable[Messages, Messages]:
    @tool
    def summarize(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        return guide_chain().invoke({"long_text": long_text}, {"callbacks": callbacks})

    return tool_graph(summarize)


@scenario(
    "toolnode-runtime",
    group=GROUP,
    path=_PATH,
    value=_CALLED,
    caller=graph_events,
    requires=("langgraph.prebuilt:ToolRuntime",),
    variant="configured",
)
def toolnode_runtime() -> Runnable[Messages, Messages]:
    """Await the chain in a tool with the config of its ToolRuntime."""
    from langgraph.prebuilt import ToolRuntime

    @tool
    async def summarize(long_text: str, runtime: ToolRuntime) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, runtime.config)

    return tool_graph(summarize)


@remedy(toolnode_runtime, "callbacks")
def _() -> Runnable[Messages, Messages]:
    from langgraph.prebuilt import ToolRuntime

    @tool
    async def summarize(long_text: str, runtime: ToolRuntime, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        config: RunnableConfig = {**runtime.config, "callbacks": callbacks}
        return await guide_chain().ainvoke({"long_text": long_text}, config)

    return tool_graph(summarize)


async def _summarize(state: State) -> State:
    return {"answer": await guide_chain().ainvoke({"long_text": state["long_text"]})}


async def _summarize_configured(state: State, config: RunnableConfig) -> State:
    return {"answer": await guide_chain().ainvoke({"long_text": state["long_text"]}, config)}


@scenario(
    "subgraph-in-tool",
    group=GROUP,
    path=(*_PATH, GRAPH, NODE),
    value=_CALLED,
    caller=graph_events,
)
def subgraph_in_tool() -> Runnable[Messages, Messages]:
    """Await a graph in an async tool under ToolNode."""
    inner = one_node(_summarize)

    @tool
    async def summarize(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        return str((await inner.ainvoke({"long_text": long_text}))["answer"])

    return tool_graph(summarize)


@subgraph_in_tool.variant("configured")
def _() -> Runnable[Messages, Messages]:
    inner = one_node(_summarize_configured)

    @tool
    async def summarize(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        return str((await inner.ainvoke({"long_text": long_text}, config))["answer"])

    return tool_graph(summarize)


@subgraph_in_tool.variant("callbacks")
def _() -> Runnable[Messages, Messages]:
    inner = one_node(_summarize_configured)

    @tool
    async def summarize(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        answered = await inner.ainvoke({"long_text": long_text}, {"callbacks": callbacks})
        return str(answered["answer"])

    return tool_graph(summarize)


@remedy(subgraph_in_tool, "context-variable")
def _() -> Runnable[Messages, Messages]:
    inner = one_node(_summarize_configured)

    @tool
    async def summarize(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words, backwards."""
        before = var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        try:
            return str((await inner.ainvoke({"long_text": long_text}))["answer"])
        finally:
            var_child_runnable_config.reset(before)

    return tool_graph(summarize)


@remedy(subgraph_in_tool, "subgraphs", caller=graph_with_subgraphs)
def _() -> Runnable[Messages, Messages]:
    inner = one_node(_summarize_configured)

    @tool
    async def summarize(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        return str((await inner.ainvoke({"long_text": long_text}, config))["answer"])

    return tool_graph(summarize)
