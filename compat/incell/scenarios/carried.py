"""What the config carries: tags and callbacks, set or left out in a tool."""

from langchain_core.callbacks import BaseCallbackManager, Callbacks
from langchain_core.runnables import RunnableConfig
from langchain_core.runnables.config import patch_config, var_child_runnable_config
from langchain_core.tools import BaseTool, tool

from compat.incell.child import LONG_TEXT, ModelCounter, guide_chain
from compat.incell.drive import note
from compat.incell.registry import scenario
from compat.incell.scenarios.tool_config import (
    tool_by_callbacks,
    tool_by_config,
    tool_by_context_variable,
)

GROUP = "what the config carries"
PATH = ("summarize_backwards",)
VALUE = {"long_text": LONG_TEXT}


@scenario("with-config-tags", group=GROUP, path=PATH, value=VALUE)
def with_config_tags() -> BaseTool:
    """Await a chain with tags and a name from with_config(), in an async tool."""

    @tool
    async def summarize_backwards(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        chain = guide_chain().with_config(tags=["inner"], run_name="inner chain")
        return await chain.ainvoke({"long_text": long_text})

    return summarize_backwards


@with_config_tags.variant("configured")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        chain = guide_chain().with_config(tags=["inner"], run_name="inner chain")
        return await chain.ainvoke({"long_text": long_text}, config=config)

    return summarize_backwards


@with_config_tags.remedy("callbacks")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        chain = guide_chain().with_config(tags=["inner"], run_name="inner chain")
        return await chain.ainvoke({"long_text": long_text}, {"callbacks": callbacks})

    return summarize_backwards


@with_config_tags.remedy("context-variable")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words, backwards."""
        var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        chain = guide_chain().with_config(tags=["inner"], run_name="inner chain")
        return await chain.ainvoke({"long_text": long_text})

    return summarize_backwards


@scenario("bound-callbacks", group=GROUP, path=PATH, value=VALUE)
def bound_callbacks() -> BaseTool:
    """Await a chain with a handler from with_config(), in an async tool."""

    @tool
    async def summarize_backwards(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        counter = ModelCounter()
        chain = guide_chain().with_config(callbacks=[counter])
        answer = await chain.ainvoke({"long_text": long_text})
        note(own_handler_sees=counter.models)
        return answer

    return summarize_backwards


@bound_callbacks.variant("configured")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        counter = ModelCounter()
        chain = guide_chain().with_config(callbacks=[counter])
        answer = await chain.ainvoke({"long_text": long_text}, config=config)
        note(own_handler_sees=counter.models)
        return answer

    return summarize_backwards


def bound_by_callbacks() -> BaseTool:
    """Bind the handler, and pass the callbacks that the tool was given."""

    @tool
    async def summarize_backwards(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        chain = guide_chain().with_config(callbacks=[ModelCounter()])
        return await chain.ainvoke({"long_text": long_text}, {"callbacks": callbacks})

    return summarize_backwards


bound_callbacks.remedy("callbacks")(bound_by_callbacks)


@bound_callbacks.remedy("context-variable")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words, backwards."""
        var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        chain = guide_chain().with_config(callbacks=[ModelCounter()])
        return await chain.ainvoke({"long_text": long_text})

    return summarize_backwards


@scenario("own-callbacks", group=GROUP, path=PATH, value=VALUE)
def own_callbacks() -> BaseTool:
    """Pass only a handler of the tool's own, in an async tool."""

    @tool
    async def summarize_backwards(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        counter = ModelCounter()
        answer = await guide_chain().ainvoke({"long_text": long_text}, {"callbacks": [counter]})
        note(own_handler_sees=counter.models)
        return answer

    return summarize_backwards


@own_callbacks.remedy("config")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        chain = guide_chain().with_config(callbacks=[ModelCounter()])
        return await chain.ainvoke({"long_text": long_text}, config=config)

    return summarize_backwards


own_callbacks.remedy("callbacks")(bound_by_callbacks)


@own_callbacks.remedy("context-variable")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words, backwards."""
        var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        return await guide_chain().ainvoke(
            {"long_text": long_text}, {"callbacks": [ModelCounter()]}
        )

    return summarize_backwards


@scenario("own-tags", group=GROUP, path=PATH, value=VALUE)
def own_tags() -> BaseTool:
    """Pass only tags of the tool's own, in an async tool."""

    @tool
    async def summarize_backwards(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        note(injected=config is not None)
        return await guide_chain().ainvoke({"long_text": long_text}, {"tags": ["inner"]})

    return summarize_backwards


@own_tags.remedy("config")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        chain = guide_chain().with_config(tags=["inner"])
        return await chain.ainvoke({"long_text": long_text}, config=config)

    return summarize_backwards


@own_tags.remedy("callbacks")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        config: RunnableConfig = {"tags": ["inner"], "callbacks": callbacks}
        return await guide_chain().ainvoke({"long_text": long_text}, config)

    return summarize_backwards


@own_tags.remedy("context-variable")
def _() -> BaseTool:
    @tool
    async def summarize_backwards(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words, backwards."""
        var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        return await guide_chain().ainvoke({"long_text": long_text}, {"tags": ["inner"]})

    return summarize_backwards


@scenario("callbacks-only", group=GROUP, path=PATH, value=VALUE, variant="configured")
def callbacks_only() -> BaseTool:
    """Pass only the callbacks of the tool's config, in an async tool."""

    @tool
    async def summarize_backwards(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        note(injected=config is not None)
        only: RunnableConfig = {"callbacks": config["callbacks"]}
        return await guide_chain().ainvoke({"long_text": long_text}, only)

    return summarize_backwards


callbacks_only.remedy("config")(tool_by_config)
callbacks_only.remedy("callbacks")(tool_by_callbacks)
callbacks_only.remedy("context-variable")(tool_by_context_variable)
