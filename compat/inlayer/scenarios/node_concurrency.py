"""Concurrency inside a node, and what LangGraph runs beside nodes."""

import asyncio
from typing import Any

from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.runnables.config import var_child_runnable_config
from langgraph.graph import END, START, StateGraph

from compat.incell.child import LONG_TEXT, fake_model, guide_chain
from compat.inlayer.caller import graph_events
from compat.inlayer.child import GRAPH, NODE, Answers, Send, State, one_node
from compat.inlayer.declare import remedy, scenario

GROUP = "nodes"
_PATH = (GRAPH, NODE)
_TEXT = {"long_text": LONG_TEXT}


@scenario("node-gather", group=GROUP, path=_PATH, children=2, value=_TEXT, caller=graph_events)
def node_gather() -> Runnable[State, State]:
    """Await two chains at once by asyncio.gather, in an async node."""

    async def node(state: State) -> State:
        text = {"long_text": state["long_text"]}
        answers = await asyncio.gather(guide_chain().ainvoke(text), guide_chain().ainvoke(text))
        return {"answer": answers[0]}

    return one_node(node)


@node_gather.variant("configured")
def _() -> Runnable[State, State]:
    async def node(state: State, config: RunnableConfig) -> State:
        text = {"long_text": state["long_text"]}
        answers = await asyncio.gather(
            guide_chain().ainvoke(text, config), guide_chain().ainvoke(text, config)
        )
        return {"answer": answers[0]}

    return one_node(node)


@remedy(node_gather, "callbacks")
def _() -> Runnable[State, State]:
    async def node(state: State, config: RunnableConfig) -> State:
        own: RunnableConfig = {"callbacks": config["callbacks"]}
        text = {"long_text": state["long_text"]}
        answers = await asyncio.gather(
            guide_chain().ainvoke(text, own), guide_chain().ainvoke(text, own)
        )
        return {"answer": answers[0]}

    return one_node(node)


@remedy(node_gather, "context-variable")
def _() -> Runnable[State, State]:
    async def node(state: State, config: RunnableConfig) -> State:
        text = {"long_text": state["long_text"]}
        before = var_child_runnable_config.set(config)
        try:
            answers = await asyncio.gather(guide_chain().ainvoke(text), guide_chain().ainvoke(text))
        finally:
            var_child_runnable_config.reset(before)
        return {"answer": answers[0]}

    return one_node(node)


@scenario("node-task", group=GROUP, path=_PATH, value=_TEXT, caller=graph_events)
def node_task() -> Runnable[State, State]:
    """Await the chain as a task by asyncio.create_task, in an async node."""

    async def node(state: State) -> State:
        work = guide_chain().ainvoke({"long_text": state["long_text"]})
        return {"answer": await asyncio.create_task(work)}

    return one_node(node)


@node_task.variant("configured")
def _() -> Runnable[State, State]:
    async def node(state: State, config: RunnableConfig) -> State:
        work = guide_chain().ainvoke({"long_text": state["long_text"]}, config)
        return {"answer": await asyncio.create_task(work)}

    return one_node(node)


@remedy(node_task, "callbacks")
def _() -> Runnable[State, State]:
    async def node(state: State, config: RunnableConfig) -> State:
        own: RunnableConfig = {"callbacks": config["callbacks"]}
        work = guide_chain().ainvoke({"long_text": state["long_text"]}, own)
        return {"answer": await asyncio.create_task(work)}

    return one_node(node)


@remedy(node_task, "context-variable")
def _() -> Runnable[State, State]:
    async def node(state: State, config: RunnableConfig) -> State:
        before = var_child_runnable_config.set(config)
        try:
            work = guide_chain().ainvoke({"long_text": state["long_text"]})
            return {"answer": await asyncio.create_task(work)}
        finally:
            var_child_runnable_config.reset(before)

    return one_node(node)


def _send_twice(state: Any) -> Any:
    return [Send(NODE, {"long_text": state["long_text"]}) for _ in range(2)]


def _sent(node: Any) -> Runnable[Any, Any]:
    """Return a graph that runs a node twice at once."""
    graph = StateGraph(Answers)
    graph.add_node(NODE, node)
    graph.add_conditional_edges(START, _send_twice, [NODE])
    graph.add_edge(NODE, END)
    return graph.compile()


@scenario("node-send", group=GROUP, path=_PATH, children=2, value=_TEXT, caller=graph_events)
def node_send() -> Runnable[Answers, Answers]:
    """Await the chain in an async node that a Send runs, twice at once."""

    async def node(state: Answers) -> Answers:
        return {"answers": [await guide_chain().ainvoke({"long_text": state["long_text"]})]}

    return _sent(node)


@node_send.variant("configured")
def _() -> Runnable[Answers, Answers]:
    async def node(state: Answers, config: RunnableConfig) -> Answers:
        answer = await guide_chain().ainvoke({"long_text": state["long_text"]}, config)
        return {"answers": [answer]}

    return _sent(node)


@remedy(node_send, "callbacks")
def _() -> Runnable[Answers, Answers]:
    async def node(state: Answers, config: RunnableConfig) -> Answers:
        own: RunnableConfig = {"callbacks": config["callbacks"]}
        answer = await guide_chain().ainvoke({"long_text": state["long_text"]}, own)
        return {"answers": [answer]}

    return _sent(node)


@remedy(node_send, "context-variable")
def _() -> Runnable[Answers, Answers]:
    async def node(state: Answers, config: RunnableConfig) -> Answers:
        before = var_child_runnable_config.set(config)
        try:
            return {"answers": [await guide_chain().ainvoke({"long_text": state["long_text"]})]}
        finally:
            var_child_runnable_config.reset(before)

    return _sent(node)


def _routed(route: Any) -> Runnable[Any, Any]:
    """Return a graph of one node, after which a function says where to go."""

    def node(state: State) -> State:
        return {"answer": state["long_text"][::-1]}

    graph = StateGraph(State)
    graph.add_node(NODE, node)
    graph.add_edge(START, NODE)
    graph.add_conditional_edges(NODE, route, [END])
    return graph.compile()


@scenario(
    "node-conditional-edge",
    group=GROUP,
    path=(GRAPH, NODE, "route"),
    value=_TEXT,
    caller=graph_events,
)
def node_conditional_edge() -> Runnable[State, State]:
    """Await the chain in the async function of a conditional edge."""

    async def route(state: State) -> str:
        await guide_chain().ainvoke({"long_text": state["long_text"]})
        return END

    return _routed(route)


@node_conditional_edge.variant("configured")
def _() -> Runnable[State, State]:
    async def route(state: State, config: RunnableConfig) -> str:
        await guide_chain().ainvoke({"long_text": state["long_text"]}, config)
        return END

    return _routed(route)


@remedy(node_conditional_edge, "callbacks")
def _() -> Runnable[State, State]:
    async def route(state: State, config: RunnableConfig) -> str:
        own: RunnableConfig = {"callbacks": config["callbacks"]}
        await guide_chain().ainvoke({"long_text": state["long_text"]}, own)
        return END

    return _routed(route)


@remedy(node_conditional_edge, "context-variable")
def _() -> Runnable[State, State]:
    async def route(state: State, config: RunnableConfig) -> str:
        before = var_child_runnable_config.set(config)
        try:
            await guide_chain().ainvoke({"long_text": state["long_text"]})
        finally:
            var_child_runnable_config.reset(before)
        return END

    return _routed(route)


@scenario("node-map", group=GROUP, path=_PATH, children=2, value=_TEXT, caller=graph_events)
def node_map() -> Runnable[State, State]:
    """Run two chains at once by chain.abatch, in an async node."""

    async def node(state: State) -> State:
        texts = [{"long_text": half} for half in state["long_text"].split(". ")]
        return {"answer": (await guide_chain(fake_model(2)).abatch(texts))[0]}

    return one_node(node)


@node_map.variant("configured")
def _() -> Runnable[State, State]:
    async def node(state: State, config: RunnableConfig) -> State:
        texts = [{"long_text": half} for half in state["long_text"].split(". ")]
        return {"answer": (await guide_chain(fake_model(2)).abatch(texts, config))[0]}

    return one_node(node)


@remedy(node_map, "callbacks")
def _() -> Runnable[State, State]:
    async def node(state: State, config: RunnableConfig) -> State:
        own: RunnableConfig = {"callbacks": config["callbacks"]}
        texts = [{"long_text": half} for half in state["long_text"].split(". ")]
        return {"answer": (await guide_chain(fake_model(2)).abatch(texts, own))[0]}

    return one_node(node)


@remedy(node_map, "context-variable")
def _() -> Runnable[State, State]:
    async def node(state: State, config: RunnableConfig) -> State:
        texts = [{"long_text": half} for half in state["long_text"].split(". ")]
        before = var_child_runnable_config.set(config)
        try:
            return {"answer": (await guide_chain(fake_model(2)).abatch(texts))[0]}
        finally:
            var_child_runnable_config.reset(before)

    return one_node(node)
