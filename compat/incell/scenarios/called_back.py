"""Where code is called back: listeners, error handlers, side steps and stores that call a model."""

from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForChainRun
from langchain_core.chat_history import InMemoryChatMessageHistory
from langchain_core.messages import BaseMessage
from langchain_core.runnables import (
    Runnable,
    RunnableConfig,
    RunnableLambda,
    RunnablePassthrough,
    ensure_config,
)
from langchain_core.runnables.config import var_child_runnable_config
from langchain_core.runnables.history import RunnableWithMessageHistory
from langchain_core.tools import ToolException, tool

from compat.incell.child import LONG_TEXT, fake_model, guide_chain, reverse
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

    async def listen(_: Any) -> None:  # noqa: ANN401 - a tracer's run
        await fake_model().ainvoke("Well done?")

    return (RunnableLambda(reverse) | reverse).with_alisteners(on_end=listen)


@listener_async.remedy("config")
def _() -> Runnable[str, str]:
    async def listen(_: Any, config: RunnableConfig) -> None:  # noqa: ANN401 - a tracer's run
        await fake_model().ainvoke("Well done?", config)

    return (RunnableLambda(reverse) | reverse).with_alisteners(on_end=listen)


@listener_async.remedy("context-variable")
def _() -> Runnable[str, str]:
    async def listen(_: Any, config: RunnableConfig) -> None:  # noqa: ANN401 - a tracer's run
        before = var_child_runnable_config.set(config)
        try:
            await fake_model().ainvoke("Well done?")
        finally:
            var_child_runnable_config.reset(before)

    return (RunnableLambda(reverse) | reverse).with_alisteners(on_end=listen)


def as_arguments(long_text: str) -> dict[str, str]:
    """Make a tool's arguments of a text."""
    return {"long_text": long_text}


def as_list(text: str) -> list[str]:
    """Make a list of a text."""
    return [text]


@scenario("handle-tool-error", group=GROUP, path=("RunnableSequence", "failing"), value=LONG_TEXT)
def handle_tool_error() -> Runnable[str, Any]:
    """Invoke a model in the handle_tool_error of a tool.

    Nothing can be passed by hand: langchain-core hands it the exception alone.
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
    async def failing(long_text: str) -> str:
        """Fail at any text."""
        raise ToolException(long_text[:9])

    def excuse(error: ToolException) -> str:
        return str(fake_model().invoke(str(error), ensure_config()).content)

    failing.handle_tool_error = excuse
    return RunnableLambda(as_arguments) | failing


@scenario(
    "passthrough-afunc",
    group=GROUP,
    path=("RunnableSequence", "RunnablePassthrough"),
    value=LONG_TEXT,
)
def passthrough_afunc() -> Runnable[str, str]:
    """Await a model in the function of a RunnablePassthrough(afunc=...)."""

    async def look_on(text: str) -> None:
        await fake_model().ainvoke(text)

    return RunnableLambda(reverse) | RunnablePassthrough(lambda _: None, afunc=look_on)


@passthrough_afunc.remedy("config")
def _() -> Runnable[str, str]:
    async def look_on(text: str, config: RunnableConfig) -> None:
        await fake_model().ainvoke(text, config)

    return RunnableLambda(reverse) | RunnablePassthrough(lambda _: None, afunc=look_on)


@passthrough_afunc.remedy("context-variable")
def _() -> Runnable[str, str]:
    async def look_on(text: str, config: RunnableConfig) -> None:
        before = var_child_runnable_config.set(config)
        try:
            await fake_model().ainvoke(text)
        finally:
            var_child_runnable_config.reset(before)

    return RunnableLambda(reverse) | RunnablePassthrough(lambda _: None, afunc=look_on)


@scenario(
    "map-each",
    group=GROUP,
    path=("RunnableSequence", "RunnableEach<bar>", "bar"),
    value=LONG_TEXT,
)
def map_each() -> Runnable[str, list[str]]:
    """Await a chain in an async lambda that .map() calls for each input."""

    async def bar(long_text: str) -> str:
        return await guide_chain().ainvoke({"long_text": long_text})

    return RunnableLambda(as_list) | RunnableLambda(bar).map()


@map_each.remedy("config")
def _() -> Runnable[str, list[str]]:
    async def bar(long_text: str, config: RunnableConfig) -> str:
        return await guide_chain().ainvoke({"long_text": long_text}, config=config)

    return RunnableLambda(as_list) | RunnableLambda(bar).map()


@map_each.remedy("callbacks")
def _() -> Runnable[str, list[str]]:
    async def bar(long_text: str, run_manager: AsyncCallbackManagerForChainRun) -> str:
        own: RunnableConfig = {"callbacks": run_manager.get_child()}
        return await guide_chain().ainvoke({"long_text": long_text}, own)

    return RunnableLambda(as_list) | RunnableLambda(bar).map()


@map_each.remedy("context-variable")
def _() -> Runnable[str, list[str]]:
    async def bar(long_text: str, config: RunnableConfig) -> str:
        before = var_child_runnable_config.set(config)
        try:
            return await guide_chain().ainvoke({"long_text": long_text})
        finally:
            var_child_runnable_config.reset(before)

    return RunnableLambda(as_list) | RunnableLambda(bar).map()


class SummarizingHistory(InMemoryChatMessageHistory):
    """A history that has a model sum up what was said, once."""

    async def aget_messages(self) -> list[BaseMessage]:
        """Return what a model makes of what was said."""
        if not self.messages:
            self.messages = [await fake_model().ainvoke("What was said?")]
        return self.messages


class AskingHistory(SummarizingHistory):
    """The same history, which passes on the config that it finds around it."""

    async def aget_messages(self) -> list[BaseMessage]:
        """Return what a model makes of what was said."""
        if not self.messages:
            self.messages = [await fake_model().ainvoke("What was said?", ensure_config())]
        return self.messages


@scenario("history-store", group=GROUP, path=("RunnableWithMessageHistory",), value=LONG_TEXT)
def history_store() -> Runnable[Any, Any]:
    """Await a model in a message history, when its messages are read.

    Nothing can be passed by hand: langchain-core hands aget_messages nothing.
    """
    remembering = RunnableWithMessageHistory(
        RunnableLambda(lambda messages: messages[-1].content), lambda _: SummarizingHistory()
    )
    return remembering.with_config(configurable={"session_id": "one"})


@history_store.remedy("config")
def _() -> Runnable[Any, Any]:
    remembering = RunnableWithMessageHistory(
        RunnableLambda(lambda messages: messages[-1].content), lambda _: AskingHistory()
    )
    return remembering.with_config(configurable={"session_id": "one"})
