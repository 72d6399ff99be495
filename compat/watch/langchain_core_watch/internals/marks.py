"""A mark in the callbacks that an outermost run is called with: it shows where they are passed on.

It stands among the handlers of a config, and no manager ever gets it. A config that a tool hands to
a person's function holds the callbacks that the tool was called with; where a call gets these, the
mark is in them.
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
    return vars(callbacks).get("langchain_core_watch_mark") if is_manager(callbacks) else None


def is_manager(callbacks: Any) -> bool:
    """Tell whether something is a callback manager."""
    return any(cls.__name__ == "BaseCallbackManager" for cls in type(callbacks).__mro__)


def strip_mark(callbacks: Any) -> Any:
    """Return what callbacks are without a mark in their list; None if that is nothing."""
    if not isinstance(callbacks, (list, tuple)) or find_mark(callbacks) is None:
        return callbacks
    return [each for each in callbacks if not isinstance(each, _classes[0])] or None


def put_mark(callbacks: Any, mark: Any) -> Any:
    """Return callbacks with a mark: a list with it, or a copy of a manager that bears it.

    What is neither, as a test's mock, stays as it is.
    """
    if callbacks is None or isinstance(callbacks, (list, tuple)):
        return [*(callbacks or ()), mark]
    if not is_manager(callbacks):
        return callbacks
    own = type(callbacks).copy(callbacks)
    own.langchain_core_watch_mark = mark
    own.copy = lambda: put_mark(own, mark)  # configs are merged by copies
    return own


def hold(manager: Any) -> Any:
    """Return a copy of a manager that says that nobody passed it: it came by the context."""
    own = type(manager).copy(manager)
    own.langchain_core_watch_held = True
    own.copy = lambda: hold(own)
    return own


def is_held(callbacks: Any) -> bool:
    """Tell whether a manager came by the context."""
    return "langchain_core_watch_held" in getattr(callbacks, "__dict__", ())


def _make_class() -> type[Any]:
    from langchain_core.callbacks import BaseCallbackHandler

    silent: dict[str, Any] = {name: property(lambda _: True) for name in _IGNORED}
    # A copy of a config has the same mark; one that goes to another process has a new one.
    silent["__copy__"] = lambda own: own
    silent["__deepcopy__"] = lambda own, _: own
    silent["__reduce__"] = lambda _: (make_mark, ())
    root: Run | None = None
    return type("Mark", (BaseCallbackHandler,), {"run_inline": True, "root": root, **silent})
