"""Kinds of tool by what they are given: a tool call, a value that no model sees."""

from typing import Annotated

from langchain_core.callbacks import BaseCallbackManager, Callbacks
from langchain_core.runnables import RunnableConfig
from langchain_core.runnables.config import patch_config, var_child_runnable_config
from langchain_core.tools import BaseTool, tool

from compat.incell.child import LONG_TEXT, guide_chain
from compat.incell.facts import returned_type
from compat.incell.registry import scenario

GROUP = "kinds of tool"
VALUE = {"long_text": LONG_TEXT}


@scenario(
    "tool-call-input",
    group=GROUP,
    path=("summarize_backwards",),
    value={"type": "tool_call", "id": "call-1", "name": "summarize_backwards", "args": VALUE},
    facts=returned_type,
)
def tool_call_input() -> BaseTool:
    """Await the chain in an async tool that is given a model's tool call."""

    @tool
    async def summarize_backwards(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text})

    return summarize_backwards


@tool_call_input.variant("configured")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, config=config)

    return summarize_backwards


@tool_call_input.remedy("callbacks")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, {"callbacks": callbacks})

    return summarize_backwards


@tool_call_input.remedy("context-variable")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words, backwards."""
        mine = patch_config(config, callbacks=callbacks)
        before = var_child_runnable_config.set(mine)
        try:
            return await guide_chain().ainvoke({"long_text": long_text})
        finally:
            var_child_runnable_config.reset(before)

    return summarize_backwards


@scenario(
    "tool-runtime-values",
    group=GROUP,
    path=("summarize_backwards",),
    value={**VALUE, "reader": "Keeper"},
    requires=("langchain_core.tools:InjectedToolArg",),
)
def tool_runtime_values() -> BaseTool:
    """Await the chain in an async tool that is given a value by InjectedToolArg."""
    from langchain_core.tools import InjectedToolArg  # noqa: PLC0415 - not in every release

    @tool
    async def summarize_backwards(long_text: str, reader: Annotated[str, InjectedToolArg]) -> str:
        """Say a text in ten words, backwards."""
        return f"{reader}: {await guide_chain().ainvoke({'long_text': long_text})}"

    return summarize_backwards


@tool_runtime_values.variant("configured")
def _() -> BaseTool:
    from langchain_core.tools import InjectedToolArg  # noqa: PLC0415 - not in every release

    @tool
    async def summarize_backwards(
        long_text: str, reader: Annotated[str, InjectedToolArg], config: RunnableConfig
    ) -> str:
        """Say a text in ten words, backwards."""
        return f"{reader}: {await guide_chain().ainvoke({'long_text': long_text}, config=config)}"

    return summarize_backwards


@tool_runtime_values.remedy("callbacks")
def _() -> BaseTool:
    from langchain_core.tools import InjectedToolArg  # noqa: PLC0415 - not in every release

    @tool
    async def summarize_backwards(
        long_text: str, reader: Annotated[str, InjectedToolArg], callbacks: Callbacks = None
    ) -> str:
        """Say a text in ten words, backwards."""
        short = await guide_chain().ainvoke({"long_text": long_text}, {"callbacks": callbacks})
        return f"{reader}: {short}"

    return summarize_backwards


@tool_runtime_values.remedy("context-variable")
def _() -> BaseTool:
    from langchain_core.tools import InjectedToolArg  # noqa: PLC0415 - not in every release

    @tool
    async def summarize_backwards(
        long_text: str,
        reader: Annotated[str, InjectedToolArg],
        config: RunnableConfig,
        callbacks: BaseCallbackManager,
    ) -> str:
        """Say a text in ten words, backwards."""
        mine = patch_config(config, callbacks=callbacks)
        before = var_child_runnable_config.set(mine)
        try:
            return f"{reader}: {await guide_chain().ainvoke({'long_text': long_text})}"
        finally:
            var_child_runnable_config.reset(before)

    return summarize_backwards
