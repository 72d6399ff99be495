"""Threads that are not waited for until they begin."""

import _thread
import sys
import threading
from collections.abc import Callable


def start_thread(work: Callable[..., object], *arguments: object) -> None:
    """Run ``work`` in a thread of its own, which ends with the process at the latest.

    ``threading.Thread.start`` waits for the new thread, for ever if that gets no memory:
    https://github.com/python/cpython/issues/140746. What traces threads sees this one too. Raises
    RuntimeError if none can start.
    """
    trace = threading.gettrace()

    def run() -> None:
        sys.settrace(trace)
        work(*arguments)

    _thread.start_new_thread(run, ())
