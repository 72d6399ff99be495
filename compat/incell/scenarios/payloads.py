"""Errors and payloads: facts beside where a child shows, each an answer and no verdict."""

import asyncio

from langchain_core.callbacks import AsyncCallbackManagerForToolRun, Callbacks
from langchain_core.runnables import RunnableConfig
from langchain_core.runnables.config import patch_config
from langchain_core.tools import BaseTool, tool

from compat.incell.child import LONG_TEXT, fake_model, guide_chain
from compat.incell.drive import Drive
from compat.incell.payload import closing, metadata_keys, output_types, run_closed
from compat.incell.registry import scenario

GROUP = "errors and payloads"
PATH = ("summarize_backwards",)
VALUE = {"long_text": LONG_TEXT}


def _ended_by(drive: Drive) -> str:
    return closing(drive.items, PATH[0])


def _closed(drive: Drive) -> str:
    return run_closed(drive.handler.seen.values(), PATH[0])


def _mutation(drive: Drive) -> str:
    return "unchanged" if drive.value == VALUE else "mutated"


def _types(drive: Drive) -> str:
    return output_types(drive.items)


def _keys(drive: Drive) -> str:
    return metadata_keys(drive.items, "chat_model")


@scenario("tool-error", group=GROUP, path=PATH, value=VALUE, row="fact", answer=_ended_by)
def tool_error() -> BaseTool:
    """Raise in an async tool, and see which events end its run."""

    @tool
    async def summarize_backwards(long_text: str) -> str:
        """Fail to say a text in ten words, backwards."""
        message = f"no words left for {long_text[:9]!r}"
        raise ValueError(message)

    return summarize_backwards


@scenario("tool-cancelled", group=GROUP, path=PATH, value=VALUE, row="fact", answer=_closed)
def tool_cancelled() -> BaseTool:
    """Cancel an async tool, and see whether its run ends for a handler."""

    @tool
    async def summarize_backwards(long_text: str) -> str:
        """Be cancelled before a text is said in ten words, backwards."""
        if task := asyncio.current_task():
            task.cancel()
        await asyncio.sleep(0)
        return long_text

    return summarize_backwards


@scenario("input-mutation", group=GROUP, path=PATH, value=VALUE, row="fact", answer=_mutation)
def input_mutation() -> BaseTool:
    """Call a BaseTool subclass with a dict, and see whether the dict is changed."""

    class Summarizer(BaseTool):
        name: str = "summarize_backwards"
        description: str = "Say a text in ten words, backwards."

        def _run(self, long_text: str) -> str:
            return guide_chain().invoke({"long_text": long_text})

        async def _arun(
            self,
            long_text: str,
            config: RunnableConfig,
            run_manager: AsyncCallbackManagerForToolRun,
        ) -> str:
            mine = patch_config(config, callbacks=run_manager.get_child())
            return await guide_chain().ainvoke({"long_text": long_text}, mine)

    return Summarizer()


@scenario("output-type", group=GROUP, path=PATH, value=VALUE, row="fact", answer=_types)
def output_type() -> BaseTool:
    """Look at the types of the outputs in the end events of a tool and its chain.

    Callbacks are handed on, so that the chain's events come everywhere.
    """

    @tool
    async def summarize_backwards(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, {"callbacks": callbacks})

    return summarize_backwards


@scenario("model-metadata", group=GROUP, path=PATH, value=VALUE, row="fact", answer=_keys)
def model_metadata() -> BaseTool:
    """List the metadata keys of the events of a model in a tool.

    Callbacks are handed on, so that the model's events come everywhere.
    """

    @tool
    async def summarize_backwards(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words."""
        return str((await fake_model().ainvoke(long_text, {"callbacks": callbacks})).content)

    return summarize_backwards
