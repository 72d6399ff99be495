"""Where code is called back: by a passthrough, for each item of a list, by a history's store."""

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

from compat.incell.child import LONG_TEXT, fake_model, guide_chain, reverse
from compat.incell.registry import scenario

GROUP = "where code is called back"


def as_list(text: str) -> list[str]:
    """Make a list of a text."""
    return [text]


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


# An afunc is handed a config and no run manager: a lambda that gives back its input has both.
@passthrough_afunc.remedy("callbacks", path=("RunnableSequence", "look_on"))
def _() -> Runnable[str, str]:
    async def look_on(text: str, run_manager: AsyncCallbackManagerForChainRun) -> str:
        await fake_model().ainvoke(text, {"callbacks": run_manager.get_child()})
        return text

    return RunnableLambda(reverse) | RunnableLambda(look_on)


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
