"""Controls: what must be nested everywhere, or the suite itself is wrong."""

from langchain_core.tools import BaseTool, tool

from compat.incell.caller import sync_invoke
from compat.incell.child import LONG_TEXT, guide_chain
from compat.incell.registry import scenario


@scenario(
    "sync-invoke",
    group="controls",
    path=("summarize_backwards",),
    value={"long_text": LONG_TEXT},
    caller=sync_invoke,
)
def plain_invoke() -> BaseTool:
    """Invoke the chain in a sync tool with no event loop, where a handler listens."""

    @tool
    def summarize_backwards(long_text: str) -> str:
        """Say a text in ten words, backwards."""
        return guide_chain().invoke({"long_text": long_text})

    return summarize_backwards
