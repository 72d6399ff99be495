"""Hiding what a node or a tool runs."""

import asyncio
from contextvars import Context

from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.tools import BaseTool, tool

from compat.incell.child import LONG_TEXT, fake_model, guide_chain
from compat.inlayer.caller import graph_events
from compat.inlayer.child import GRAPH, NODE, State, one_node
from compat.inlayer.declare import remedy, scenario
from compat.inlayer.tool_graph import TOOLS, Messages, called, tool_graph

GROUP = "hiding"
_PATH = (GRAPH, NODE)
_OUTER = "judge"
_TEXT = {"long_text": LONG_TEXT}
_CALLED = called(_OUTER, long_text=LONG_TEXT)


@scenario("node-nostream", group=GROUP, path=_PATH, value=_TEXT, caller=graph_events, row="hiding")
def nostream() -> Runnable[State, State]:
    """Hide the tokens of a node's model by the tag nostream."""

    async def node(state: State) -> State:
        quiet = fake_model().with_config(tags=["nostream"])
        return {"answer": str((await quiet.ainvoke(state["long_text"])).content)}

    return one_node(node)


@nostream.variant("configured")
def _() -> Runnable[State, State]:
    async def node(state: State, config: RunnableConfig) -> State:
        quiet = fake_model().with_config(tags=["nostream"])
        return {"answer": str((await quiet.ainvoke(state["long_text"], config)).content)}

    return one_node(node)


def model_in_empty_context() -> Runnable[State, State]:
    """Await a model as a task of an empty context."""

    async def node(state: State) -> State:
        work = fake_model().ainvoke(state["long_text"])
        answer = await Context().run(asyncio.get_running_loop().create_task, work)
        return {"answer": str(answer.content)}

    return one_node(node)


remedy(nostream, "empty-context")(model_in_empty_context)


@scenario(
    "node-nostream-langsmith",
    group=GROUP,
    path=_PATH,
    value=_TEXT,
    caller=graph_events,
    row="hiding",
)
def nostream_langsmith() -> Runnable[State, State]:
    """Hide the tokens of a node's model by the older tag langsmith:nostream."""

    async def node(state: State) -> State:
        quiet = fake_model().with_config(tags=["langsmith:nostream"])
        return {"answer": str((await quiet.ainvoke(state["long_text"])).content)}

    return one_node(node)


@nostream_langsmith.variant("configured")
def _() -> Runnable[State, State]:
    async def node(state: State, config: RunnableConfig) -> State:
        quiet = fake_model().with_config(tags=["langsmith:nostream"])
        return {"answer": str((await quiet.ainvoke(state["long_text"], config)).content)}

    return one_node(node)


remedy(nostream_langsmith, "empty-context")(model_in_empty_context)


@scenario(
    "node-opt-out-empty", group=GROUP, path=_PATH, value=_TEXT, caller=graph_events, row="hiding"
)
def opt_out_empty() -> Runnable[State, State]:
    """Hide an inner model with an empty list of callbacks, in an async node."""

    async def node(state: State) -> State:
        text = {"long_text": state["long_text"]}
        return {"answer": await guide_chain().ainvoke(text, {"callbacks": []})}

    return one_node(node)


@scenario(
    "node-empty-context", group=GROUP, path=_PATH, value=_TEXT, caller=graph_events, row="hiding"
)
def chain_in_empty_context() -> Runnable[State, State]:
    """Hide an inner model by awaiting it as a task of an empty context, in an async node."""

    async def node(state: State) -> State:
        work = guide_chain().ainvoke({"long_text": state["long_text"]})
        return {"answer": await Context().run(asyncio.get_running_loop().create_task, work)}

    return one_node(node)


remedy(opt_out_empty, "empty-context")(chain_in_empty_context.first.build)


@scenario(
    "node-opt-out-empty-graph",
    group=GROUP,
    path=(GRAPH, _OUTER, GRAPH, NODE),
    value=_TEXT,
    caller=graph_events,
    row="hiding",
)
def opt_out_empty_graph() -> Runnable[State, State]:
    """Hide a graph that awaits a model with an empty list of callbacks, in an async node."""

    async def node(state: State) -> State:
        return {"answer": await guide_chain().ainvoke({"long_text": state["long_text"]})}

    inner = one_node(node)

    async def judge(state: State) -> State:
        return await inner.ainvoke(state, {"callbacks": []})

    return one_node(judge, _OUTER)


@remedy(opt_out_empty_graph, "empty-context")
def _() -> Runnable[State, State]:
    async def node(state: State) -> State:
        return {"answer": await guide_chain().ainvoke({"long_text": state["long_text"]})}

    inner = one_node(node)

    async def judge(state: State) -> State:
        work = inner.ainvoke(state)
        return await Context().run(asyncio.get_running_loop().create_task, work)

    return one_node(judge, _OUTER)


@scenario(
    "tool-opt-out-empty-graph",
    group=GROUP,
    path=(_OUTER, GRAPH, NODE),
    value=_TEXT,
    row="hiding",
)
def tool_opt_out_empty_graph() -> BaseTool:
    """Hide a graph that awaits a model with an empty list of callbacks, in an async tool."""

    async def node(state: State) -> State:
        return {"answer": await guide_chain().ainvoke({"long_text": state["long_text"]})}

    inner = one_node(node)

    @tool
    async def judge(long_text: str) -> str:
        """Tell whether a text is fit to print, and nothing of why."""
        answered = await inner.ainvoke({"long_text": long_text}, {"callbacks": []})
        return str(answered["answer"])

    return judge


@remedy(tool_opt_out_empty_graph, "empty-context")
def _() -> BaseTool:
    async def node(state: State) -> State:
        return {"answer": await guide_chain().ainvoke({"long_text": state["long_text"]})}

    inner = one_node(node)

    @tool
    async def judge(long_text: str) -> str:
        """Tell whether a text is fit to print, and nothing of why."""
        work = inner.ainvoke({"long_text": long_text})
        answered = await Context().run(asyncio.get_running_loop().create_task, work)
        return str(answered["answer"])

    return judge


@scenario(
    "toolnode-opt-out-empty-graph",
    group=GROUP,
    path=(GRAPH, TOOLS, _OUTER, GRAPH, NODE),
    value=_CALLED,
    caller=graph_events,
    row="hiding",
)
def toolnode_opt_out_empty_graph() -> Runnable[Messages, Messages]:
    """Hide a graph with an empty list of callbacks, in an async tool under ToolNode."""

    async def node(state: State) -> State:
        return {"answer": await guide_chain().ainvoke({"long_text": state["long_text"]})}

    inner = one_node(node)

    @tool
    async def judge(long_text: str) -> str:
        """Tell whether a text is fit to print, and nothing of why."""
        answered = await inner.ainvoke({"long_text": long_text}, {"callbacks": []})
        return str(answered["answer"])

    return tool_graph(judge)


@remedy(toolnode_opt_out_empty_graph, "empty-context")
def _() -> Runnable[Messages, Messages]:
    async def node(state: State) -> State:
        return {"answer": await guide_chain().ainvoke({"long_text": state["long_text"]})}

    inner = one_node(node)

    @tool
    async def judge(long_text: str) -> str:
        """Tell whether a text is fit to print, and nothing of why."""
        work = inner.ainvoke({"long_text": long_text})
        answered = await Context().run(asyncio.get_running_loop().create_task, work)
        return str(answered["answer"])

    return tool_graph(judge)
