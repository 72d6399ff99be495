"""How the child is consumed inside the tool."""

from langchain_core.callbacks import BaseCallbackManager, Callbacks
from langchain_core.runnables import RunnableConfig
from langchain_core.runnables.config import patch_config, var_child_runnable_config
from langchain_core.tools import BaseTool, tool

from compat.incell.child import (
    LONG_TEXT,
    HarbourRetriever,
    fake_model,
    guide_chain,
    structured_model,
)
from compat.incell.registry import scenario

GROUP = "how the child is consumed inside the tool"
VALUE = {"long_text": LONG_TEXT}
SCHEMA = {
    "title": "Summary",
    "description": "A summary.",
    "type": "object",
    "properties": {"text": {"type": "string"}},
}


@scenario("tool-model", group=GROUP, path=("summarize",), value=VALUE)
def tool_model() -> BaseTool:
    """Await the chat model alone, in an async tool."""

    @tool
    async def summarize(long_text: str) -> str:
        """Say a text in ten words."""
        return str((await fake_model().ainvoke(long_text)).content)

    return summarize


@tool_model.variant("configured")
def _() -> BaseTool:
    @tool
    async def summarize(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words."""
        return str((await fake_model().ainvoke(long_text, config=config)).content)

    return summarize


@tool_model.remedy("callbacks")
def _() -> BaseTool:
    @tool
    async def summarize(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words."""
        return str((await fake_model().ainvoke(long_text, {"callbacks": callbacks})).content)

    return summarize


@tool_model.remedy("context-variable")
def _() -> BaseTool:
    @tool
    async def summarize(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words."""
        var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        return str((await fake_model().ainvoke(long_text)).content)

    return summarize


@scenario("tool-astream", group=GROUP, path=("summarize_backwards",), value=VALUE)
def tool_astream() -> BaseTool:
    """Stream the chain to its end, in an async tool."""

    @tool
    async def summarize_backwards(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        stream = guide_chain().astream({"long_text": long_text})
        return "".join([chunk async for chunk in stream])

    return summarize_backwards


@tool_astream.variant("configured")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        stream = guide_chain().astream({"long_text": long_text}, config=config)
        return "".join([chunk async for chunk in stream])

    return summarize_backwards


@tool_astream.remedy("callbacks")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        stream = guide_chain().astream({"long_text": long_text}, {"callbacks": callbacks})
        return "".join([chunk async for chunk in stream])

    return summarize_backwards


@scenario("tool-astream-break", group=GROUP, path=("summarize_backwards",), value=VALUE)
def tool_astream_break() -> BaseTool:
    """Stream the chain and leave after the first chunk, in an async tool."""

    @tool
    async def summarize_backwards(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        said = ""
        async for chunk in guide_chain().astream({"long_text": long_text}):
            said += chunk
            break
        return said

    return summarize_backwards


@tool_astream_break.variant("configured")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        said = ""
        async for chunk in guide_chain().astream({"long_text": long_text}, config=config):
            said += chunk
            break
        return said

    return summarize_backwards


@tool_astream_break.remedy("callbacks")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        stream = guide_chain().astream({"long_text": long_text}, {"callbacks": callbacks})
        said = ""
        async for chunk in stream:
            said += chunk
            break
        return said

    return summarize_backwards


@scenario("tool-blocking-invoke", group=GROUP, path=("summarize_backwards",), value=VALUE)
def tool_blocking_invoke() -> BaseTool:
    """Invoke the chain without awaiting it, in an async tool."""

    @tool
    async def summarize_backwards(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        return guide_chain().invoke({"long_text": long_text})

    return summarize_backwards


@tool_blocking_invoke.variant("configured")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        return guide_chain().invoke({"long_text": long_text}, config=config)

    return summarize_backwards


@tool_blocking_invoke.remedy("callbacks")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        return guide_chain().invoke({"long_text": long_text}, {"callbacks": callbacks})

    return summarize_backwards


@scenario("tool-abatch", group=GROUP, path=("summarize_halves",), children=2, value=VALUE)
def tool_abatch() -> BaseTool:
    """Await the chain on a batch of two inputs, in an async tool."""

    @tool
    async def summarize_halves(long_text: str) -> str:
        """Say each half of a text in ten words, backwards."""
        halves = [{"long_text": half} for half in long_text.split(". ")]
        return " ".join(await guide_chain(fake_model(answers=2)).abatch(halves))

    return summarize_halves


@tool_abatch.variant("configured")
def _() -> BaseTool:
    @tool
    async def summarize_halves(long_text: str, config: RunnableConfig) -> str:
        """Say each half of a text in ten words, backwards."""
        halves = [{"long_text": half} for half in long_text.split(". ")]
        return " ".join(await guide_chain(fake_model(answers=2)).abatch(halves, config=config))

    return summarize_halves


@tool_abatch.remedy("callbacks")
def _() -> BaseTool:
    @tool
    async def summarize_halves(long_text: str, callbacks: Callbacks = None) -> str:
        """Say each half of a text in ten words, backwards."""
        halves = [{"long_text": half} for half in long_text.split(". ")]
        chain = guide_chain(fake_model(answers=2))
        return " ".join(await chain.abatch(halves, {"callbacks": callbacks}))

    return summarize_halves


@scenario("tool-batch", group=GROUP, path=("summarize_halves",), children=2, value=VALUE)
def tool_batch() -> BaseTool:
    """Run the chain on a batch of two inputs, in a sync tool used from async code."""

    @tool
    def summarize_halves(long_text: str) -> str:
        """Say each half of a text in ten words, backwards."""
        halves = [{"long_text": half} for half in long_text.split(". ")]
        return " ".join(guide_chain(fake_model(answers=2)).batch(halves))

    return summarize_halves


@tool_batch.variant("configured")
def _() -> BaseTool:
    @tool
    def summarize_halves(long_text: str, config: RunnableConfig) -> str:
        """Say each half of a text in ten words, backwards."""
        halves = [{"long_text": half} for half in long_text.split(". ")]
        return " ".join(guide_chain(fake_model(answers=2)).batch(halves, config=config))

    return summarize_halves


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
