"""How the child is consumed inside the tool: other children than the guide's chain."""

from langchain_core.callbacks import BaseCallbackManager, Callbacks
from langchain_core.runnables import RunnableConfig
from langchain_core.runnables.config import patch_config, var_child_runnable_config
from langchain_core.tools import BaseTool, tool

from compat.incell.child import LONG_TEXT, HarbourRetriever, guide_chain, structured_model
from compat.incell.registry import scenario

GROUP = "how the child is consumed inside the tool"
VALUE = {"long_text": LONG_TEXT}
SCHEMA = {
    "title": "Summary",
    "description": "A summary.",
    "type": "object",
    "properties": {"text": {"type": "string"}},
}


@scenario(
    "tool-retriever",
    group=GROUP,
    path=("look_up",),
    child="retriever",
    value={"question": "What guides the boats home?"},
)
def tool_retriever() -> BaseTool:
    """Await a retriever, in an async tool."""

    @tool
    async def look_up(question: str) -> str:
        """Find what answers a question."""
        found = await HarbourRetriever().ainvoke(question)
        return found[0].page_content

    return look_up


@tool_retriever.variant("configured")
def _() -> BaseTool:
    @tool
    async def look_up(question: str, config: RunnableConfig) -> str:
        """Find what answers a question."""
        found = await HarbourRetriever().ainvoke(question, config=config)
        return found[0].page_content

    return look_up


@tool_retriever.remedy("callbacks")
def _() -> BaseTool:
    @tool
    async def look_up(question: str, callbacks: Callbacks = None) -> str:
        """Find what answers a question."""
        found = await HarbourRetriever().ainvoke(question, {"callbacks": callbacks})
        return found[0].page_content

    return look_up


@tool_retriever.remedy("context-variable")
def _() -> BaseTool:
    @tool
    async def look_up(question: str, config: RunnableConfig, callbacks: BaseCallbackManager) -> str:
        """Find what answers a question."""
        var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        found = await HarbourRetriever().ainvoke(question)
        return found[0].page_content

    return look_up


@scenario("tool-structured-output", group=GROUP, path=("summarize",), value=VALUE)
def tool_structured_output() -> BaseTool:
    """Await a model with structured output, in an async tool."""

    @tool
    async def summarize(long_text: str) -> str:
        """Say a text in ten words."""
        summary = await structured_model().with_structured_output(SCHEMA).ainvoke(long_text)
        return str(summary["text"])

    return summarize


@tool_structured_output.variant("configured")
def _() -> BaseTool:
    @tool
    async def summarize(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words."""
        model = structured_model().with_structured_output(SCHEMA)
        return str((await model.ainvoke(long_text, config=config))["text"])

    return summarize


@tool_structured_output.remedy("callbacks")
def _() -> BaseTool:
    @tool
    async def summarize(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words."""
        model = structured_model().with_structured_output(SCHEMA)
        return str((await model.ainvoke(long_text, {"callbacks": callbacks}))["text"])

    return summarize


@tool_structured_output.remedy("context-variable")
def _() -> BaseTool:
    @tool
    async def summarize(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words."""
        var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        summary = await structured_model().with_structured_output(SCHEMA).ainvoke(long_text)
        return str(summary["text"])

    return summarize


@scenario("tool-event-stream", group=GROUP, path=("summarize_backwards",), value=VALUE)
def tool_event_stream() -> BaseTool:
    """Read the chain's own stream of events, in an async tool."""

    @tool
    async def summarize_backwards(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        said = ""
        async for event in guide_chain().astream_events({"long_text": long_text}, version="v2"):
            if event["event"] == "on_chain_end":
                said = event["data"]["output"]
        return said

    return summarize_backwards


@tool_event_stream.variant("configured")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        said = ""
        events = guide_chain().astream_events({"long_text": long_text}, config, version="v2")
        async for event in events:
            if event["event"] == "on_chain_end":
                said = event["data"]["output"]
        return said

    return summarize_backwards


@tool_event_stream.remedy("callbacks")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        said = ""
        own: RunnableConfig = {"callbacks": callbacks}
        events = guide_chain().astream_events({"long_text": long_text}, own, version="v2")
        async for event in events:
            if event["event"] == "on_chain_end":
                said = event["data"]["output"]
        return said

    return summarize_backwards


@tool_event_stream.remedy("context-variable")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words, backwards."""
        var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        said = ""
        async for event in guide_chain().astream_events({"long_text": long_text}, version="v2"):
            if event["event"] == "on_chain_end":
                said = event["data"]["output"]
        return said

    return summarize_backwards
