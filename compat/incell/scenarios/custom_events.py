"""Custom events, dispatched by the code itself: the event is the child."""

from langchain_core.callbacks import Callbacks, adispatch_custom_event
from langchain_core.runnables import RunnableConfig
from langchain_core.tools import BaseTool, tool

from compat.incell.child import LONG_TEXT
from compat.incell.registry import scenario


@scenario(
    "custom-event",
    group="custom events",
    path=("measure",),
    child="custom_event",
    value={"long_text": LONG_TEXT},
)
def custom_event() -> BaseTool:
    """Dispatch a custom event from an async tool that is the root."""

    @tool
    async def measure(long_text: str) -> str:
        """Count the words of a text, and say so on the way."""
        words = len(long_text.split())
        await adispatch_custom_event("counted", {"words": words})
        return str(words)

    return measure


@custom_event.variant("configured")
def _() -> BaseTool:
    @tool
    async def measure(long_text: str, config: RunnableConfig) -> str:
        """Count the words of a text, and say so on the way."""
        words = len(long_text.split())
        await adispatch_custom_event("counted", {"words": words}, config=config)
        return str(words)

    return measure


@custom_event.variant("callbacks")
def _() -> BaseTool:
    @tool
    async def measure(long_text: str, callbacks: Callbacks = None) -> str:
        """Count the words of a text, and say so on the way."""
        words = len(long_text.split())
        await adispatch_custom_event("counted", {"words": words}, config={"callbacks": callbacks})
        return str(words)

    return measure
