"""Protocols: a graph, read by the events of version 3."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import replace
from typing import Any

from langchain_core.callbacks import BaseCallbackManager, Callbacks
from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.runnables.config import patch_config, var_child_runnable_config
from langchain_core.tools import tool

from compat.incell.child import LONG_TEXT, guide_chain
from compat.incell.runs import UNSEEN, Sighting
from compat.inlayer.caller import graph_events, graph_with_subgraphs
from compat.inlayer.child import GRAPH, NODE, State, one_node
from compat.inlayer.declare import remedy, scenario
from compat.inlayer.scenarios.nodes import (
    node_by_callbacks,
    node_by_config,
    node_by_context_variable,
)
from compat.inlayer.tool_graph import TOOLS, Messages, called, tool_graph

GROUP = "protocols"
_PATH = (GRAPH, NODE)
_TEXT = {"long_text": LONG_TEXT}
_TOOL = "summarize"
_CALLED = called(_TOOL, long_text=LONG_TEXT)
_REQUIRES = ("langgraph.stream.run_stream:AsyncGraphRunStream",)


async def _read(root: Any, value: object, config: RunnableConfig) -> AsyncIterator[Any]:
    run = await root.astream_events(value, config, version="v3")
    async for event in run:
        yield event


_EVENTS = {
    "message-start": "on_chat_model_start",
    "content-block-delta": "on_chat_model_stream",
    "message-finish": "on_chat_model_end",
}


def _fold(events: Iterable[Any]) -> dict[str, Sighting]:
    """Return the models that version 3 tells of, which names neither them nor their parents."""
    seen: dict[str, Sighting] = {}
    for event in events:
        if event["method"] == "messages":
            said, told = event["params"]["data"]
            made = Sighting(UNSEEN, "chat_model", (), tuple(told.get("tags") or ()), tuple(told))
            run = seen.setdefault(str(told["run_id"]), made)
            if said["event"] in _EVENTS:
                run.events[_EVENTS[said["event"]]] += 1
    return seen


def _last_state(events: Iterable[Any]) -> object:
    states = [event["params"]["data"] for event in events if event["method"] == "values"]
    return states[-1] if states else None


graph_events_v3 = replace(
    graph_events,
    protocol="graph-events-v3",
    parents_known=False,
    stream=_read,
    fold=_fold,
    output=_last_state,
)
"""The same graph, by a caller who reads the events of version 3."""


@scenario(
    "graph-events-v3",
    group=GROUP,
    path=_PATH,
    value=_TEXT,
    caller=graph_events_v3,
    requires=_REQUIRES,
)
def read_graph_v3() -> Runnable[State, State]:
    """Read a graph whose async node awaits the chain by astream_events with version="v3"."""

    async def node(state: State) -> State:
        return {"answer": await guide_chain().ainvoke({"long_text": state["long_text"]})}

    return one_node(node)


read_graph_v3.variant("configured")(node_by_config)
remedy(read_graph_v3, "callbacks")(node_by_callbacks)
remedy(read_graph_v3, "context-variable")(node_by_context_variable)


async def _summarize(state: State) -> State:
    return {"answer": await guide_chain().ainvoke({"long_text": state["long_text"]})}


async def _summarize_configured(state: State, config: RunnableConfig) -> State:
    return {"answer": await guide_chain().ainvoke({"long_text": state["long_text"]}, config)}


@scenario(
    "graph-events-v3-in-tool",
    group=GROUP,
    path=(GRAPH, TOOLS, _TOOL, GRAPH, NODE),
    value=_CALLED,
    caller=graph_events,
    requires=_REQUIRES,
)
def read_graph_v3_in_tool() -> Runnable[Messages, Messages]:
    """Read a graph by astream_events with version="v3" in an async tool under ToolNode."""
    inner = one_node(_summarize)

    @tool
    async def summarize(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        run = await inner.astream_events({"long_text": long_text}, version="v3")
        return str((await run.output())["answer"])

    return tool_graph(summarize)


@read_graph_v3_in_tool.variant("configured")
def _() -> Runnable[Messages, Messages]:
    inner = one_node(_summarize_configured)

    @tool
    async def summarize(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        run = await inner.astream_events({"long_text": long_text}, config, version="v3")
        return str((await run.output())["answer"])

    return tool_graph(summarize)


@remedy(read_graph_v3_in_tool, "callbacks")
def _() -> Runnable[Messages, Messages]:
    inner = one_node(_summarize_configured)

    @tool
    async def summarize(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        own: RunnableConfig = {"callbacks": callbacks}
        run = await inner.astream_events({"long_text": long_text}, own, version="v3")
        return str((await run.output())["answer"])

    return tool_graph(summarize)


@remedy(read_graph_v3_in_tool, "context-variable")
def _() -> Runnable[Messages, Messages]:
    inner = one_node(_summarize_configured)

    @tool
    async def summarize(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words, backwards."""
        before = var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        try:
            run = await inner.astream_events({"long_text": long_text}, version="v3")
            return str((await run.output())["answer"])
        finally:
            var_child_runnable_config.reset(before)

    return tool_graph(summarize)


@remedy(read_graph_v3_in_tool, "subgraphs", caller=graph_with_subgraphs)
def _() -> Runnable[Messages, Messages]:
    inner = one_node(_summarize_configured)

    @tool
    async def summarize(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        run = await inner.astream_events({"long_text": long_text}, config, version="v3")
        return str((await run.output())["answer"])

    return tool_graph(summarize)
