"""What the config carries: hiding an inner model, in a tool."""

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


@scenario("opt-out-none", group=GROUP, path=PATH, value=VALUE, row="hiding")
def opt_out_none() -> BaseTool:
    """Hide an inner model with None for callbacks, in an async tool."""

    @tool
    async def summarize_backwards(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, {"callbacks": None})

    return summarize_backwards


@scenario("private-model", group=GROUP, path=("judge",), value=VALUE, row="hiding")
def private_model() -> BaseTool:
    """Await a model whose tokens are expected to stay private, as nothing is passed to it."""

    @tool
    async def judge(long_text: str) -> str:
        """Tell whether a text is fit to print, and nothing of why."""
        thoughts = await fake_model().ainvoke(f"Weigh in private what is said here: {long_text}")
        return "fit" if thoughts.content else "unfit"

    return judge
