"""What the config carries: hiding an inner model, in a tool."""

import asyncio
from contextvars import Context

from langchain_core.tools import BaseTool, tool

from compat.incell.child import LONG_TEXT, fake_model, guide_chain
from compat.incell.registry import scenario

GROUP = "what the config carries"
PATH = ("summarize_backwards",)
VALUE = {"long_text": LONG_TEXT}


@scenario("opt-out-empty", group=GROUP, path=PATH, value=VALUE, row="hiding")
def opt_out_empty() -> BaseTool:
    """Hide an inner model with an empty list of callbacks, in an async tool."""

    @tool
    async def summarize_backwards(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, {"callbacks": []})

    return summarize_backwards


def chain_in_empty_context() -> BaseTool:
    """Await the chain as a task of an empty context."""

    @tool
    async def summarize_backwards(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        work = guide_chain().ainvoke({"long_text": long_text})
        return await Context().run(asyncio.get_running_loop().create_task, work)

    return summarize_backwards


opt_out_empty.remedy("empty-context")(chain_in_empty_context)


@scenario("opt-out-none", group=GROUP, path=PATH, value=VALUE, row="hiding")
def opt_out_none() -> BaseTool:
    """Hide an inner model with None for callbacks, in an async tool."""

    @tool
    async def summarize_backwards(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, {"callbacks": None})

    return summarize_backwards


opt_out_none.remedy("empty-context")(chain_in_empty_context)


@scenario("private-model", group=GROUP, path=("judge",), value=VALUE, row="hiding")
def private_model() -> BaseTool:
    """Await a model in an async tool, pass nothing, and expect its tokens to stay private."""

    @tool
    async def judge(long_text: str) -> str:
        """Tell whether a text is fit to print, and nothing of why."""
        thoughts = await fake_model().ainvoke(f"Weigh in private what is said here: {long_text}")
        return "fit" if thoughts.content else "unfit"

    return judge


@private_model.remedy("empty-context")
def _() -> BaseTool:
    @tool
    async def judge(long_text: str) -> str:
        """Tell whether a text is fit to print, and nothing of why."""
        work = fake_model().ainvoke(f"Weigh in private what is said here: {long_text}")
        thoughts = await Context().run(asyncio.get_running_loop().create_task, work)
        return "fit" if thoughts.content else "unfit"

    return judge
