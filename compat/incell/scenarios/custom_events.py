"""Custom events, dispatched by the code itself: the event is the child."""

from typing import Any

from langchain_core.callbacks import (
    AsyncCallbackManagerForChainRun,
    BaseCallbackManager,
    Callbacks,
    adispatch_custom_event,
    dispatch_custom_event,
)
from langchain_core.runnables import Runnable, RunnableConfig, RunnableLambda, RunnablePassthrough
from langchain_core.runnables.config import patch_config, var_child_runnable_config
from langchain_core.tools import BaseTool, tool

from compat.incell.child import LONG_TEXT
from compat.incell.drive import note
from compat.incell.facts import injection
from compat.incell.registry import scenario

GROUP = "custom events"
VALUE = {"long_text": LONG_TEXT}


@scenario("custom-event", group=GROUP, path=("measure",), child="custom_event", value=VALUE)
def custom_event() -> BaseTool:
    """Dispatch a custom event from an async tool that is the root."""

    @tool
    async def measure(long_text: str) -> str:
        """Count the words of a text, and say so on the way."""
        words = len(long_text.split())
        await adispatch_custom_event("counted", {"words": words})
        return str(words)

    return measure


@custom_event.variant("configured")
def _() -> BaseTool:
    @tool
    async def measure(long_text: str, config: RunnableConfig) -> str:
        """Count the words of a text, and say so on the way."""
        words = len(long_text.split())
        await adispatch_custom_event("counted", {"words": words}, config=config)
        return str(words)

    return measure


@custom_event.variant("callbacks")
def _() -> BaseTool:
    @tool
    async def measure(long_text: str, callbacks: Callbacks = None) -> str:
        """Count the words of a text, and say so on the way."""
        words = len(long_text.split())
        await adispatch_custom_event("counted", {"words": words}, config={"callbacks": callbacks})
        return str(words)

    return measure


@custom_event.remedy("context-variable")
def _() -> BaseTool:
    @tool
    async def measure(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Count the words of a text, and say so on the way."""
        words = len(long_text.split())
        before = var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        try:
            await adispatch_custom_event("counted", {"words": words})
        finally:
            var_child_runnable_config.reset(before)
        return str(words)

    return measure


@scenario(
    "custom-event-nested",
    group=GROUP,
    path=("RunnableSequence", "measure"),
    child="custom_event",
    value=VALUE,
)
def custom_event_nested() -> Runnable[Any, str]:
    """Dispatch a custom event from an async tool inside a sequence."""

    @tool
    async def measure(long_text: str) -> str:
        """Count the words of a text, and say so on the way."""
        words = len(long_text.split())
        await adispatch_custom_event("counted", {"words": words})
        return str(words)

    return RunnablePassthrough() | measure


@custom_event_nested.variant("configured")
def _() -> Runnable[Any, str]:
    @tool
    async def measure(long_text: str, config: RunnableConfig) -> str:
        """Count the words of a text, and say so on the way."""
        words = len(long_text.split())
        await adispatch_custom_event("counted", {"words": words}, config=config)
        return str(words)

    return RunnablePassthrough() | measure


@custom_event_nested.variant("callbacks")
def _() -> Runnable[Any, str]:
    @tool
    async def measure(long_text: str, callbacks: Callbacks = None) -> str:
        """Count the words of a text, and say so on the way."""
        words = len(long_text.split())
        await adispatch_custom_event("counted", {"words": words}, config={"callbacks": callbacks})
        return str(words)

    return RunnablePassthrough() | measure


@custom_event_nested.remedy("context-variable")
def _() -> Runnable[Any, str]:
    @tool
    async def measure(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Count the words of a text, and say so on the way."""
        words = len(long_text.split())
        before = var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        try:
            await adispatch_custom_event("counted", {"words": words})
        finally:
            var_child_runnable_config.reset(before)
        return str(words)

    return RunnablePassthrough() | measure


@scenario(
    "custom-event-default-none",
    group=GROUP,
    path=("RunnableSequence", "measure"),
    child="custom_event",
    value=VALUE,
    variant="configured",
    facts=injection,
)
def custom_event_default_none() -> Runnable[Any, str]:
    """Dispatch a custom event from a nested tool that has config: RunnableConfig = None."""

    @tool
    async def measure(
        long_text: str,
        config: RunnableConfig = None,  # type: ignore[assignment] # as people write it
    ) -> str:
        """Count the words of a text, and say so on the way."""
        note(injected=config is not None)
        words = len(long_text.split())
        await adispatch_custom_event("counted", {"words": words}, config=config)
        return str(words)

    return RunnablePassthrough() | measure


@custom_event_default_none.remedy("config")
def _() -> Runnable[Any, str]:
    @tool
    async def measure(long_text: str, config: RunnableConfig) -> str:
        """Count the words of a text, and say so on the way."""
        words = len(long_text.split())
        await adispatch_custom_event("counted", {"words": words}, config=config)
        return str(words)

    return RunnablePassthrough() | measure


@custom_event_default_none.remedy("callbacks")
def _() -> Runnable[Any, str]:
    @tool
    async def measure(long_text: str, callbacks: Callbacks = None) -> str:
        """Count the words of a text, and say so on the way."""
        words = len(long_text.split())
        await adispatch_custom_event("counted", {"words": words}, config={"callbacks": callbacks})
        return str(words)

    return RunnablePassthrough() | measure


@custom_event_default_none.remedy("context-variable")
def _() -> Runnable[Any, str]:
    @tool
    async def measure(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Count the words of a text, and say so on the way."""
        words = len(long_text.split())
        var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        await adispatch_custom_event("counted", {"words": words})
        return str(words)

    return RunnablePassthrough() | measure


@scenario(
    "custom-event-lambda",
    group=GROUP,
    path=("measure",),
    child="custom_event",
    value=LONG_TEXT,
    variant="configured",
    facts=injection,
)
def custom_event_lambda() -> Runnable[str, str]:
    """Dispatch a custom event from an async lambda, with its config."""

    async def measure(long_text: str, config: RunnableConfig) -> str:
        note(injected=config is not None)
        words = len(long_text.split())
        await adispatch_custom_event("counted", {"words": words}, config=config)
        return str(words)

    return RunnableLambda(measure)


@custom_event_lambda.remedy("callbacks")
def _() -> Runnable[str, str]:
    async def measure(long_text: str, run_manager: AsyncCallbackManagerForChainRun) -> str:
        words = len(long_text.split())
        own: RunnableConfig = {"callbacks": run_manager.get_child()}
        await adispatch_custom_event("counted", {"words": words}, config=own)
        return str(words)

    return RunnableLambda(measure)


@custom_event_lambda.remedy("context-variable")
def _() -> Runnable[str, str]:
    async def measure(long_text: str, config: RunnableConfig) -> str:
        words = len(long_text.split())
        before = var_child_runnable_config.set(config)
        try:
            await adispatch_custom_event("counted", {"words": words})
        finally:
            var_child_runnable_config.reset(before)
        return str(words)

    return RunnableLambda(measure)


@scenario("custom-event-sync", group=GROUP, path=("measure",), child="custom_event", value=VALUE)
def custom_event_sync() -> BaseTool:
    """Dispatch a custom event from a sync tool, used from async code."""

    @tool
    def measure(long_text: str) -> str:
        """Count the words of a text, and say so on the way."""
        words = len(long_text.split())
        dispatch_custom_event("counted", {"words": words})
        return str(words)

    return measure


@scenario(
    "custom-event-sync-in-async", group=GROUP, path=("measure",), child="custom_event", value=VALUE
)
def custom_event_sync_in_async() -> BaseTool:
    """Dispatch a custom event with the sync function, from an async tool."""

    @tool
    async def measure(long_text: str) -> str:
        """Count the words of a text, and say so on the way."""
        words = len(long_text.split())
        dispatch_custom_event("counted", {"words": words})
        return str(words)

    return measure


@custom_event_sync_in_async.remedy("config")
def _() -> BaseTool:
    @tool
    async def measure(long_text: str, config: RunnableConfig) -> str:
        """Count the words of a text, and say so on the way."""
        words = len(long_text.split())
        dispatch_custom_event("counted", {"words": words}, config=config)
        return str(words)

    return measure


@custom_event_sync_in_async.remedy("callbacks")
def _() -> BaseTool:
    @tool
    async def measure(long_text: str, callbacks: Callbacks = None) -> str:
        """Count the words of a text, and say so on the way."""
        words = len(long_text.split())
        dispatch_custom_event("counted", {"words": words}, config={"callbacks": callbacks})
        return str(words)

    return measure


@custom_event_sync_in_async.remedy("context-variable")
def _() -> BaseTool:
    @tool
    async def measure(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Count the words of a text, and say so on the way."""
        words = len(long_text.split())
        before = var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        try:
            dispatch_custom_event("counted", {"words": words})
        finally:
            var_child_runnable_config.reset(before)
        return str(words)

    return measure
