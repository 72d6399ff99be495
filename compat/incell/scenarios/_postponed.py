"""Tools in a module that postpones annotations, with their types importable when it runs.

A module of its own, because the import below is about a whole module.
"""

from __future__ import annotations

from langchain_core.callbacks import BaseCallbackManager, Callbacks
from langchain_core.runnables import RunnableConfig
from langchain_core.runnables.config import patch_config, var_child_runnable_config
from langchain_core.tools import BaseTool, tool

from compat.incell.child import guide_chain
from compat.incell.drive import note


def summarizer() -> BaseTool:
    """Ask for the config in a tool in a module with from __future__ import annotations."""

    @tool
    async def summarize_backwards(long_text: str, config: RunnableConfig) -> str:
        """Say a text in ten words, backwards."""
        note(injected=config is not None)
        return await guide_chain().ainvoke({"long_text": long_text}, config=config)

    return summarize_backwards


def by_callbacks() -> BaseTool:
    """Ask for callbacks instead, under from __future__ import annotations."""

    @tool
    async def summarize_backwards(long_text: str, callbacks: Callbacks = None) -> str:
        """Say a text in ten words, backwards."""
        return await guide_chain().ainvoke({"long_text": long_text}, {"callbacks": callbacks})

    return summarize_backwards


def by_context_variable() -> BaseTool:
    """Set the context variable, under from __future__ import annotations."""

    @tool
    async def summarize_backwards(
        long_text: str, config: RunnableConfig, callbacks: BaseCallbackManager
    ) -> str:
        """Say a text in ten words, backwards."""
        var_child_runnable_config.set(patch_config(config, callbacks=callbacks))
        return await guide_chain().ainvoke({"long_text": long_text})

    return summarize_backwards
