"""Where a stack ends and the work goes on elsewhere: tasks, threads, work items of pools.

What is made where is remembered by the thing itself: a coroutine, or the function that a thread or
a pool runs.
"""

from __future__ import annotations

import sys
import threading
import weakref
from typing import TYPE_CHECKING, Any, Callable, NamedTuple

from .internals.handing import current_task
from .model import Path, Site

if TYPE_CHECKING:
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
        callers = self.path.callers
        alive = tuple(run for run in callers if run.open)
        return Path(
            callers=alive,
            site=site or self.path.site,
            edges=((self.edge,) if self.edge else ()) + self.path.edges,
            through=through if site else self.path.through,
            ended=self.path.ended or bool(callers and not alive),
            placed=self.path.placed,
        )


class Edges:
    """What was made where."""

    def __init__(self) -> None:
        self._coroutines: weakref.WeakKeyDictionary[Any, tuple[Path, str]] = (
            weakref.WeakKeyDictionary()
        )
        self._local = threading.local()

    def remember(self, coroutine: object, path: Path, edge: str) -> bool:
        """Remember where a coroutine was handed to a loop, if it can be; the first time counts."""
        try:
            self._coroutines.setdefault(coroutine, (path, edge))
        except TypeError:  # no weak reference to what is no coroutine of Python's
            return False
        return True

    def find_boundary(self) -> Boundary | None:
        """Return the bottom of the stack that runs now: of a task, or else of a thread."""
        task = current_task()
        if task is not None:
            coroutine = task.get_coro()
            try:
                known = self._coroutines.get(coroutine)
            except TypeError:  # an async generator's step
                known = None
            known = known or self._coroutines.get(task)
            if known is not None:
                return Boundary(getattr(coroutine, "cr_frame", None), *known)
        work: list[Boundary] | None = getattr(self._local, "work", None)
        return work[-1] if work else None

    def carry(self, work: Callable[..., Any], path: Path, edge: str) -> Callable[..., Any]:
        """Return a function that does what another does, and knows where it is from."""

        def carried(*args: Any, **kwargs: Any) -> Any:
            stack = self._local.__dict__.setdefault("work", [])
            stack.append(Boundary(sys._getframe(), path, edge))
            try:
                return work(*args, **kwargs)
            finally:
                stack.pop()

        return carried
