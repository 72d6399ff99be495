"""A mark in the callbacks that an outermost run is called with: it shows where they are passed on.

It is a handler that hears nothing. A config that a tool hands to a person's function holds the
callbacks that the tool was called with; where a call gets these, the mark is in them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..model import Run

_IGNORED = (
    "ignore_llm", "ignore_chain", "ignore_agent", "ignore_retriever", "ignore_chat_model",
    "ignore_custom_event", "ignore_retry",
)  # fmt: skip
_classes: list[type[Any]] = []


def make_mark() -> Any:
    """Return a new mark; ``root`` is the run that it is for, once that has begun."""
    if not _classes:
        _classes.append(_make_class())
    return _classes[0]()


def find_mark(callbacks: Any) -> Any:
    """Return the mark that is in a list of callbacks, or on a manager; None if there is none."""
    if isinstance(callbacks, (list, tuple)):
        marks = (each for each in callbacks if _classes and isinstance(each, _classes[0]))
        return next(marks, None)
    return getattr(callbacks, "langchain_core_watch_mark", None)


def without_mark(callbacks: Any) -> Any:
    """Return what a list of callbacks is without its mark; None if that is nothing."""
    return [each for each in callbacks if not isinstance(each, _classes[0])] or None


def put_mark(callbacks: Any, mark: Any) -> Any:
    """Return callbacks with a mark: a list with it, or a copy of a manager that bears it."""
    if callbacks is None or isinstance(callbacks, (list, tuple)):
        return [*(callbacks or ()), mark]
    own = type(callbacks).copy(callbacks)
    own.langchain_core_watch_mark = mark
    own.copy = lambda: put_mark(own, mark)  # configs are merged by copies
    return own


def _make_class() -> type[Any]:
    from langchain_core.callbacks import BaseCallbackHandler

    silent: dict[str, Any] = {name: property(lambda _: True) for name in _IGNORED}
    root: Run | None = None
    return type("Mark", (BaseCallbackHandler,), {"run_inline": True, "root": root, **silent})
