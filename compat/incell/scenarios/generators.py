"""Other runnables: functions under @chain, and async generators."""

from collections.abc import AsyncIterator

from langchain_core.callbacks import AsyncCallbackManagerForChainRun
from langchain_core.runnables import (
    Runnable,
    RunnableConfig,
    RunnableGenerator,
    RunnableLambda,
    chain,
)
from langchain_core.runnables.config import var_child_runnable_config

from compat.incell.child import LONG_TEXT, guide_chain
from compat.incell.registry import scenario

GROUP = "other runnables"


@scenario("lambda-async-generator", group=GROUP, path=("bar",), value=LONG_TEXT)
def lambda_async_generator() -> Runnable[str, str]:
    """Stream the chain in an async generator function in a RunnableLambda."""

    async def bar(long_text: str) -> AsyncIterator[str]:
        async for part in guide_chain().astream({"long_text": long_text}):
            yield part

    return RunnableLambda(bar)


@lambda_async_generator.variant("configured")
def _() -> Runnable[str, str]:
    async def bar(long_text: str, config: RunnableConfig) -> AsyncIterator[str]:
        async for part in guide_chain().astream({"long_text": long_text}, config=config):
            yield part

    return RunnableLambda(bar)  # type: ignore[arg-type]


@lambda_async_generator.remedy("callbacks")
def _() -> Runnable[str, str]:
    async def bar(
        long_text: str, run_manager: AsyncCallbackManagerForChainRun
    ) -> AsyncIterator[str]:
        own: RunnableConfig = {"callbacks": run_manager.get_child()}
        async for part in guide_chain().astream({"long_text": long_text}, own):
            yield part

    return RunnableLambda(bar)  # type: ignore[arg-type]


@lambda_async_generator.remedy("context-variable")
def _() -> Runnable[str, str]:
    async def bar(long_text: str, config: RunnableConfig) -> AsyncIterator[str]:
        # No reset: each step of a generator may run in a context of its own.
        var_child_runnable_config.set(config)
        async for part in guide_chain().astream({"long_text": long_text}):
            yield part

    return RunnableLambda(bar)  # type: ignore[arg-type]


@scenario("chain-decorator", group=GROUP, path=("bar",), value=LONG_TEXT)
def chain_decorator() -> Runnable[str, str]:
    """Await the chain in an async function under @chain."""

    @chain
    async def bar(long_text: str) -> str:
        return await guide_chain().ainvoke({"long_text": long_text})

    return bar


@chain_decorator.variant("configured")
def _() -> Runnable[str, str]:
    @chain  # type: ignore[arg-type]
    async def bar(long_text: str, config: RunnableConfig) -> str:
        return await guide_chain().ainvoke({"long_text": long_text}, config=config)

    return bar


@chain_decorator.remedy("callbacks")
def _() -> Runnable[str, str]:
    @chain  # type: ignore[arg-type]
    async def bar(long_text: str, run_manager: AsyncCallbackManagerForChainRun) -> str:
        own: RunnableConfig = {"callbacks": run_manager.get_child()}
        return await guide_chain().ainvoke({"long_text": long_text}, own)

    return bar


@chain_decorator.remedy("context-variable")
def _() -> Runnable[str, str]:
    @chain  # type: ignore[arg-type]
    async def bar(long_text: str, config: RunnableConfig) -> str:
        before = var_child_runnable_config.set(config)
        try:
            return await guide_chain().ainvoke({"long_text": long_text})
        finally:
            var_child_runnable_config.reset(before)

    return bar


@scenario("chain-decorator-generator", group=GROUP, path=("bar",), value=LONG_TEXT)
def chain_decorator_generator() -> Runnable[str, str]:
    """Stream the chain in an async generator function under @chain."""

    @chain
    async def bar(long_text: str) -> AsyncIterator[str]:
        async for part in guide_chain().astream({"long_text": long_text}):
            yield part

    return bar


@chain_decorator_generator.variant("configured")
def _() -> Runnable[str, str]:
    @chain  # type: ignore[arg-type]
    async def bar(long_text: str, config: RunnableConfig) -> AsyncIterator[str]:
        async for part in guide_chain().astream({"long_text": long_text}, config=config):
            yield part

    return bar


@chain_decorator_generator.remedy("callbacks")
def _() -> Runnable[str, str]:
    @chain  # type: ignore[arg-type]
    async def bar(
        long_text: str, run_manager: AsyncCallbackManagerForChainRun
    ) -> AsyncIterator[str]:
        own: RunnableConfig = {"callbacks": run_manager.get_child()}
        async for part in guide_chain().astream({"long_text": long_text}, own):
            yield part

    return bar


@chain_decorator_generator.remedy("context-variable")
def _() -> Runnable[str, str]:
    @chain  # type: ignore[arg-type]
    async def bar(long_text: str, config: RunnableConfig) -> AsyncIterator[str]:
        # No reset: each step of a generator may run in a context of its own.
        var_child_runnable_config.set(config)
        async for part in guide_chain().astream({"long_text": long_text}):
            yield part

    return bar


@scenario("runnable-generator", group=GROUP, path=("bar",), value=LONG_TEXT)
def runnable_generator() -> Runnable[str, str]:
    """Stream the chain in a RunnableGenerator, for each part of its input."""

    async def bar(texts: AsyncIterator[str]) -> AsyncIterator[str]:
        async for long_text in texts:
            async for part in guide_chain().astream({"long_text": long_text}):
                yield part

    return RunnableGenerator(bar)


@runnable_generator.variant("configured")
def _() -> Runnable[str, str]:
    async def bar(texts: AsyncIterator[str], config: RunnableConfig) -> AsyncIterator[str]:
        async for long_text in texts:
            async for part in guide_chain().astream({"long_text": long_text}, config=config):
                yield part

    return RunnableGenerator(bar)  # type: ignore[arg-type]


@runnable_generator.remedy("callbacks")
def _() -> Runnable[str, str]:
    async def bar(
        texts: AsyncIterator[str], run_manager: AsyncCallbackManagerForChainRun
    ) -> AsyncIterator[str]:
        own: RunnableConfig = {"callbacks": run_manager.get_child()}
        async for long_text in texts:
            async for part in guide_chain().astream({"long_text": long_text}, own):
                yield part

    return RunnableGenerator(bar)  # type: ignore[arg-type]


@runnable_generator.remedy("context-variable")
def _() -> Runnable[str, str]:
    async def bar(texts: AsyncIterator[str], config: RunnableConfig) -> AsyncIterator[str]:
        # No reset: each step of a generator may run in a context of its own.
        var_child_runnable_config.set(config)
        async for long_text in texts:
            async for part in guide_chain().astream({"long_text": long_text}):
                yield part

    return RunnableGenerator(bar)  # type: ignore[arg-type]
