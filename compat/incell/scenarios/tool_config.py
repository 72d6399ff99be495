"""How a tool asks for the config: every way to write the parameter, and what the tool makes of it.

Each row passes on what it was given. Whether that was the config, is the fact ``injected``; whether
a model is offered the parameter as an argument, is the fact ``arguments``.
"""

# ruff: noqa: FA100 - Optional is what some rows are about, and postponed annotations another
from typing import Callable, Optional

from langchain_core.callbacks import BaseCallbackManager, Callbacks
from langchain_core.runnables import RunnableConfig
from langchain_core.runnables.config import patch_config, var_child_runnable_config
from langchain_core.tools import BaseTool, tool

from compat.incell.child import LONG_TEXT, guide_chain
from compat.incell.drive import note
from compat.incell.facts import injection
from compat.incell.registry import Factory, Scenario, scenario
from compat.incell.scenarios import _postponed, _type_checking_only


def row(name: str) -> Callable[[Factory], Scenario]:
    """Declare a scenario of this group."""
    return scenario(
        name,
        group="how a tool asks for the config",
        path=("summarize_backwards",),
        value={"long_text": LONG_TEXT},
        variant="configured",
        facts=injection,
    )


@row("tool-config-default-none")
def default_none() -> BaseTool:
    """Ask for the config in a tool by config: RunnableConfig = None."""

    @tool
    async def summarize_backwards(
        long_text: str,
        config: RunnableConfig = None,  # type: ignore[assignment] # as people write it
    ) -> str:
        """Say a text in ten words, backwards."""
        note(injected=config is not None)
        return await guide_chain().ainvoke({"long_text": long_text}, config=config)

    return summarize_backwards


@row("tool-config-optional")
def optional() -> BaseTool:
    """Ask for the config in a tool by config: Optional[RunnableConfig] = None."""

    @tool
    async def summarize_backwards(long_text: str, config: Optional[RunnableConfig] = None) -> str:
        """Say a text in ten words, backwards."""
        note(injected=config is not None)
        return await guide_chain().ainvoke({"long_text": long_text}, config=config)

    return summarize_backwards


@row("tool-config-optional-required")
def optional_required() -> BaseTool:
    """Ask for the config in a tool by config: Optional[RunnableConfig], with no default."""

    @tool
    async def summarize_backwards(long_text: str, config: Optional[RunnableConfig]) -> str:
        """Say a text in ten words, backwards."""
        note(injected=config is not None)
        return await guide_chain().ainvoke({"long_text": long_text}, config=config)

    return summarize_backwards


@row("tool-config-unannotated")
def unannotated() -> BaseTool:
    """Ask for the config in a tool by config=None, with no annotation."""

    @tool
    async def summarize_backwards(long_text: str, config=None) -> str:  # type: ignore[no-untyped-def] # noqa: ANN001 - what the row is about
        """Say a text in ten words, backwards."""
        note(injected=config is not None)
        return await guide_chain().ainvoke({"long_text": long_text}, config=config)

    return summarize_backwards


@row("tool-config-renamed")
def renamed() -> BaseTool:
    """Ask for the config in a tool by cfg: RunnableConfig, under another name."""

    @tool
    async def summarize_backwards(long_text: str, cfg: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        note(injected=cfg is not None)
        return await guide_chain().ainvoke({"long_text": long_text}, config=cfg)

    return summarize_backwards


@row("tool-config-string-annotation")
def string_annotation() -> BaseTool:
    """Ask for the config in a tool by config: "RunnableConfig", annotated by a string."""

    @tool
    async def summarize_backwards(long_text: str, config: "RunnableConfig") -> str:
        """Say a text in ten words, backwards."""
        note(injected=config is not None)
        return await guide_chain().ainvoke({"long_text": long_text}, config=config)

    return summarize_backwards


future_annotations = row("tool-config-future-annotations")(_postponed.summarizer)
type_checking_only = row("tool-config-type-checking-only")(_type_checking_only.summarizer)


def tool_by_config() -> BaseTool:
    """Ask for the config as the guide does, and pass it on."""

    @tool
    async def summarize_backwards(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, config=config)

    return summarize_backwards


def tool_by_callbacks() -> BaseTool:
    """Ask for the callbacks, and pass them on."""

    @tool
    async def summarize_backwards(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, {"callbacks": callbacks})

    return summarize_backwards


def tool_by_context_variable() -> BaseTool:
    """Set the context variable, and pass nothing."""

    @tool
    async def summarize_backwards(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words, backwards."""
        var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        return await guide_chain().ainvoke({"long_text": long_text})

    return summarize_backwards


for _known in (default_none, optional, optional_required, unannotated, renamed, string_annotation):
    _known.remedy("config")(tool_by_config)
    _known.remedy("callbacks")(tool_by_callbacks)
    _known.remedy("context-variable")(tool_by_context_variable)
future_annotations.remedy("callbacks")(_postponed.by_callbacks)
future_annotations.remedy("context-variable")(_postponed.by_context_variable)
type_checking_only.remedy("config")(tool_by_config)
type_checking_only.remedy("callbacks")(_type_checking_only.by_callbacks)
type_checking_only.remedy("context-variable")(tool_by_context_variable)
