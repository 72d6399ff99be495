"""Where a stack ends and the work goes on elsewhere: tasks, threads, work items of pools.

What is made where is remembered by the thing itself: a coroutine, or the function that a thread or
a pool runs.
"""

from __future__ import annotations

import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Callable, NamedTuple

from .beside import Weakly
from .internals.handing import EDGES, current_task, running_loop
from .model import Path, Site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType


class Boundary(NamedTuple):
    """The bottom of a stack, with the path from where it was made.

    ``edge`` names how a person's code handed the work over; empty where the framework did.
    """

    frame: FrameType | None
    path: Path
    edge: str

    def join(self, site: Site | None, through: str | None) -> Path:
        """Return the whole path of a run whose own part has this call site, if any."""
        path = self.path
        callers = path.callers
        if not all(run.open for run in callers):
            callers = tuple(run for run in callers if run.open)
        return Path(
            callers,
            site or path.site,
            (self.edge, *path.edges) if self.edge else path.edges,
            through if site else path.through,
            path.ended or bool(path.callers and not callers),
            path.placed,
        )


NOWHERE = Boundary(None, Path(ended=True), "")
"""Of a step that nobody knows who made, such as a callback of a loop."""


class Edges:
    """What was made where."""

    def __init__(self) -> None:
        self._made = Weakly()
        self._local = threading.local()

    def remember(self, thing: object, path: Path, edge: str) -> bool:
        """Remember where a coroutine, or a thread, was handed over, if it can be.

        The first time counts.
        """
        return self._made.get(thing) is not None or self._made.put(thing, (path, edge))

    def find_bottom(self) -> FrameType | None:
        """Return the frame at the bottom of the task that runs now, if one does and has one."""
        loop = running_loop()
        task = None if loop is None else current_task(loop)
        return None if task is None else getattr(task.get_coro(), "cr_frame", None)

    def find_boundary(self, frame: FrameType | None) -> Boundary | None:
        """Return the boundary at a frame: of work that began there, or else of a task or a loop."""
        for work in getattr(self._local, "work", ()):
            if work.frame is frame:
                return work  # type: ignore[no-any-return]
        loop = running_loop()
        if loop is None:
            return None
        task = current_task(loop)
        if task is None:
            return NOWHERE
        known = self._made.get(task.get_coro()) or self._made.get(task)
        return NOWHERE if known is None else Boundary(frame, *known)

    def is_work(self, frame: FrameType) -> bool:
        """Tell whether work of a thread or a pool began at a frame."""
        return any(work.frame is frame for work in getattr(self._local, "work", ()))

    @contextmanager
    def within(self, thread: object, frame: FrameType) -> Iterator[None]:
        """Let what runs above a frame meanwhile be from where a thread was started."""
        known = self._made.get(thread)
        if known is None:
            yield
            return
        stack = self._local.__dict__.setdefault("work", [])
        stack.append(Boundary(frame, *known))
        try:
            yield
        finally:
            stack.pop()

    def carry(self, work: Callable[..., Any], path: Path, edge: str) -> Callable[..., Any]:
        """Return a function that does what another does, and knows where it is from."""

        def carried(*args: Any, **kwargs: Any) -> Any:
            stack = self._local.__dict__.setdefault("work", [])
            stack.append(Boundary(sys._getframe(), path, edge))
            try:
                return work(*args, **kwargs)
            finally:
                stack.pop()

        EDGES.add(carried.__code__)
        return carried
