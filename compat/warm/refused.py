"""Threads that the system refused to a cell: told, whoever swallows the error.

A callback manager logs what its handlers raise and goes on: without this line an event that is
missing for want of a thread would look like one that never comes.
"""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

REFUSED = "compat: the system refused a thread"
_WORDS = "can't start new thread"
_STARTERS = ("_start_new_thread", "_start_joinable_thread")  # the second from Python 3.13 on


def tell_of_refused_threads(output: int) -> None:
    """Write a line to a descriptor whenever a thread cannot be started in this process."""
    for name in _STARTERS:
        if hasattr(threading, name):
            setattr(threading, name, _telling(getattr(threading, name), output))


def _telling(start: Callable[..., Any], output: int) -> Callable[..., Any]:
    def telling(*args: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever it takes
        try:
            return start(*args, **named)
        except RuntimeError as error:
            if _WORDS in str(error):
                os.write(output, f"\n{REFUSED}\n".encode())
            raise

    return telling
