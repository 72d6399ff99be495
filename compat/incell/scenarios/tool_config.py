"""How a tool asks for the config: every way to write the parameter, and what the tool makes of it.

Each row passes on what it was given. Whether that was the config, is the fact ``injected``; whether
a model is offered the parameter as an argument, is the fact ``arguments``.
"""

# ruff: noqa: FA100 - Optional is what some rows are about, and postponed annotations another
import functools
from collections.abc import Awaitable, Mapping
from typing import Any, Callable, Optional

from langchain_core.callbacks import Callbacks
from langchain_core.runnables import RunnableConfig
from langchain_core.tools import BaseTool, StructuredTool, create_schema_from_function, tool

from compat.incell.child import LONG_TEXT, guide_chain
from compat.incell.drive import note
from compat.incell.facts import build_error, injection
from compat.incell.registry import Fact, Factory, Scenario, scenario
from compat.incell.scenarios import _postponed, _type_checking_only

Summarize = Callable[..., Awaitable[str]]


def _row(name: str) -> Callable[[Factory], Scenario]:
    return scenario(
        name,
        group="how a tool asks for the config",
        path=("summarize_backwards",),
        value={"long_text": LONG_TEXT},
        variant="configured",
        facts=injection,
    )


@_row("tool-config-default-none")
def default_none() -> BaseTool:
    """Ask with config: RunnableConfig = None."""

    @tool
    async def summarize_backwards(
        long_text: str,
        config: RunnableConfig = None,  # type: ignore[assignment] # as people write it
    ) -> str:
        """Say a text in ten words, backwards."""
        note(injected=config is not None)
        return await guide_chain().ainvoke({"long_text": long_text}, config=config)

    return summarize_backwards


@_row("tool-config-optional")
def optional() -> BaseTool:
    """Ask with config: Optional[RunnableConfig] = None."""

    @tool
    async def summarize_backwards(long_text: str, config: Optional[RunnableConfig] = None) -> str:
        """Say a text in ten words, backwards."""
        note(injected=config is not None)
        return await guide_chain().ainvoke({"long_text": long_text}, config=config)

    return summarize_backwards


@_row("tool-config-optional-required")
def optional_required() -> BaseTool:
    """Ask with config: Optional[RunnableConfig], without a default."""

    @tool
    async def summarize_backwards(long_text: str, config: Optional[RunnableConfig]) -> str:
        """Say a text in ten words, backwards."""
        note(injected=config is not None)
        return await guide_chain().ainvoke({"long_text": long_text}, config=config)

    return summarize_backwards


@_row("tool-config-unannotated")
def unannotated() -> BaseTool:
    """Ask with config=None, without an annotation."""

    @tool
    async def summarize_backwards(long_text: str, config=None) -> str:  # type: ignore[no-untyped-def] # noqa: ANN001 - what the row is about
        """Say a text in ten words, backwards."""
        note(injected=config is not None)
        return await guide_chain().ainvoke({"long_text": long_text}, config=config)

    return summarize_backwards


@_row("tool-config-renamed")
def renamed() -> BaseTool:
    """Ask with cfg: RunnableConfig, a name of one's own."""

    @tool
    async def summarize_backwards(long_text: str, cfg: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        note(injected=cfg is not None)
        return await guide_chain().ainvoke({"long_text": long_text}, config=cfg)

    return summarize_backwards


@_row("tool-config-string-annotation")
def string_annotation() -> BaseTool:
    """Ask with config: "RunnableConfig", the annotation a string."""

    @tool
    async def summarize_backwards(long_text: str, config: "RunnableConfig") -> str:
        """Say a text in ten words, backwards."""
        note(injected=config is not None)
        return await guide_chain().ainvoke({"long_text": long_text}, config=config)

    return summarize_backwards


future_annotations = _row("tool-config-future-annotations")(_postponed.summarizer)
type_checking_only = _row("tool-config-type-checking-only")(_type_checking_only.summarizer)


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
    """Make the tool of a functools.partial, and give it its schema."""

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


@_row("tool-config-wraps")
def wraps() -> BaseTool:
    """Decorate the function with a decorator of one's own that uses functools.wraps."""

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


@_row("tool-config-no-wraps")
def no_wraps() -> BaseTool:
    """Decorate the function with a decorator of one's own that does without functools.wraps."""

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


def _by_callbacks() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, {"callbacks": callbacks})

    return summarize_backwards


for _known in (default_none, optional, optional_required, unannotated, renamed, string_annotation):
    _known.remedy("callbacks")(_by_callbacks)
future_annotations.remedy("callbacks")(_postponed.by_callbacks)
type_checking_only.remedy("callbacks")(_type_checking_only.by_callbacks)
