"""Where code is called back: a listener of a run's end, and what answers for a tool's error."""

from typing import Any

from langchain_core.callbacks import BaseCallbackManager, Callbacks
from langchain_core.runnables import Runnable, RunnableConfig, RunnableLambda
from langchain_core.runnables.config import (
    get_async_callback_manager_for_config,
    patch_config,
    var_child_runnable_config,
)
from langchain_core.tools import ToolException, tool
from langchain_core.tracers.schemas import Run

from compat.incell.child import LONG_TEXT, fake_model, reverse
from compat.incell.registry import scenario

GROUP = "where code is called back"


@scenario(
    "listener-async",
    group=GROUP,
    path=("RunnableSequence",),
    value=LONG_TEXT,
    requires=("langchain_core.runnables:Runnable.with_alisteners",),
)
def listener_async() -> Runnable[str, str]:
    """Await a model in a listener that with_alisteners(on_end=...) adds."""

    async def listen(_: Run) -> None:
        await fake_model().ainvoke("Well done?")

    return (RunnableLambda(reverse) | reverse).with_alisteners(on_end=listen)


# A listener of the whole is handed the config of its caller, which an event stream has not joined
# yet; a listener of the last step is handed that of the sequence.
@listener_async.remedy("config")
def _() -> Runnable[str, str]:
    async def listen(_: Run, config: RunnableConfig) -> None:
        await fake_model().ainvoke("Well done?", config)

    return RunnableLambda(reverse) | RunnableLambda(reverse).with_alisteners(on_end=listen)


@listener_async.remedy("callbacks")
def _() -> Runnable[str, str]:
    async def listen(run: Run, config: RunnableConfig) -> None:
        # The config is that of the sequence's caller: the sequence itself has to be named.
        callbacks = get_async_callback_manager_for_config(config)
        callbacks.parent_run_id = run.id
        await fake_model().ainvoke("Well done?", {"callbacks": callbacks})

    return (RunnableLambda(reverse) | reverse).with_alisteners(on_end=listen)


@listener_async.remedy("context-variable")
def _() -> Runnable[str, str]:
    async def listen(_: Run, config: RunnableConfig) -> None:
        before = var_child_runnable_config.set(config)
        try:
            await fake_model().ainvoke("Well done?")
        finally:
            var_child_runnable_config.reset(before)

    return RunnableLambda(reverse) | RunnableLambda(reverse).with_alisteners(on_end=listen)


def as_arguments(long_text: str) -> dict[str, str]:
    """Make a tool's arguments of a text."""
    return {"long_text": long_text}


@scenario("handle-tool-error", group=GROUP, path=("RunnableSequence", "failing"), value=LONG_TEXT)
def handle_tool_error() -> Runnable[str, Any]:
    """Invoke a model in the handle_tool_error of a tool.

    langchain-core hands it the exception alone: what is to be passed by hand, the tool has to raise
    along with it.
    """

    @tool
    async def failing(long_text: str) -> str:
        """Fail at any text."""
        raise ToolException(long_text[:9])

    failing.handle_tool_error = lambda error: str(fake_model().invoke(str(error)).content)
    return RunnableLambda(as_arguments) | failing


@handle_tool_error.remedy("config")
def _() -> Runnable[str, Any]:
    @tool
    async def failing(long_text: str, config: RunnableConfig) -> str:
        """Fail at any text."""
        raise ToolException(long_text[:9], config)

    def excuse(error: ToolException) -> str:
        message, config = error.args
        return str(fake_model().invoke(message, config).content)

    failing.handle_tool_error = excuse
    return RunnableLambda(as_arguments) | failing


@handle_tool_error.remedy("callbacks")
def _() -> Runnable[str, Any]:
    @tool
    async def failing(long_text: str, callbacks: Callbacks = None) -> str:
        """Fail at any text."""
        raise ToolException(long_text[:9], callbacks)

    def excuse(error: ToolException) -> str:
        message, callbacks = error.args
        return str(fake_model().invoke(message, {"callbacks": callbacks}).content)

    failing.handle_tool_error = excuse
    return RunnableLambda(as_arguments) | failing


@handle_tool_error.remedy("context-variable")
def _() -> Runnable[str, Any]:
    @tool
    async def failing(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Fail at any text."""
        raise ToolException(long_text[:9], patch_config(config, callbacks=callbacks))

    def excuse(error: ToolException) -> str:
        message, config = error.args
        before = var_child_runnable_config.set(config)
        try:
            return str(fake_model().invoke(message).content)
        finally:
            var_child_runnable_config.reset(before)

    failing.handle_tool_error = excuse
    return RunnableLambda(as_arguments) | failing
