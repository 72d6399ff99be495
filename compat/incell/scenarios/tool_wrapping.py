"""How a tool asks for the config where its function is wrapped: by functools, or by one's own."""

import functools
from collections.abc import Awaitable, Mapping
from typing import Any, Callable

from langchain_core.callbacks import BaseCallbackManager, Callbacks
from langchain_core.runnables import RunnableConfig
from langchain_core.runnables.config import patch_config, var_child_runnable_config
from langchain_core.tools import BaseTool, StructuredTool, create_schema_from_function, tool

from compat.incell.child import LONG_TEXT, guide_chain
from compat.incell.drive import note
from compat.incell.facts import build_error, injection
from compat.incell.registry import Fact, Factory, scenario
from compat.incell.scenarios.tool_config import row

Summarize = Callable[..., Awaitable[str]]


async def _partial_facts(build: Factory, value: object) -> Mapping[str, Fact]:
    async def summarize(long_text: str, limit: int) -> str:
        return long_text[:limit]

    inferred = build_error(
        lambda: StructuredTool.from_function(
            coroutine=functools.partial(summarize, limit=10), name="cut", description="Cut a text."
        )
    )
    return {**await injection(build, value), "build_error_without_args_schema": inferred}


@scenario(
    "tool-config-partial",
    group="how a tool asks for the config",
    path=("summarize_backwards",),
    value={"long_text": LONG_TEXT},
    variant="configured",
    facts=_partial_facts,
)
def partial() -> BaseTool:
    """Ask for the config in a tool that is made of a functools.partial."""

    async def summarize(long_text: str, ending: str, config: RunnableConfig) -> str:
        note(injected=config is not None)
        return await guide_chain().ainvoke({"long_text": long_text + ending}, config=config)

    return StructuredTool.from_function(
        coroutine=functools.partial(summarize, ending=" The end."),
        name="summarize_backwards",
        description="Say a text in ten words, backwards.",
        args_schema=create_schema_from_function(
            "Text", summarize, filter_args=("ending", "config")
        ),
    )


@partial.remedy("callbacks")
def _() -> BaseTool:
    async def summarize(long_text: str, ending: str, callbacks: Callbacks = None) -> str:
        return await guide_chain().ainvoke(
            {"long_text": long_text + ending}, {"callbacks": callbacks}
        )

    return StructuredTool.from_function(
        coroutine=functools.partial(summarize, ending=" The end."),
        name="summarize_backwards",
        description="Say a text in ten words, backwards.",
        args_schema=create_schema_from_function(
            "Text", summarize, filter_args=("ending", "callbacks")
        ),
    )


@partial.remedy("context-variable")
def _() -> BaseTool:
    async def summarize(
        long_text: str, ending: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        return await guide_chain().ainvoke({"long_text": long_text + ending})

    return StructuredTool.from_function(
        coroutine=functools.partial(summarize, ending=" The end."),
        name="summarize_backwards",
        description="Say a text in ten words, backwards.",
        args_schema=create_schema_from_function(
            "Text", summarize, filter_args=("ending", "config", "callbacks")
        ),
    )


@row("tool-config-wraps")
def wraps() -> BaseTool:
    """Ask for the config in a tool behind a decorator that uses functools.wraps."""

    def stripped(function: Summarize) -> Summarize:
        @functools.wraps(function)
        async def call(*args: Any, **kwargs: Any) -> str:  # noqa: ANN401 - any function's
            return (await function(*args, **kwargs)).strip()

        return call

    @tool
    @stripped
    async def summarize_backwards(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        note(injected=config is not None)
        return await guide_chain().ainvoke({"long_text": long_text}, config=config)

    return summarize_backwards


@wraps.remedy("callbacks")
def _() -> BaseTool:
    def stripped(function: Summarize) -> Summarize:
        @functools.wraps(function)
        async def call(*args: Any, **kwargs: Any) -> str:  # noqa: ANN401 - any function's
            return (await function(*args, **kwargs)).strip()

        return call

    @tool
    @stripped
    async def summarize_backwards(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, {"callbacks": callbacks})

    return summarize_backwards


@wraps.remedy("context-variable")
def _() -> BaseTool:
    def stripped(function: Summarize) -> Summarize:
        @functools.wraps(function)
        async def call(*args: Any, **kwargs: Any) -> str:  # noqa: ANN401 - any function's
            return (await function(*args, **kwargs)).strip()

        return call

    @tool
    @stripped
    async def summarize_backwards(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words, backwards."""
        var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        return await guide_chain().ainvoke({"long_text": long_text})

    return summarize_backwards


@row("tool-config-no-wraps")
def no_wraps() -> BaseTool:
    """Ask for the config in a tool behind a decorator that does not use functools.wraps."""

    def stripped(function: Summarize) -> Summarize:
        async def call(*args: Any, **kwargs: Any) -> str:  # noqa: ANN401 - any function's
            """Call a function, and strip what it returns."""
            return (await function(*args, **kwargs)).strip()

        return call

    @tool("summarize_backwards")
    @stripped
    async def summarize_backwards(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        note(injected=config is not None)
        return await guide_chain().ainvoke({"long_text": long_text}, config=config)

    return summarize_backwards


@no_wraps.remedy("config")
def _() -> BaseTool:
    def stripped(function: Summarize) -> Summarize:
        async def call(long_text: str, config: RunnableConfig) -> str:
            """Summarize a text, and strip what comes out: the parameters are spelt out here."""
            return (await function(long_text, config)).strip()

        return call

    @tool("summarize_backwards")
    @stripped
    async def summarize_backwards(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, config=config)

    return summarize_backwards


@no_wraps.remedy("callbacks")
def _() -> BaseTool:
    def stripped(function: Summarize) -> Summarize:
        async def call(long_text: str, callbacks: Callbacks = None) -> str:
            """Summarize a text, and strip what comes out: the parameters are spelt out here."""
            return (await function(long_text, callbacks)).strip()

        return call

    @tool("summarize_backwards")
    @stripped
    async def summarize_backwards(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, {"callbacks": callbacks})

    return summarize_backwards


@no_wraps.remedy("context-variable")
def _() -> BaseTool:
    def stripped(function: Summarize) -> Summarize:
        async def call(
            long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
        ) -> str:
            """Summarize a text, and strip what comes out: the parameters are spelt out here."""
            var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
            return (await function(long_text)).strip()

        return call

    @tool("summarize_backwards")
    @stripped
    async def summarize_backwards(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text})

    return summarize_backwards
