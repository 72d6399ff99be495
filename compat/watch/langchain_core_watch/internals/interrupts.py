"""Code that Python itself calls, in the middle of anything: nothing on the stack has called it."""

from __future__ import annotations

import functools
import signal
from typing import TYPE_CHECKING, Any, Callable

if TYPE_CHECKING:
    from types import CodeType

    from .patches import Patches

_MOST = 200
_handlers: dict[int, CodeType] = {}
changed: list[Callable[[], None]] = []
"""What is to be called when there is another handler."""


def is_interrupt(code: CodeType) -> bool:
    """Tell whether some code is that of a signal handler or of a finalizer."""
    return code.co_name == "__del__" or id(code) in _handlers


def wrap_signals(patches: Patches) -> None:
    """Let the handlers of signals be known, those that there are and those to come."""
    for number in signal.valid_signals():
        _note(signal.getsignal(number))
    original = signal.signal

    @functools.wraps(original)
    def set_handler(signalnum: Any, handler: Any) -> Any:
        before = original(signalnum, handler)
        _note(handler)
        return before

    patches.put(signal, "signal", set_handler)


def _note(handler: Any) -> None:
    code = _find_code(handler)
    if code is not None and len(_handlers) < _MOST and id(code) not in _handlers:
        _handlers[id(code)] = code  # it is kept, and so is its id
        for each in changed:
            each()


def _find_code(handler: Any) -> CodeType | None:
    """Return the code of a function, of a method, or of what is called by them."""
    while isinstance(handler, functools.partial):
        handler = handler.func
    function = getattr(handler, "__func__", handler)
    if not hasattr(function, "__code__"):
        function = getattr(type(handler).__call__, "__func__", type(handler).__call__)
    code: CodeType | None = getattr(function, "__code__", None)
    return code
