"""Tools in a module that imports the type of their config for the type checker only.

A module of its own, because a name is imported for a whole module.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from langchain_core.tools import BaseTool, tool

from compat.incell.child import guide_chain
from compat.incell.drive import note

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig


def summarizer() -> BaseTool:
    """Ask for the config in a tool by a name that is imported only under TYPE_CHECKING."""

    @tool
    async def summarize_backwards(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        note(injected=config is not None)
        return await guide_chain().ainvoke({"long_text": long_text}, config=config)

    return summarize_backwards


def by_callbacks() -> BaseTool:
    """Ask for callbacks instead, by name alone: no annotation that has to be found."""

    @tool
    async def summarize_backwards(long_text: str, callbacks=None) -> str:  # type: ignore[no-untyped-def] # noqa: ANN001 - as advised
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, {"callbacks": callbacks})

    return summarize_backwards
