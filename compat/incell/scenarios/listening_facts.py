"""Facts of who listens: texts, handlers bound to a model, token counters."""

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Optional

from langchain_core.callbacks import (
    AsyncCallbackManagerForToolRun,
    BaseCallbackHandler,
)
from langchain_core.messages import AIMessage
from langchain_core.tools import BaseTool, tool

from compat.incell.caller import caller_config
from compat.incell.child import LONG_TEXT, TEN_WORDS, GenericFakeChatModel, fake_model
from compat.incell.drive import NOTES, Drive, note
from compat.incell.handler import RunHandler
from compat.incell.hook import install
from compat.incell.registry import Fact, Factory, scenario

GROUP = "facts"
VALUE = {"long_text": LONG_TEXT}


class TextTool(BaseTool):
    """A tool that says something by its run manager."""

    name: str = "say"
    description: str = "Say a text."

    def _run(self, long_text: str) -> str:
        message = f"a tool for async code was run without it, on {long_text[:9]!r}"
        raise AssertionError(message)

    async def _arun(
        self,
        long_text: str,
        run_manager: Optional[AsyncCallbackManagerForToolRun] = None,  # noqa: FA100 - it would hide the types
    ) -> str:
        if run_manager:
            await run_manager.on_text(long_text)
        return long_text


async def _ask_who_hears(build: Factory, value: object) -> Mapping[str, Fact]:
    """Tell which listeners hear the text: of a stream, of a handler, of a hook."""
    handler, hook = RunHandler(), RunHandler()
    events = build().astream_events(value, caller_config(handler), version="v2")
    streamed = [event["event"] async for event in events]
    install(hook)
    await build().ainvoke(value)
    heard = {
        "stream": any("text" in name for name in streamed),
        "handler": handler.texts > 0,
        "hook": hook.texts > 0,
    }
    return {"answer": ", ".join(name for name, hears in heard.items() if hears) or "nobody"}


@scenario("on-text", group=GROUP, path=("say",), value=VALUE, row="fact", facts=_ask_who_hears)
def on_text() -> BaseTool:
    """Find who hears the on_text of a tool's run manager."""
    return TextTool()


class ParentNoter(BaseCallbackHandler):
    """A handler that notes whether a model that it sees start has a parent."""

    run_inline = True

    def __init__(self, name: str) -> None:
        self.name = name

    def on_chat_model_start(self, *_: Any, parent_run_id: object = None, **__: Any) -> None:  # noqa: ANN401 - of no use here
        """Note it."""
        note(**{self.name: parent_run_id is not None})


def _who_knew(_: Drive) -> str:
    names = ("with_config", "constructor")
    words = {True: "knows its parent", False: "has no parent", None: "sees nothing"}
    return ", ".join(f"{name} {words[NOTES.get(name)]}" for name in names)


@scenario(
    "bound-handler-parent", group=GROUP, path=("ask",), value=VALUE, row="fact", answer=_who_knew
)
def bound_handler_parent() -> BaseTool:
    """Find whether a handler that is bound to an inner model knows the model's parent."""

    @tool
    async def ask(long_text: str) -> str:
        """Ask two models."""
        bound = fake_model().with_config(callbacks=[ParentNoter("with_config")])
        answers = iter([AIMessage(content=TEN_WORDS)])
        made = GenericFakeChatModel(messages=answers, callbacks=[ParentNoter("constructor")])
        await bound.ainvoke(long_text)
        return str((await made.ainvoke(long_text)).content)

    return ask


def metered_model() -> GenericFakeChatModel:
    """Return a model that says how much it used: one token of output a call."""
    usage: Any = {"input_tokens": 1, "output_tokens": 1, "total_tokens": 2}
    answer = AIMessage(
        content=TEN_WORDS, usage_metadata=usage, response_metadata={"model_name": "metered"}
    )
    return GenericFakeChatModel(messages=iter([answer]))


@tool
async def ask_one(long_text: str) -> str:
    """Ask a model, and await it."""
    return str((await metered_model().ainvoke(long_text)).content)


@tool
async def ask_two(long_text: str) -> str:
    """Ask two models at once."""
    both = await asyncio.gather(*(metered_model().ainvoke(long_text) for _ in range(2)))
    return str(both[0].content)


@tool
def ask_aside(long_text: str) -> str:
    """Ask a model in a pool."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        return str(pool.submit(metered_model().invoke, long_text).result().content)


async def _count(_: Factory, value: Any) -> Mapping[str, Fact]:  # noqa: ANN401 - the case's
    """Tell how many calls of a model a counter around each tool counts."""
    from langchain_core.callbacks import (  # noqa: PLC0415 - the row is for releases that have it
        get_usage_metadata_callback,
    )

    counts = []
    for name, asking in (("tool", ask_one), ("gather", ask_two), ("pool", ask_aside)):
        with get_usage_metadata_callback() as counter:
            await asking.ainvoke(value)
        used: Mapping[str, Any] = counter.usage_metadata.get("metered") or {}
        counts.append(f"{name} {used.get('output_tokens', 0)}")
    return {"answer": ", ".join(counts)}


@scenario(
    "token-counter",
    group=GROUP,
    path=("ask_one",),
    value=VALUE,
    row="fact",
    requires=("langchain_core.callbacks:get_usage_metadata_callback",),
    facts=_count,
)
def token_counter() -> BaseTool:
    """Count the models that get_usage_metadata_callback sees: of a tool, of gather, of a pool."""
    return ask_one
