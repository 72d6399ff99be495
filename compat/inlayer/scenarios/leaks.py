"""Facts of who listens: what a context variable leaves behind, and handlers of a model's own."""

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.messages import AIMessage
from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.runnables.config import var_child_runnable_config

from compat.incell.caller import caller_config
from compat.incell.child import LONG_TEXT, TEN_WORDS, GenericFakeChatModel, guide_chain
from compat.incell.drive import NOTES, Drive, note
from compat.incell.handler import RunHandler
from compat.incell.isolation import alone
from compat.incell.registry import Fact, Factory
from compat.inlayer.caller import graph_events
from compat.inlayer.child import GRAPH, NODE, State, one_node
from compat.inlayer.declare import scenario

GROUP = "leaks"
_PATH = (GRAPH, NODE)
_TEXT = {"long_text": LONG_TEXT}


async def sets_and_awaits(state: State, config: RunnableConfig) -> State:
    """Set the context variable and leave it so."""
    var_child_runnable_config.set(config)
    return {"answer": await guide_chain().ainvoke({"long_text": state["long_text"]})}


async def awaits(state: State) -> State:
    """Pass nothing."""
    return {"answer": await guide_chain().ainvoke({"long_text": state["long_text"]})}


def sets_and_calls(state: State, config: RunnableConfig) -> State:
    """Set the context variable and leave it so."""
    var_child_runnable_config.set(config)
    return {"answer": guide_chain().invoke({"long_text": state["long_text"]})}


def calls(state: State) -> State:
    """Pass nothing."""
    return {"answer": guide_chain().invoke({"long_text": state["long_text"]})}


def _models(handler: RunHandler) -> int:
    return sum(run.kind == "chat_model" for run in handler.seen.values())


async def _who_hears(first: Any, second: Any, value: Any, *, in_loop: bool) -> str:
    """Run two graphs, and tell whose listener hears the model of the second one."""
    handlers = RunHandler(), RunHandler()
    heard = 0
    for handler, node in zip(handlers, (first, second)):
        heard = _models(handlers[0])
        graph, config = one_node(node), caller_config(handler)
        if in_loop:
            await graph.ainvoke(value, config)
        else:
            graph.invoke(value, config)
    if _models(handlers[0]) > heard:
        return "the first run's"
    return "its own" if _models(handlers[1]) else "nobody's"


async def _ask_who_hears(_: Factory, value: object) -> Mapping[str, Fact]:
    """Tell it of async nodes, of sync ones in a thread of the loop, and of ones with no loop."""
    with ThreadPoolExecutor(max_workers=1) as threads:  # both runs have the same one
        asyncio.get_running_loop().set_default_executor(threads)
        found = {
            "async": await alone(_who_hears(sets_and_awaits, awaits, value, in_loop=True)),
            "sync": await alone(_who_hears(sets_and_calls, calls, value, in_loop=True)),
            "invoke": await alone(_who_hears(sets_and_calls, calls, value, in_loop=False)),
        }
    return {"answer": ", ".join(f"{name}: {whose}" for name, whose in found.items())}


@scenario(
    "node-context-variable-leak",
    group=GROUP,
    path=_PATH,
    value=_TEXT,
    caller=graph_events,
    row="fact",
    facts=_ask_who_hears,
)
def context_variable_leak() -> Runnable[State, State]:
    """Find whose listener hears a second run, after a node has set the context variable."""
    return one_node(sets_and_awaits)


class ParentNoter(BaseCallbackHandler):
    """A handler that notes whether a model that it sees start has a parent."""

    run_inline = True

    def on_chat_model_start(self, *_: Any, parent_run_id: object = None, **__: Any) -> None:
        """Note it."""
        note(knows_parent=parent_run_id is not None)


def _what_it_knew(_: Drive) -> str:
    words = {True: "knows its parent", False: "has no parent", None: "sees nothing"}
    return words[NOTES.get("knows_parent")]


@scenario(
    "node-constructor-handler",
    group=GROUP,
    path=_PATH,
    value=_TEXT,
    caller=graph_events,
    row="fact",
    answer=_what_it_knew,
)
def constructor_handler() -> Runnable[State, State]:
    """Find whether a handler in the constructor of a node's model knows the model's parent."""

    async def node(state: State) -> State:
        answers = iter([AIMessage(content=TEN_WORDS)])
        model = GenericFakeChatModel(messages=answers, callbacks=[ParentNoter()])
        return {"answer": str((await model.ainvoke(state["long_text"])).content)}

    return one_node(node)
