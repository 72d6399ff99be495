"""Nesting: tools that call tools."""

from langchain_core.callbacks import BaseCallbackManager, Callbacks
from langchain_core.runnables import RunnableConfig
from langchain_core.runnables.config import patch_config, var_child_runnable_config
from langchain_core.tools import BaseTool, tool

from compat.incell.child import LONG_TEXT, guide_chain
from compat.incell.drive import note
from compat.incell.registry import scenario

GROUP = "nesting"
VALUE = {"long_text": LONG_TEXT}


@scenario("tools-nested", group=GROUP, path=("outer", "middle", "inner"), value=VALUE)
def tools_nested() -> BaseTool:
    """Await a tool in a tool, three deep, and the chain in the innermost."""

    @tool
    async def inner(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text})

    @tool
    async def middle(long_text: str) -> str:
        """Hand a text to the inner tool."""
        return str(await inner.ainvoke({"long_text": long_text}))

    @tool
    async def outer(long_text: str) -> str:
        """Hand a text to the middle tool."""
        return str(await middle.ainvoke({"long_text": long_text}))

    return outer


@tools_nested.variant("configured")
def _() -> BaseTool:
    @tool
    async def inner(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, config=config)

    @tool
    async def middle(long_text: str, config: RunnableConfig) -> str:
        """Hand a text to the inner tool."""
        return str(await inner.ainvoke({"long_text": long_text}, config=config))

    @tool
    async def outer(long_text: str, config: RunnableConfig) -> str:
        """Hand a text to the middle tool."""
        return str(await middle.ainvoke({"long_text": long_text}, config=config))

    return outer


@tools_nested.remedy("callbacks")
def _() -> BaseTool:
    @tool
    async def inner(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, {"callbacks": callbacks})

    @tool
    async def middle(long_text: str, callbacks: Callbacks = None) -> str:
        """Hand a text to the inner tool."""
        return str(await inner.ainvoke({"long_text": long_text}, {"callbacks": callbacks}))

    @tool
    async def outer(long_text: str, callbacks: Callbacks = None) -> str:
        """Hand a text to the middle tool."""
        return str(await middle.ainvoke({"long_text": long_text}, {"callbacks": callbacks}))

    return outer


@tools_nested.remedy("context-variable")
def _() -> BaseTool:
    @tool
    async def inner(long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager) -> str:
        """Say a text in ten words, backwards."""
        var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        return await guide_chain().ainvoke({"long_text": long_text})

    @tool
    async def middle(long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager) -> str:
        """Hand a text to the inner tool."""
        var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        return str(await inner.ainvoke({"long_text": long_text}))

    @tool
    async def outer(long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager) -> str:
        """Hand a text to the middle tool."""
        var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        return str(await middle.ainvoke({"long_text": long_text}))

    return outer


@scenario(
    "tools-nested-gap",
    group=GROUP,
    path=("outer", "middle", "inner"),
    value=VALUE,
    variant="configured",
)
def tools_nested_gap() -> BaseTool:
    """Pass the config in the outer and the inner of three nested tools, not in the middle one."""

    @tool
    async def inner(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        note(injected=config is not None)
        return await guide_chain().ainvoke({"long_text": long_text}, config=config)

    @tool
    async def middle(long_text: str) -> str:
        """Hand a text to the inner tool."""
        return str(await inner.ainvoke({"long_text": long_text}))

    @tool
    async def outer(long_text: str, config: RunnableConfig) -> str:
        """Hand a text to the middle tool."""
        return str(await middle.ainvoke({"long_text": long_text}, config=config))

    return outer


@tools_nested_gap.remedy("config")
def _() -> BaseTool:
    @tool
    async def inner(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, config=config)

    @tool
    async def middle(long_text: str, config: RunnableConfig) -> str:
        """Hand a text to the inner tool."""
        return str(await inner.ainvoke({"long_text": long_text}, config=config))

    @tool
    async def outer(long_text: str, config: RunnableConfig) -> str:
        """Hand a text to the middle tool."""
        return str(await middle.ainvoke({"long_text": long_text}, config=config))

    return outer


@tools_nested_gap.remedy("callbacks")
def _() -> BaseTool:
    @tool
    async def inner(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, {"callbacks": callbacks})

    @tool
    async def middle(long_text: str) -> str:
        """Hand a text to the inner tool."""
        return str(await inner.ainvoke({"long_text": long_text}))

    @tool
    async def outer(long_text: str, callbacks: Callbacks = None) -> str:
        """Hand a text to the middle tool."""
        return str(await middle.ainvoke({"long_text": long_text}, {"callbacks": callbacks}))

    return outer


@tools_nested_gap.remedy("context-variable")
def _() -> BaseTool:
    @tool
    async def inner(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, {"callbacks": callbacks})

    @tool
    async def middle(long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager) -> str:
        """Hand a text to the inner tool, which takes what is set here."""
        var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        return str(await inner.ainvoke({"long_text": long_text}))

    @tool
    async def outer(long_text: str, callbacks: Callbacks = None) -> str:
        """Hand a text to the middle tool."""
        return str(await middle.ainvoke({"long_text": long_text}, {"callbacks": callbacks}))

    return outer
