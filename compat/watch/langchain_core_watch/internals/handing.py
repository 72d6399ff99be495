"""How work is handed over in asyncio, threads and pools."""

from __future__ import annotations

import asyncio
import functools
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Callable

from .told import is_managers

if TYPE_CHECKING:
    from types import CodeType

    from ..model import Site
    from ..watcher import Watcher
    from .patches import Patches


def begins_loop(code: CodeType) -> bool:
    """Tell whether some code runs a loop: where the loop is not Python's own, no step is seen."""
    return code.co_name == "run" and code.co_filename.endswith(_RUNNERS)


_RUNNERS = ("runners.py", os.path.join("uvloop", "__init__.py"))
EDGES: set[CodeType] = set()
"""What runs the work of a thread or a pool."""
STEP = asyncio.Handle._run.__code__
"""Above it is the loop's own business."""


running_loop = asyncio._get_running_loop
current_task = asyncio.current_task


_DEEP = 2
"""Frames that a coroutine knows: of the framework's method, or a wrapper of it, and its caller."""


class Origins:
    """Lets coroutines of this thread know the line that made them, until that is restored.

    That is the line of the call where it is handed over elsewhere. Costs 0.2 to 1 µs each, the more
    the farther down in its function that line is.
    """

    def __init__(self) -> None:
        self._thread = threading.get_ident()
        self._depth = sys.get_coroutine_origin_tracking_depth()
        sys.set_coroutine_origin_tracking_depth(max(_DEEP, self._depth))

    def restore(self) -> None:
        """Restore what was; of another thread nobody can."""
        if threading.get_ident() == self._thread:
            sys.set_coroutine_origin_tracking_depth(self._depth)


def find_origin(coroutine: Any, site: Site | None) -> int | None:
    """Return the line that made a coroutine, if that is in the function of a call site."""
    if site is None:
        return None
    wanted = (site.file, site.function.rpartition(".")[2])
    for file, line, function in getattr(coroutine, "cr_origin", None) or ():
        if (file, function.rpartition(".")[2]) == wanted:
            return int(line)
    return None


def wrap_loop(patches: Patches, watcher: Watcher, loop: type[Any]) -> None:
    """Let a class of loops tell where its tasks are made."""
    if hasattr(loop, "create_task"):  # uvloop's has it from a base that cannot be changed
        patches.put(loop, "create_task", _make_create_task(loop.create_task, watcher))


def wrap_handing(patches: Patches, watcher: Watcher) -> None:
    """Let asyncio, pools and threads tell where their work is from."""
    wrap_loop(patches, watcher, asyncio.BaseEventLoop)
    patches.put(ThreadPoolExecutor, "submit", _make_submit(ThreadPoolExecutor.submit, watcher))
    patches.put(threading.Thread, "start", _make_start(threading.Thread.start, watcher))
    bootstrap = threading.Thread._bootstrap_inner  # type: ignore[attr-defined]
    patches.put(threading.Thread, "_bootstrap_inner", _make_bootstrap(bootstrap, watcher))
    threadsafe = _make_threadsafe(asyncio.run_coroutine_threadsafe, watcher)
    original = asyncio.run_coroutine_threadsafe
    patches.put_everywhere("run_coroutine_threadsafe", original, threadsafe)


def _make_create_task(original: Callable[..., Any], watcher: Watcher) -> Callable[..., Any]:
    @functools.wraps(original)
    def create_task(self: Any, coro: Any, *args: Any, **kwargs: Any) -> Any:
        code = getattr(coro, "cr_code", None)
        if code is not None and is_managers(code):
            return original(self, coro, *args, **kwargs)  # a run in there is the handler's
        remember = watcher.handed_over(sys._getframe(1), coro, "task")
        task = original(self, coro, *args, **kwargs)
        if remember is not None:
            remember(task)
        return task

    return create_task


def _make_threadsafe(original: Callable[..., Any], watcher: Watcher) -> Callable[..., Any]:
    @functools.wraps(original)
    def run_coroutine_threadsafe(coro: Any, loop: Any) -> Any:
        watcher.handed_over(sys._getframe(1), coro, "other loop")
        return original(coro, loop)

    return run_coroutine_threadsafe


def _make_submit(original: Callable[..., Any], watcher: Watcher) -> Callable[..., Any]:
    @functools.wraps(original)
    def submit(self: Any, fn: Any, /, *args: Any, **kwargs: Any) -> Any:
        return original(self, watcher.carried(sys._getframe(1), fn, "pool"), *args, **kwargs)

    return submit


def _make_start(original: Callable[..., Any], watcher: Watcher) -> Callable[..., Any]:
    @functools.wraps(original)
    def start(self: Any) -> Any:
        # What a pool's own threads run says by itself where it is from.
        if not _is_of_pool(self):
            watcher.thread_started(sys._getframe(1), self)
        return original(self)

    return start


def _make_bootstrap(original: Callable[..., Any], watcher: Watcher) -> Callable[..., Any]:
    def _bootstrap_inner(self: Any) -> Any:
        with watcher.edges.within(self, sys._getframe()):
            return original(self)

    EDGES.add(_bootstrap_inner.__code__)
    return functools.wraps(original)(_bootstrap_inner)


def _is_of_pool(thread: threading.Thread) -> bool:
    target = getattr(thread, "_target", None)
    return getattr(target, "__module__", "") == "concurrent.futures.thread"
