"""Where a stack ends and the work goes on elsewhere: tasks, threads, work items of pools.

What is made where is remembered by the thing itself: a coroutine, or the function that a thread or
a pool runs.
"""

from __future__ import annotations

import sys
import threading
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Callable

from .beside import Weakly
from .internals.handing import EDGES, current_task, running_loop
from .model import Path, Site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

NOWHERE = Path(ended=True)
"""Of a step that nobody knows who made, such as a callback of a loop."""


class _Local(threading.local):
    """The work that this thread is at, with the frame where it began, the outermost first."""

    def __init__(self) -> None:
        self.work: list[tuple[FrameType, Path]] = []


class Edges:
    """What was made where: by whom a task, a thread or a work item was handed over."""

    def __init__(self) -> None:
        self._made = Weakly()
        self._local = _Local()

    def remember(self, thing: object, path: Path, edge: str) -> bool:
        """Remember where a coroutine, or a thread, was handed over, if it can be.

        The first time counts. ``edge`` names how a person's code did it; empty where the framework
        did.
        """
        return self._made.get(thing) is not None or self._made.put(thing, _cross(path, edge))

    def find_task(self) -> tuple[FrameType | None, Path | None]:
        """Return the frame at the bottom of the task that runs now, and where that was made.

        Neither is there without a loop, and no frame without a task, or in one that has none.
        """
        loop = running_loop()
        if loop is None:
            return None, None
        task = current_task(loop)
        if task is None:
            return None, NOWHERE
        coroutine = task.get_coro()
        made = self._made.get(coroutine) or self._made.get(task) or NOWHERE
        return getattr(coroutine, "cr_frame", None), made

    def find_work(self, frame: FrameType | None) -> Path | None:
        """Return where the work of a thread or a pool was made that began at a frame, if any."""
        for bottom, made in self._local.work:
            if bottom is frame:
                return made
        return None

    @contextmanager
    def within(self, thread: object, frame: FrameType) -> Iterator[None]:
        """Let what runs above a frame meanwhile be from where a thread was started."""
        made = self._made.get(thread)
        if made is None:
            yield
            return
        stack = self._local.work
        stack.append((frame, made))
        try:
            yield
        finally:
            stack.pop()

    def carry(self, work: Callable[..., Any], path: Path, edge: str) -> Callable[..., Any]:
        """Return a function that does what another does, and knows where it is from."""
        return partial(self._run, work, _cross(path, edge))

    def _run(self, work: Callable[..., Any], made: Path, /, *args: Any, **kwargs: Any) -> Any:
        stack = self._local.work
        stack.append((sys._getframe(), made))
        try:
            return work(*args, **kwargs)
        finally:
            stack.pop()


EDGES.add(Edges._run.__code__)


def _cross(path: Path, edge: str) -> Path:
    return path._replace(edges=(edge, *path.edges)) if edge else path


def join(made: Path, site: Site | None, through: str | None) -> Path:
    """Return the whole path of a run whose own part, up to a boundary, has this call site, if any.

    ``made`` is the path from where that boundary was made.
    """
    callers, ended = made.callers, made.ended
    for run in callers:
        if not run.open:
            callers = tuple(each for each in callers if each.open)
            ended = ended or not callers
            break
    else:
        if site is None:
            return made
    return Path(
        callers,
        site or made.site,
        made.edges,
        through if site else made.through,
        ended,
        made.placed,
    )
