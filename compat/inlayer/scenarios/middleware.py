"""A middleware's hook calls a chain; the agent's own model is not looked at."""

from typing import Any

from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.runnables.config import var_child_runnable_config

from compat.incell.child import LONG_TEXT, guide_chain
from compat.inlayer.agent_models import ASKED, reverse, unseen_model
from compat.inlayer.caller import graph_events
from compat.inlayer.child import GRAPH
from compat.inlayer.declare import remedy, scenario
from compat.inlayer.tool_graph import TOOLS, Messages

GROUP = "agents"
_REQUIRES = ("langchain.agents:create_agent", "langchain.agents.middleware:AgentMiddleware")


@scenario(
    "middleware-before-model",
    group=GROUP,
    path=(GRAPH, "Gist.before_model"),
    value=ASKED,
    caller=graph_events,
    requires=(*_REQUIRES, "langchain.agents.middleware:AgentMiddleware.abefore_model"),
)
def middleware_before_model() -> Runnable[Messages, Messages]:
    """Await the chain in a middleware's abefore_model."""
    from langchain.agents import create_agent
    from langchain.agents.middleware import AgentMiddleware

    class Gist(AgentMiddleware):
        async def abefore_model(self, state: Any, runtime: Any) -> dict[str, Any]:
            gist = await guide_chain().ainvoke({"long_text": LONG_TEXT})
            return {"messages": [("user", gist)]}

    return create_agent(unseen_model(), [], middleware=[Gist()])


@middleware_before_model.variant("configured")
def _() -> Runnable[Messages, Messages]:
    from langchain.agents import create_agent
    from langchain.agents.middleware import AgentMiddleware

    class Gist(AgentMiddleware):
        async def abefore_model(  # type: ignore[override] # it is handed what it asks for
            self, state: Any, runtime: Any, config: RunnableConfig
        ) -> dict[str, Any]:
            gist = await guide_chain().ainvoke({"long_text": LONG_TEXT}, config)
            return {"messages": [("user", gist)]}

    return create_agent(unseen_model(), [], middleware=[Gist()])


@remedy(middleware_before_model, "callbacks")
def _() -> Runnable[Messages, Messages]:
    from langchain.agents import create_agent
    from langchain.agents.middleware import AgentMiddleware

    class Gist(AgentMiddleware):
        async def abefore_model(  # type: ignore[override] # it is handed what it asks for
            self, state: Any, runtime: Any, config: RunnableConfig
        ) -> dict[str, Any]:
            own: RunnableConfig = {"callbacks": config["callbacks"]}
            gist = await guide_chain().ainvoke({"long_text": LONG_TEXT}, own)
            return {"messages": [("user", gist)]}

    return create_agent(unseen_model(), [], middleware=[Gist()])


@remedy(middleware_before_model, "context-variable")
def _() -> Runnable[Messages, Messages]:
    from langchain.agents import create_agent
    from langchain.agents.middleware import AgentMiddleware

    class Gist(AgentMiddleware):
        async def abefore_model(  # type: ignore[override] # it is handed what it asks for
            self, state: Any, runtime: Any, config: RunnableConfig
        ) -> dict[str, Any]:
            before = var_child_runnable_config.set(config)
            try:
                gist = await guide_chain().ainvoke({"long_text": LONG_TEXT})
            finally:
                var_child_runnable_config.reset(before)
            return {"messages": [("user", gist)]}

    return create_agent(unseen_model(), [], middleware=[Gist()])


# A hook that wraps the model's call is handed a request and a handler. The request's runtime has
# no config, so there is no configured form; what is left is to ask the context for it.
@scenario(
    "middleware-wrap-model",
    group=GROUP,
    path=(GRAPH, "model"),
    value=ASKED,
    caller=graph_events,
    requires=(*_REQUIRES, "langchain.agents.middleware:AgentMiddleware.awrap_model_call"),
)
def middleware_wrap_model() -> Runnable[Messages, Messages]:
    """Await the chain in a middleware's awrap_model_call."""
    from langchain.agents import create_agent
    from langchain.agents.middleware import AgentMiddleware

    class Gist(AgentMiddleware):
        async def awrap_model_call(self, request: Any, handler: Any) -> Any:
            gist = await guide_chain().ainvoke({"long_text": LONG_TEXT})
            return await handler(request.override(system_prompt=gist))

    return create_agent(unseen_model(), [], middleware=[Gist()])


@remedy(middleware_wrap_model, "config")
def _() -> Runnable[Messages, Messages]:
    from langchain.agents import create_agent
    from langchain.agents.middleware import AgentMiddleware
    from langgraph.config import get_config

    class Gist(AgentMiddleware):
        async def awrap_model_call(self, request: Any, handler: Any) -> Any:
            gist = await guide_chain().ainvoke({"long_text": LONG_TEXT}, get_config())
            return await handler(request.override(system_prompt=gist))

    return create_agent(unseen_model(), [], middleware=[Gist()])


@scenario(
    "middleware-wrap-tool",
    group=GROUP,
    path=(GRAPH, TOOLS),
    value=ASKED,
    caller=graph_events,
    requires=(*_REQUIRES, "langchain.agents.middleware:AgentMiddleware.awrap_tool_call"),
)
def middleware_wrap_tool() -> Runnable[Messages, Messages]:
    """Await the chain in a middleware's awrap_tool_call."""
    from langchain.agents import create_agent
    from langchain.agents.middleware import AgentMiddleware

    class Gist(AgentMiddleware):
        async def awrap_tool_call(self, request: Any, handler: Any) -> Any:
            answer = await handler(request)
            answer.content = await guide_chain().ainvoke({"long_text": answer.content})
            return answer

    return create_agent(unseen_model("reverse"), [reverse], middleware=[Gist()])


@middleware_wrap_tool.variant("configured")
def _() -> Runnable[Messages, Messages]:
    from langchain.agents import create_agent
    from langchain.agents.middleware import AgentMiddleware

    class Gist(AgentMiddleware):
        async def awrap_tool_call(self, request: Any, handler: Any) -> Any:
            answer = await handler(request)
            answer.content = await guide_chain().ainvoke(
                {"long_text": answer.content}, request.runtime.config
            )
            return answer

    return create_agent(unseen_model("reverse"), [reverse], middleware=[Gist()])


@remedy(middleware_wrap_tool, "callbacks")
def _() -> Runnable[Messages, Messages]:
    from langchain.agents import create_agent
    from langchain.agents.middleware import AgentMiddleware

    class Gist(AgentMiddleware):
        async def awrap_tool_call(self, request: Any, handler: Any) -> Any:
            answer = await handler(request)
            own: RunnableConfig = {"callbacks": request.runtime.config["callbacks"]}
            answer.content = await guide_chain().ainvoke({"long_text": answer.content}, own)
            return answer

    return create_agent(unseen_model("reverse"), [reverse], middleware=[Gist()])


@remedy(middleware_wrap_tool, "context-variable")
def _() -> Runnable[Messages, Messages]:
    from langchain.agents import create_agent
    from langchain.agents.middleware import AgentMiddleware

    class Gist(AgentMiddleware):
        async def awrap_tool_call(self, request: Any, handler: Any) -> Any:
            answer = await handler(request)
            before = var_child_runnable_config.set(request.runtime.config)
            try:
                answer.content = await guide_chain().ainvoke({"long_text": answer.content})
            finally:
                var_child_runnable_config.reset(before)
            return answer

    return create_agent(unseen_model("reverse"), [reverse], middleware=[Gist()])
