"""What the watcher has to know of agents that are made by one call: their model is called for them.

No code of a person's calls that model, so the call site is the line that made the agent.
"""

from __future__ import annotations

import functools
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import CodeType

    from ..watcher import Watcher
    from .patches import Patches

MODULE = "langchain.agents.factory"
"""Where ``create_agent`` is."""

PACKAGE = "langchain"
_FOLDERS = ("langchain/agents/", "langchain\\agents\\")


def calls_model(code: CodeType) -> bool:
    """Tell whether some code of the framework is of such agents, or of their middleware.

    LangGraph's own ``create_react_agent`` is not: it passes the config on, as other nodes of the
    framework do.
    """
    return any(folder in code.co_filename for folder in _FOLDERS)


def wrap_agents(patches: Patches, watcher: Watcher, module: Any) -> None:
    """Let a module tell which agents were made where."""
    original = module.create_agent

    @functools.wraps(original)
    def create_agent(*args: Any, **kwargs: Any) -> Any:
        made = original(*args, **kwargs)
        watcher.agent_made(sys._getframe(1), made)
        return made

    patches.put_everywhere("create_agent", original, create_agent)
