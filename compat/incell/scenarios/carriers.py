"""What the config carries: other ways for it to come, and to be asked for, in a tool."""

from langchain_core.callbacks import BaseCallbackManager, Callbacks
from langchain_core.runnables import RunnableConfig, ensure_config
from langchain_core.runnables.config import patch_config, var_child_runnable_config
from langchain_core.tools import BaseTool, tool

from compat.incell.caller import events_v2_by_tag
from compat.incell.child import LONG_TEXT, guide_chain
from compat.incell.drive import note
from compat.incell.registry import scenario
from compat.incell.scenarios.tool_config import (
    tool_by_callbacks,
    tool_by_config,
    tool_by_context_variable,
)

GROUP = "what the config carries"
PATH = ("summarize_backwards",)
VALUE = {"long_text": LONG_TEXT}


@scenario("ensure-config", group=GROUP, path=PATH, value=VALUE)
def ensured_config() -> BaseTool:
    """Pass what ensure_config() returns in the body of an async tool."""

    @tool
    async def summarize_backwards(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, ensure_config())

    return summarize_backwards


@ensured_config.remedy("config")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, ensure_config(config))

    return summarize_backwards


@ensured_config.remedy("callbacks")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        config = ensure_config({"callbacks": callbacks})
        return await guide_chain().ainvoke({"long_text": long_text}, config)

    return summarize_backwards


@ensured_config.remedy("context-variable")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words, backwards."""
        var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        return await guide_chain().ainvoke({"long_text": long_text}, ensure_config())

    return summarize_backwards


@scenario("contextvar-set", group=GROUP, path=PATH, value=VALUE, variant="configured")
def contextvar_set() -> BaseTool:
    """Set var_child_runnable_config in the body of an async tool, and pass nothing."""

    @tool
    async def summarize_backwards(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        note(injected=config is not None)
        var_child_runnable_config.set(config)
        return await guide_chain().ainvoke({"long_text": long_text})

    return summarize_backwards


contextvar_set.remedy("config")(tool_by_config)
contextvar_set.remedy("callbacks")(tool_by_callbacks)
contextvar_set.remedy("context-variable")(tool_by_context_variable)


@scenario("include-tags", group=GROUP, path=PATH, value=VALUE, caller=events_v2_by_tag)
def include_tags() -> BaseTool:
    """Read only the events with the caller's tag (include_tags), of a chain in an async tool."""

    @tool
    async def summarize_backwards(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text})

    return summarize_backwards


@include_tags.variant("configured")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, config=config)

    return summarize_backwards


include_tags.remedy("callbacks")(tool_by_callbacks)
include_tags.remedy("context-variable")(tool_by_context_variable)
