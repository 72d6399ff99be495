"""How the child is consumed inside the tool: awaited, streamed, run at once."""

from langchain_core.callbacks import BaseCallbackManager, Callbacks
from langchain_core.runnables import RunnableConfig
from langchain_core.runnables.config import patch_config, var_child_runnable_config
from langchain_core.tools import BaseTool, tool

from compat.incell.child import LONG_TEXT, fake_model, guide_chain
from compat.incell.registry import scenario

GROUP = "how the child is consumed inside the tool"
VALUE = {"long_text": LONG_TEXT}


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


@tool_astream.remedy("context-variable")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words, backwards."""
        var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        stream = guide_chain().astream({"long_text": long_text})
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


@tool_astream_break.remedy("context-variable")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words, backwards."""
        var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        said = ""
        async for chunk in guide_chain().astream({"long_text": long_text}):
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


@tool_blocking_invoke.remedy("context-variable")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words, backwards."""
        var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        return guide_chain().invoke({"long_text": long_text})

    return summarize_backwards
