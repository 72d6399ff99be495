"""Agents: their own model, what their tools call, and an agent as the tool of another."""

from typing import Any

from langchain_core.callbacks import BaseCallbackManager, Callbacks
from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.runnables.config import patch_config, var_child_runnable_config
from langchain_core.tools import tool
from langgraph.prebuilt import create_react_agent

from compat.incell.caller import DirectCaller
from compat.incell.child import guide_chain
from compat.inlayer.agent_models import ASKED, agent_model, reverse, unseen_model
from compat.inlayer.caller import graph_events, graph_with_subgraphs
from compat.inlayer.child import GRAPH
from compat.inlayer.declare import remedy, scenario
from compat.inlayer.tool_graph import TOOLS, Messages

GROUP = "agents"
_TOOL = "summarize"
_PATH = (GRAPH, TOOLS, _TOOL)
_CREATE = ("langchain.agents:create_agent",)


@scenario(
    "react-agent",
    group=GROUP,
    path=(GRAPH, "agent"),
    children=2,
    value=ASKED,
    caller=graph_events,
)
def react_agent() -> Runnable[Messages, Messages]:
    """Run an agent made by create_react_agent: its own model."""
    return create_react_agent(agent_model("reverse"), [reverse])


@scenario("react-agent-tools", group=GROUP, path=_PATH, value=ASKED, caller=graph_events)
def react_agent_tools() -> Runnable[Messages, Messages]:
    """Await the chain in a tool of an agent made by create_react_agent."""

    @tool
    async def summarize(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text})

    return create_react_agent(unseen_model("summarize"), [summarize])


@react_agent_tools.variant("configured")
def _() -> Runnable[Messages, Messages]:
    @tool
    async def summarize(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, config)

    return create_react_agent(unseen_model("summarize"), [summarize])


@react_agent_tools.variant("callbacks")
def _() -> Runnable[Messages, Messages]:
    @tool
    async def summarize(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, {"callbacks": callbacks})

    return create_react_agent(unseen_model("summarize"), [summarize])


@remedy(react_agent_tools, "context-variable")
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

    return create_react_agent(unseen_model("summarize"), [summarize])


@scenario(
    "create-agent",
    group=GROUP,
    path=(GRAPH, "model"),
    children=2,
    value=ASKED,
    caller=graph_events,
    requires=_CREATE,
)
def create_agent_row() -> Runnable[Messages, Messages]:
    """Run an agent made by create_agent: its own model."""
    from langchain.agents import create_agent

    return create_agent(agent_model("reverse"), [reverse])


@scenario(
    "create-agent-tools",
    group=GROUP,
    path=_PATH,
    value=ASKED,
    caller=graph_events,
    requires=_CREATE,
)
def create_agent_tools() -> Runnable[Messages, Messages]:
    """Await the chain in a tool of an agent made by create_agent."""
    from langchain.agents import create_agent

    @tool
    async def summarize(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text})

    return create_agent(unseen_model("summarize"), [summarize])


@create_agent_tools.variant("configured")
def _() -> Runnable[Messages, Messages]:
    from langchain.agents import create_agent

    @tool
    async def summarize(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, config)

    return create_agent(unseen_model("summarize"), [summarize])


@create_agent_tools.variant("callbacks")
def _() -> Runnable[Messages, Messages]:
    from langchain.agents import create_agent

    @tool
    async def summarize(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, {"callbacks": callbacks})

    return create_agent(unseen_model("summarize"), [summarize])


@remedy(create_agent_tools, "context-variable")
def _() -> Runnable[Messages, Messages]:
    from langchain.agents import create_agent

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

    return create_agent(unseen_model("summarize"), [summarize])


def _read_messages(root: Any, value: object, config: Any) -> str:
    kinds = [
        type(message).__name__ for message, _ in root.stream(value, config, stream_mode="messages")
    ]
    return ", ".join(dict.fromkeys(kinds))


sync_messages = DirectCaller(plain=_read_messages)
"""A caller without a loop who reads the tokens, and tells what kinds of messages came."""


@scenario(
    "create-agent-sync",
    group=GROUP,
    path=(GRAPH, "model"),
    children=2,
    value=ASKED,
    caller=sync_messages,
    requires=_CREATE,
)
def create_agent_sync() -> Runnable[Messages, Messages]:
    """Stream an agent made by create_agent from sync code: its own model."""
    from langchain.agents import create_agent

    return create_agent(agent_model("reverse"), [reverse])


@scenario(
    "agent-in-tool",
    group=GROUP,
    path=(*_PATH, GRAPH, "agent"),
    value=ASKED,
    caller=graph_events,
)
def agent_in_tool() -> Runnable[Messages, Messages]:
    """Await an agent in a tool of another one: the inner agent's own model."""
    inner = create_react_agent(agent_model(), [])

    @tool
    async def summarize(long_text: str) -> str:
        """Have another agent say a text in ten words."""
        answered = await inner.ainvoke({"messages": [("user", long_text)]})
        return str(answered["messages"][-1].content)

    return create_react_agent(unseen_model("summarize"), [summarize])


@agent_in_tool.variant("configured")
def _() -> Runnable[Messages, Messages]:
    inner = create_react_agent(agent_model(), [])

    @tool
    async def summarize(long_text: str, config: RunnableConfig) -> str:
        """Have another agent say a text in ten words."""
        answered = await inner.ainvoke({"messages": [("user", long_text)]}, config)
        return str(answered["messages"][-1].content)

    return create_react_agent(unseen_model("summarize"), [summarize])


@agent_in_tool.variant("callbacks")
def _() -> Runnable[Messages, Messages]:
    inner = create_react_agent(agent_model(), [])

    @tool
    async def summarize(long_text: str, callbacks: Callbacks = None) -> str:
        """Have another agent say a text in ten words."""
        own: RunnableConfig = {"callbacks": callbacks}
        answered = await inner.ainvoke({"messages": [("user", long_text)]}, own)
        return str(answered["messages"][-1].content)

    return create_react_agent(unseen_model("summarize"), [summarize])


@remedy(agent_in_tool, "context-variable")
def _() -> Runnable[Messages, Messages]:
    inner = create_react_agent(agent_model(), [])

    @tool
    async def summarize(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Have another agent say a text in ten words."""
        before = var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        try:
            answered = await inner.ainvoke({"messages": [("user", long_text)]})
        finally:
            var_child_runnable_config.reset(before)
        return str(answered["messages"][-1].content)

    return create_react_agent(unseen_model("summarize"), [summarize])


@remedy(agent_in_tool, "subgraphs", caller=graph_with_subgraphs)
def _() -> Runnable[Messages, Messages]:
    inner = create_react_agent(agent_model(), [])

    @tool
    async def summarize(long_text: str, config: RunnableConfig) -> str:
        """Have another agent say a text in ten words."""
        answered = await inner.ainvoke({"messages": [("user", long_text)]}, config)
        return str(answered["messages"][-1].content)

    return create_react_agent(unseen_model("summarize"), [summarize])
