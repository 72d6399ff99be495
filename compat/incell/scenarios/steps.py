"""Other runnables: a lambda that is a step of something composed."""

from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForChainRun
from langchain_core.chat_history import InMemoryChatMessageHistory
from langchain_core.messages import BaseMessage
from langchain_core.runnables import (
    Runnable,
    RunnableBranch,
    RunnableConfig,
    RunnableLambda,
    RunnableParallel,
    RunnablePassthrough,
)
from langchain_core.runnables.config import var_child_runnable_config
from langchain_core.runnables.history import RunnableWithMessageHistory

from compat.incell.child import LONG_TEXT, guide_chain, reverse
from compat.incell.registry import scenario

GROUP = "other runnables"
VALUE = {"long_text": LONG_TEXT}


@scenario("sequence-step", group=GROUP, path=("RunnableSequence", "bar"), value=LONG_TEXT)
def sequence_step() -> Runnable[str, str]:
    """Await the chain in an async lambda that is a step of a sequence."""

    async def bar(long_text: str) -> str:
        return await guide_chain().ainvoke({"long_text": long_text})

    return RunnableLambda(bar) | reverse


@sequence_step.remedy("config")
def _() -> Runnable[str, str]:
    async def bar(long_text: str, config: RunnableConfig) -> str:
        return await guide_chain().ainvoke({"long_text": long_text}, config=config)

    return RunnableLambda(bar) | reverse


@sequence_step.remedy("callbacks")
def _() -> Runnable[str, str]:
    async def bar(long_text: str, run_manager: AsyncCallbackManagerForChainRun) -> str:
        own: RunnableConfig = {"callbacks": run_manager.get_child()}
        return await guide_chain().ainvoke({"long_text": long_text}, own)

    return RunnableLambda(bar) | reverse


@sequence_step.remedy("context-variable")
def _() -> Runnable[str, str]:
    async def bar(long_text: str, config: RunnableConfig) -> str:
        before = var_child_runnable_config.set(config)
        try:
            return await guide_chain().ainvoke({"long_text": long_text})
        finally:
            var_child_runnable_config.reset(before)

    return RunnableLambda(bar) | reverse


@scenario("parallel-step", group=GROUP, path=("RunnableParallel<short>", "bar"), value=LONG_TEXT)
def parallel_step() -> Runnable[str, dict[str, Any]]:
    """Await the chain in an async lambda that is a step of a RunnableParallel."""

    async def bar(long_text: str) -> str:
        return await guide_chain().ainvoke({"long_text": long_text})

    return RunnableParallel(short=RunnableLambda(bar))


@parallel_step.remedy("config")
def _() -> Runnable[str, dict[str, Any]]:
    async def bar(long_text: str, config: RunnableConfig) -> str:
        return await guide_chain().ainvoke({"long_text": long_text}, config=config)

    return RunnableParallel(short=RunnableLambda(bar))


@parallel_step.remedy("callbacks")
def _() -> Runnable[str, dict[str, Any]]:
    async def bar(long_text: str, run_manager: AsyncCallbackManagerForChainRun) -> str:
        own: RunnableConfig = {"callbacks": run_manager.get_child()}
        return await guide_chain().ainvoke({"long_text": long_text}, own)

    return RunnableParallel(short=RunnableLambda(bar))


@parallel_step.remedy("context-variable")
def _() -> Runnable[str, dict[str, Any]]:
    async def bar(long_text: str, config: RunnableConfig) -> str:
        before = var_child_runnable_config.set(config)
        try:
            return await guide_chain().ainvoke({"long_text": long_text})
        finally:
            var_child_runnable_config.reset(before)

    return RunnableParallel(short=RunnableLambda(bar))


@scenario(
    "assign-step",
    group=GROUP,
    path=("RunnableAssign<short>", "RunnableParallel<short>", "bar"),
    value=VALUE,
)
def assign_step() -> Runnable[dict[str, Any], dict[str, Any]]:
    """Await the chain in an async lambda inside RunnablePassthrough.assign."""

    async def bar(given: dict[str, Any]) -> str:
        return await guide_chain().ainvoke(given)

    return RunnablePassthrough.assign(short=RunnableLambda(bar))


@assign_step.remedy("config")
def _() -> Runnable[dict[str, Any], dict[str, Any]]:
    async def bar(given: dict[str, Any], config: RunnableConfig) -> str:
        return await guide_chain().ainvoke(given, config=config)

    return RunnablePassthrough.assign(short=RunnableLambda(bar))


@assign_step.remedy("callbacks")
def _() -> Runnable[dict[str, Any], dict[str, Any]]:
    async def bar(given: dict[str, Any], run_manager: AsyncCallbackManagerForChainRun) -> str:
        own: RunnableConfig = {"callbacks": run_manager.get_child()}
        return await guide_chain().ainvoke(given, own)

    return RunnablePassthrough.assign(short=RunnableLambda(bar))


@assign_step.remedy("context-variable")
def _() -> Runnable[dict[str, Any], dict[str, Any]]:
    async def bar(given: dict[str, Any], config: RunnableConfig) -> str:
        before = var_child_runnable_config.set(config)
        try:
            return await guide_chain().ainvoke(given)
        finally:
            var_child_runnable_config.reset(before)

    return RunnablePassthrough.assign(short=RunnableLambda(bar))


@scenario("branch-step", group=GROUP, path=("RunnableBranch", "bar"), value=LONG_TEXT)
def branch_step() -> Runnable[str, str]:
    """Await the chain in an async lambda inside a RunnableBranch."""

    async def bar(long_text: str) -> str:
        return await guide_chain().ainvoke({"long_text": long_text})

    return RunnableBranch((lambda text: text.isspace(), reverse), RunnableLambda(bar))


@branch_step.remedy("config")
def _() -> Runnable[str, str]:
    async def bar(long_text: str, config: RunnableConfig) -> str:
        return await guide_chain().ainvoke({"long_text": long_text}, config=config)

    return RunnableBranch((lambda text: text.isspace(), reverse), RunnableLambda(bar))


@branch_step.remedy("callbacks")
def _() -> Runnable[str, str]:
    async def bar(long_text: str, run_manager: AsyncCallbackManagerForChainRun) -> str:
        own: RunnableConfig = {"callbacks": run_manager.get_child()}
        return await guide_chain().ainvoke({"long_text": long_text}, own)

    return RunnableBranch((lambda text: text.isspace(), reverse), RunnableLambda(bar))


@branch_step.remedy("context-variable")
def _() -> Runnable[str, str]:
    async def bar(long_text: str, config: RunnableConfig) -> str:
        before = var_child_runnable_config.set(config)
        try:
            return await guide_chain().ainvoke({"long_text": long_text})
        finally:
            var_child_runnable_config.reset(before)

    return RunnableBranch((lambda text: text.isspace(), reverse), RunnableLambda(bar))


@scenario("history", group=GROUP, path=("RunnableWithMessageHistory", "bar"), value=LONG_TEXT)
def history() -> Runnable[str, str]:
    """Await the chain in an async lambda inside a RunnableWithMessageHistory."""

    async def bar(messages: list[BaseMessage]) -> str:
        return await guide_chain().ainvoke({"long_text": messages[-1].content})

    remembering = RunnableWithMessageHistory(
        RunnableLambda(bar), lambda _: InMemoryChatMessageHistory()
    )
    return remembering.with_config(configurable={"session_id": "one"})


@history.remedy("config")
def _() -> Runnable[str, str]:
    async def bar(messages: list[BaseMessage], config: RunnableConfig) -> str:
        return await guide_chain().ainvoke({"long_text": messages[-1].content}, config=config)

    remembering = RunnableWithMessageHistory(
        RunnableLambda(bar), lambda _: InMemoryChatMessageHistory()
    )
    return remembering.with_config(configurable={"session_id": "one"})


@history.remedy("callbacks")
def _() -> Runnable[str, str]:
    async def bar(messages: list[BaseMessage], run_manager: AsyncCallbackManagerForChainRun) -> str:
        own: RunnableConfig = {"callbacks": run_manager.get_child()}
        return await guide_chain().ainvoke({"long_text": messages[-1].content}, own)

    remembering = RunnableWithMessageHistory(
        RunnableLambda(bar), lambda _: InMemoryChatMessageHistory()
    )
    return remembering.with_config(configurable={"session_id": "one"})


@history.remedy("context-variable")
def _() -> Runnable[str, str]:
    async def bar(messages: list[BaseMessage], config: RunnableConfig) -> str:
        before = var_child_runnable_config.set(config)
        try:
            return await guide_chain().ainvoke({"long_text": messages[-1].content})
        finally:
            var_child_runnable_config.reset(before)

    remembering = RunnableWithMessageHistory(
        RunnableLambda(bar), lambda _: InMemoryChatMessageHistory()
    )
    return remembering.with_config(configurable={"session_id": "one"})
