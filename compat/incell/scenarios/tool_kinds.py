"""Kinds of tool: made of functions, of a class of one's own, of a runnable."""

# ruff: noqa: UP006, UP035 - releases up to 0.3.0 fail at dict[str, str] on Python 3.9 and 3.10
from typing import Dict

from langchain_core.callbacks import (
    AsyncCallbackManagerForChainRun,
    AsyncCallbackManagerForToolRun,
    BaseCallbackManager,
    CallbackManagerForToolRun,
    Callbacks,
)
from langchain_core.runnables import RunnableConfig, RunnableLambda
from langchain_core.runnables.config import patch_config, var_child_runnable_config
from langchain_core.tools import BaseTool, StructuredTool, tool

from compat.incell.child import LONG_TEXT, guide_chain
from compat.incell.registry import scenario

GROUP = "kinds of tool"
VALUE = {"long_text": LONG_TEXT}


@scenario("structured-tool", group=GROUP, path=("summarize_backwards",), value=VALUE)
def structured_tool() -> BaseTool:
    """Await the chain in the coroutine of StructuredTool.from_function."""

    async def summarize_backwards(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text})

    return StructuredTool.from_function(coroutine=summarize_backwards)


@structured_tool.variant("configured")
def _() -> BaseTool:
    async def summarize_backwards(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, config=config)

    return StructuredTool.from_function(coroutine=summarize_backwards)


@structured_tool.remedy("callbacks")
def _() -> BaseTool:
    async def summarize_backwards(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, {"callbacks": callbacks})

    return StructuredTool.from_function(coroutine=summarize_backwards)


@structured_tool.remedy("context-variable")
def _() -> BaseTool:
    async def summarize_backwards(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words, backwards."""
        mine = patch_config(config, callbacks=callbacks)
        before = var_child_runnable_config.set(mine)
        try:
            return await guide_chain().ainvoke({"long_text": long_text})
        finally:
            var_child_runnable_config.reset(before)

    return StructuredTool.from_function(coroutine=summarize_backwards)


class Summarizer(BaseTool):
    """The part that the variants of basetool-arun share: a tool for async code only."""

    name: str = "summarize_backwards"
    description: str = "Say a text in ten words, backwards."

    def _run(self, long_text: str) -> str:
        message = f"a tool for async code was run without it, on {long_text[:9]!r}"
        raise AssertionError(message)


@scenario("basetool-arun", group=GROUP, path=("summarize_backwards",), value=VALUE)
def basetool_arun() -> BaseTool:
    """Await the chain in the _arun of a BaseTool subclass."""

    class NaiveSummarizer(Summarizer):
        async def _arun(self, long_text: str) -> str:
            return await guide_chain().ainvoke({"long_text": long_text})

    return NaiveSummarizer()


@basetool_arun.variant("configured")
def _() -> BaseTool:
    class ConfiguredSummarizer(Summarizer):
        async def _arun(self, long_text: str, config: RunnableConfig) -> str:
            return await guide_chain().ainvoke({"long_text": long_text}, config=config)

    return ConfiguredSummarizer()


@basetool_arun.variant("callbacks")
def _() -> BaseTool:
    class ManagedSummarizer(Summarizer):
        async def _arun(self, long_text: str, run_manager: AsyncCallbackManagerForToolRun) -> str:
            callbacks = run_manager.get_child()
            return await guide_chain().ainvoke({"long_text": long_text}, {"callbacks": callbacks})

    return ManagedSummarizer()


@basetool_arun.remedy("context-variable")
def _() -> BaseTool:
    class SettingSummarizer(Summarizer):
        async def _arun(
            self,
            long_text: str,
            config: RunnableConfig,
            run_manager: AsyncCallbackManagerForToolRun,
        ) -> str:
            mine = patch_config(config, callbacks=run_manager.get_child())
            before = var_child_runnable_config.set(mine)
            try:
                return await guide_chain().ainvoke({"long_text": long_text})
            finally:
                var_child_runnable_config.reset(before)

    return SettingSummarizer()


@scenario("basetool-run-only", group=GROUP, path=("summarize_backwards",), value=VALUE)
def basetool_run_only() -> BaseTool:
    """Invoke the chain in the _run of a BaseTool subclass without _arun, used from async code."""

    class SyncSummarizer(BaseTool):
        name: str = "summarize_backwards"
        description: str = "Say a text in ten words, backwards."

        def _run(self, long_text: str) -> str:
            return guide_chain().invoke({"long_text": long_text})

    return SyncSummarizer()


@basetool_run_only.remedy("config")
def _() -> BaseTool:
    class ConfiguredSyncSummarizer(BaseTool):
        name: str = "summarize_backwards"
        description: str = "Say a text in ten words, backwards."

        def _run(self, long_text: str, config: RunnableConfig) -> str:
            return guide_chain().invoke({"long_text": long_text}, config=config)

    return ConfiguredSyncSummarizer()


@basetool_run_only.remedy("callbacks")
def _() -> BaseTool:
    class ManagedSyncSummarizer(BaseTool):
        name: str = "summarize_backwards"
        description: str = "Say a text in ten words, backwards."

        def _run(self, long_text: str, run_manager: CallbackManagerForToolRun) -> str:
            callbacks = run_manager.get_child()
            return guide_chain().invoke({"long_text": long_text}, {"callbacks": callbacks})

    return ManagedSyncSummarizer()


@basetool_run_only.remedy("context-variable")
def _() -> BaseTool:
    class SettingSyncSummarizer(BaseTool):
        name: str = "summarize_backwards"
        description: str = "Say a text in ten words, backwards."

        def _run(
            self, long_text: str, config: RunnableConfig, run_manager: CallbackManagerForToolRun
        ) -> str:
            mine = patch_config(config, callbacks=run_manager.get_child())
            before = var_child_runnable_config.set(mine)
            try:
                return guide_chain().invoke({"long_text": long_text})
            finally:
                var_child_runnable_config.reset(before)

    return SettingSyncSummarizer()


@scenario("tool-sync", group=GROUP, path=("summarize_backwards",), value=VALUE)
def tool_sync() -> BaseTool:
    """Invoke the chain in a plain function under @tool, used from async code."""

    @tool
    def summarize_backwards(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        return guide_chain().invoke({"long_text": long_text})

    return summarize_backwards


@tool_sync.variant("configured")
def _() -> BaseTool:
    @tool
    def summarize_backwards(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        return guide_chain().invoke({"long_text": long_text}, config=config)

    return summarize_backwards


@scenario("tool-func-and-coroutine", group=GROUP, path=("summarize_backwards",), value=VALUE)
def tool_func_and_coroutine() -> BaseTool:
    """Await the chain in a StructuredTool that has a function and a coroutine."""

    def summarize_backwards(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        return guide_chain().invoke({"long_text": long_text})

    async def summarize_in_async_code(long_text: str) -> str:
        return await guide_chain().ainvoke({"long_text": long_text})

    return StructuredTool.from_function(summarize_backwards, summarize_in_async_code)


@tool_func_and_coroutine.remedy("config")
def _() -> BaseTool:
    def summarize_backwards(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        return guide_chain().invoke({"long_text": long_text}, config=config)

    async def summarize_in_async_code(long_text: str, config: RunnableConfig) -> str:
        return await guide_chain().ainvoke({"long_text": long_text}, config=config)

    return StructuredTool.from_function(summarize_backwards, summarize_in_async_code)


@tool_func_and_coroutine.remedy("callbacks")
def _() -> BaseTool:
    def summarize_backwards(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        return guide_chain().invoke({"long_text": long_text}, {"callbacks": callbacks})

    async def summarize_in_async_code(long_text: str, callbacks: Callbacks = None) -> str:
        return await guide_chain().ainvoke({"long_text": long_text}, {"callbacks": callbacks})

    return StructuredTool.from_function(summarize_backwards, summarize_in_async_code)


@tool_func_and_coroutine.remedy("context-variable")
def _() -> BaseTool:
    def summarize_backwards(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        return guide_chain().invoke({"long_text": long_text}, config=config)

    async def summarize_in_async_code(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        mine = patch_config(config, callbacks=callbacks)
        before = var_child_runnable_config.set(mine)
        try:
            return await guide_chain().ainvoke({"long_text": long_text})
        finally:
            var_child_runnable_config.reset(before)

    return StructuredTool.from_function(summarize_backwards, summarize_in_async_code)


@scenario("tool-from-lambda", group=GROUP, path=("summarize_backwards", "bar"), value=VALUE)
def tool_from_lambda() -> BaseTool:
    """Await the chain in a tool that as_tool makes of a RunnableLambda."""

    async def bar(long_text: str) -> str:
        return await guide_chain().ainvoke({"long_text": long_text})

    return RunnableLambda(bar).as_tool(
        name="summarize_backwards", description="Say a text in ten words, backwards."
    )


@tool_from_lambda.remedy("config")
def _() -> BaseTool:
    async def bar(given: Dict[str, str], config: RunnableConfig) -> str:
        return await guide_chain().ainvoke(given, config=config)

    # The tool hands its callbacks on to a lambda of a dict, and nothing to a lambda of a text.
    return RunnableLambda(bar).as_tool(
        name="summarize_backwards",
        description="Say a text in ten words, backwards.",
        arg_types={"long_text": str},
    )


@tool_from_lambda.remedy("callbacks")
def _() -> BaseTool:
    async def bar(given: Dict[str, str], run_manager: AsyncCallbackManagerForChainRun) -> str:
        return await guide_chain().ainvoke(given, {"callbacks": run_manager.get_child()})

    # The tool hands its callbacks on to a lambda of a dict, and nothing to a lambda of a text.
    return RunnableLambda(bar).as_tool(
        name="summarize_backwards",
        description="Say a text in ten words, backwards.",
        arg_types={"long_text": str},
    )


@tool_from_lambda.remedy("context-variable")
def _() -> BaseTool:
    async def bar(given: Dict[str, str], config: RunnableConfig) -> str:
        before = var_child_runnable_config.set(config)
        try:
            return await guide_chain().ainvoke(given)
        finally:
            var_child_runnable_config.reset(before)

    # The tool hands its callbacks on to a lambda of a dict, and nothing to a lambda of a text.
    return RunnableLambda(bar).as_tool(
        name="summarize_backwards",
        description="Say a text in ten words, backwards.",
        arg_types={"long_text": str},
    )
