"""Kinds of tool: a plain function, and a class of one's own."""

from langchain_core.callbacks import AsyncCallbackManagerForToolRun
from langchain_core.runnables import RunnableConfig
from langchain_core.tools import BaseTool, tool

from compat.incell.child import LONG_TEXT, guide_chain
from compat.incell.registry import scenario

GROUP = "kinds of tool"
VALUE = {"long_text": LONG_TEXT}


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
