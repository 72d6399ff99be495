"""What the watcher has to know of LangGraph's insides.

It merges configs by an ``ensure_config`` of its own, and its scheduler places the runs of ``@task``
functions under the graph, whoever calls them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import CodeType

CONFIG_MODULES = ("langgraph._internal._config", "langgraph.utils.config")
"""Where its ``ensure_config`` is: since 0.6, and before."""

_PLACING = {"call", "acall", "_call", "_acall"}


def is_scheduler(code: CodeType) -> bool:
    """Tell whether some code of the framework hands a ``@task`` to LangGraph's scheduler."""
    return code.co_name in _PLACING and "pregel" in code.co_filename
