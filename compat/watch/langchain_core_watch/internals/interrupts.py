"""Code that Python itself calls, in the middle of anything: nothing on the stack has called it."""

from __future__ import annotations

import functools
import signal
import sys
from typing import TYPE_CHECKING, Any, Callable

if TYPE_CHECKING:
    from types import CodeType, FrameType

    from .patches import Patches

_handlers: dict[int, CodeType] = {}
"""By the number of a signal: what handles it now."""
_replaced: list[CodeType] = []
"""What was replaced while it ran, as of those that end with the first signal."""
changed: list[Callable[[CodeType], object]] = []
"""What is to be called with code that handles a signal now, or no longer."""


def is_interrupt(code: CodeType, *, persons: bool) -> bool:
    """Tell whether some code is that of a signal handler or of a finalizer.

    An object that is called may be any of its class, as every mock is: only a class of a person's
    counts.
    """
    if code.co_name == "__call__" and not persons:
        return False
    return code.co_name == "__del__" or any(
        code is each for each in (*_handlers.values(), *_replaced)
    )


def wrap_signals(patches: Patches) -> None:
    """Let the handlers of signals be known, those that there are and those to come."""
    for number in signal.valid_signals():
        _note(number, signal.getsignal(number))
    original = signal.signal

    @functools.wraps(original)
    def set_handler(signalnum: Any, handler: Any) -> Any:
        before = original(signalnum, handler)
        _note(signalnum, handler)
        return before

    patches.put(signal, "signal", set_handler)


def _note(number: int, handler: Any) -> None:
    """Take a handler for that of a signal; the one before it counts no more, unless it runs."""
    before, now = _handlers.pop(number, None), _find_code(handler)
    if now is not None:
        _handlers[number] = now
    old = [*_replaced, before] if before is not None else [*_replaced]
    _replaced[:] = [code for code in old if _runs(code, sys._getframe())] if old else []
    for code in [*old, now] if now is not None else old:
        for tell in changed:
            tell(code)


def _runs(code: CodeType, frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code is code:
            return True
        frame = frame.f_back
    return False


def _find_code(handler: Any) -> CodeType | None:
    """Return the code of a function, of a method, or of what is called by them."""
    while isinstance(handler, functools.partial):
        handler = handler.func
    function = getattr(handler, "__func__", handler)
    if not hasattr(function, "__code__"):
        bases = map(vars, type(handler).__mro__)
        function = next((own["__call__"] for own in bases if "__call__" in own), None)
        function = getattr(function, "__func__", function)
    code: CodeType | None = getattr(function, "__code__", None)
    return code
