"""Sends a suite's synchronous calls of graphs through ``ainvoke`` and ``astream``.

Suites rarely call their graphs asynchronously, and servers do little else.
"""

from __future__ import annotations

import asyncio
import functools
import importlib
import os
import sys
import threading
from contextlib import contextmanager
from contextvars import ContextVar, copy_context
from typing import TYPE_CHECKING, Any

from .. import session
from ..arrival import Arrivals
from ..internals.patches import Patches

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator
    from types import ModuleType

SWITCH = "LANGCHAIN_CORE_WATCH_DRIVE"
"""``async``: graphs are called asynchronously."""

_within: ContextVar[bool] = ContextVar("langchain_core_watch_within", default=False)


def heed_switch() -> None:
    """Send calls through ``ainvoke`` from the import of LangGraph on, if the switch says so."""
    if os.environ.get(SWITCH) == "async":
        Arrivals({"langgraph.pregel": lambda module: _replace(module, Patches())}).start()


@contextmanager
def send_through_ainvoke() -> Iterator[None]:
    """Send synchronous calls of graphs through ``ainvoke`` while this lasts."""
    patches = Patches()
    _replace(importlib.import_module("langgraph.pregel"), patches)
    try:
        yield
    finally:
        patches.remove()


def _replace(module: ModuleType, patches: Patches) -> None:
    graph = module.Pregel
    patches.put(graph, "invoke", _make_invoke(graph.invoke))
    patches.put(graph, "stream", _make_stream(graph.stream))


def _make_invoke(original: Any) -> Any:
    @functools.wraps(original)
    def invoke(self: Any, *args: Any, **kwargs: Any) -> Any:
        if _is_within():
            return original(self, *args, **kwargs)
        return _run(self.ainvoke(*args, **kwargs))

    return invoke


def _make_stream(original: Any) -> Any:
    @functools.wraps(original)
    def stream(self: Any, *args: Any, **kwargs: Any) -> Any:
        if _is_within():
            return original(self, *args, **kwargs)
        return _iterate(self.astream(*args, **kwargs))

    return stream


def _is_within() -> bool:
    """Tell whether a call is part of another run, whose way of calling it is to be seen."""
    watched = session._session
    if _within.get() or watched is None:
        return _within.get()
    return bool(watched.watcher._find_path(sys._getframe()).callers)


def _iterate(stream: Any) -> Iterator[Any]:
    """Give what an asynchronous stream gave, and raise at its end what it raised."""
    parts: list[Any] = []

    async def collect() -> None:
        async for part in stream:
            parts.append(part)  # noqa: PERF401 - what came before an error is to be given

    error: Exception | None = None
    try:
        _run(collect())
    except Exception as raised:  # noqa: BLE001 - is raised below
        error = raised
    yield from parts
    if error is not None:
        raise error


def _run(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Run a coroutine in a loop and a thread of its own: the caller's may have a loop already."""
    done: list[Any] = []

    def work() -> None:
        _within.set(True)
        try:
            done.extend((asyncio.run(coroutine), None))
        except BaseException as error:  # noqa: BLE001 - is raised in the caller's thread
            done.extend((None, error))

    thread = threading.Thread(target=copy_context().run, args=(work,), daemon=True)
    thread.start()
    thread.join()
    result, error = done
    if error is not None:
        raise error
    return result
