"""A listener that nobody passes: the context holds it, as it holds tracers and token counters.

``langchain_core.tracers.context`` says how they are installed: LangSmith's tracer,
``collect_runs`` and ``get_usage_metadata_callback`` are such listeners.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING

from langchain_core.tracers.context import register_configure_hook

if TYPE_CHECKING:
    from compat.incell.handler import RunHandler

_HOOK: ContextVar[RunHandler | None] = ContextVar("hook", default=None)
register_configure_hook(_HOOK, inheritable=True)


def install(hook: RunHandler | None) -> None:
    """Let a handler see what starts in this context from now on; None takes the last one out."""
    _HOOK.set(hook)
