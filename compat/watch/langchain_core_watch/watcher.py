"""What the wrappers tell, put together: the runs, who called them, and who hears of them.

Nothing in here may harm the program that is watched: what fails in here is remembered as the
watcher's own ``problem``, and nothing is judged from then on.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections import OrderedDict, deque
from typing import TYPE_CHECKING, Any, Callable

from .beside import Weakly
from .edges import Edges
from .internals.handing import find_origin
from .model import INHERITS_NOTHING, Passed, Path, Run
from .passing import Passing, begin_outermost, find_hooked, hook
from .stack import Owners, name_edge

if TYPE_CHECKING:
    from contextvars import ContextVar
    from types import FrameType

_MOST_OPEN = 20_000
_MOST_ENDED = 2_000
"""Ended runs whose callbacks may still be used by a call, as a leak."""


class Watcher:
    """The runs of a process; each of ``observers`` hears of every call at its start."""

    def __init__(self) -> None:
        self.observers: list[Callable[[Run], None]] = []
        self.problem: str | None = None
        self.forget()

    def forget(self) -> None:
        """Forget all runs, as in the new process after a fork."""
        self.edges = Edges()
        self.owners = Owners(self.edges)
        self._by_id: OrderedDict[Any, Run] = OrderedDict()
        self._ended: deque[Run] = deque()
        self.passing = Passing(self.owners, self._by_id)
        self._taken = Weakly()
        self._managers = Weakly()

    # What the wrappers tell

    def configured(
        self, frame: FrameType, given: tuple[Any, ...], config: Any, context: ContextVar[Any]
    ) -> None:
        """Take a config that the framework made of others, and of the one in its context."""
        try:
            self.passing.mark(frame, given, context.get(), config)
        except Exception:  # noqa: BLE001 - see above
            self._fail()

    def merged(self, given: tuple[Any, ...], config: Any) -> None:
        """Take a config that the framework merged from others, as for a bound runnable."""
        try:
            self.passing.merge(given, config)
        except Exception:  # noqa: BLE001
            self._fail()

    def agent_made(self, frame: FrameType, agent: Any) -> None:
        """Take an agent, the model of which is called for the person whose code has made it."""
        try:
            self.owners.made(agent, frame)
        except Exception:  # noqa: BLE001
            self._fail()

    def callbacks_taken(self, callbacks: Any, tags: Any, metadata: Any, manager: Any) -> None:
        """Take what a manager was made of, before its run begins."""
        try:
            self._taken.put(manager, self.passing.find(callbacks, tags, metadata, manager))
        except Exception:  # noqa: BLE001
            self._fail()

    def started(self, frame: FrameType, kind: str, name: str, manager: Any, made: Any) -> None:
        """Take a run that has begun, or several of one call."""
        try:
            path = self.owners.walk(frame)
            passed, mark = self._get_passed(manager)
            for each in made if isinstance(made, list) else [made]:
                run = self._make(kind, name, manager, path, passed)
                run.id = each.run_id
                self._managers.put(each, run)
                if not path.callers:
                    begin_outermost(run, mark)
                self._by_id[run.id] = run
                self.owners.own(run, frame)
                self._tell(run)
            self._bound()
        except Exception:  # noqa: BLE001
            self._fail()

    def dispatched(self, frame: FrameType, name: str, manager: Any) -> None:
        """Take a custom event."""
        try:
            passed, _ = self._get_passed(manager)
            self._tell(self._make("custom_event", name, manager, self._find_path(frame), passed))
        except Exception:  # noqa: BLE001
            self._fail()

    def refused(self, frame: FrameType, name: str, *, awaited: bool) -> None:
        """Take a custom event that raised an error, since it has no parent."""
        try:
            path = self._find_path(frame)
            self._tell(
                Run(kind="custom_event", name=str(name), awaited=awaited, path=path,
                    passed=Passed(), hooked=None)
            )  # fmt: skip
        except Exception:  # noqa: BLE001
            self._fail()

    def ended(self, manager: Any) -> None:
        """Take the end of a run."""
        run = self._managers.get(manager)
        if run is not None and run.open:
            self.owners.release(run)
            self._ended.append(run)
            while len(self._ended) > _MOST_ENDED:
                self._drop(self._ended.popleft())

    def handed_over(
        self, frame: FrameType, coroutine: Any, plain: str
    ) -> Callable[[object], object] | None:
        """Take a coroutine that is to run as a task.

        Return what the task is to be told to, where the coroutine cannot be remembered itself.
        """
        edge, path = name_edge(frame, plain), self._find_path(frame)
        if not edge and not path.callers:
            hook(anew=False)  # the framework begins an outermost run in a task
        line = find_origin(coroutine, path.site)
        if line is not None and path.site is not None:
            path = path._replace(site=path.site._replace(line=line))
        if self.edges.remember(coroutine, path, edge):
            return None
        return lambda task: self.edges.remember(task, path, edge)

    def carried(self, frame: FrameType, work: Callable[..., Any], plain: str) -> Callable[..., Any]:
        """Return what a pool is to run in place of a person's function."""
        return self.edges.carry(work, self._find_path(frame), name_edge(frame, plain))

    def thread_started(self, frame: FrameType, thread: Any) -> None:
        """Take a thread that is about to begin."""
        self.edges.remember(thread, self._find_path(frame), name_edge(frame, "thread"))

    # Runs

    def _find_path(self, frame: FrameType) -> Path:
        try:
            return self.owners.walk(frame)
        except Exception:  # noqa: BLE001
            self._fail()
            return Path()

    def _get_passed(self, manager: Any) -> tuple[Passed, Any]:
        """Return what a manager was made of; one that was not configured is a run's child."""
        found: tuple[Passed, Any] | None = self._taken.get(manager)
        return found if found is not None else self.passing.find(manager, None, None, manager)

    def _make(self, kind: str, name: str, manager: Any, path: Path, passed: Passed) -> Run:
        hooked = find_hooked()
        if passed.how == "own" and _shares_handlers(path, manager):
            # The handlers of the caller, a tracer's among them, without their manager: they are
            # not told whose child it is.
            outermost = path.callers[0].outermost
            passed, hooked = Passed("given", root=outermost), outermost
        return Run(
            kind=kind,
            name=name,
            awaited=type(manager).__name__.startswith("Async"),
            path=path,
            passed=passed,
            hooked=hooked,
            inherits=_list_inherited(manager),
            dropped=_find_dropped(path.callers[0], manager) if path.callers else (),
            duplicated=_has_twice(manager.handlers),
            handlers=tuple(manager.inheritable_handlers),
        )

    def _tell(self, run: Run) -> None:
        if self.problem is None:
            for each in self.observers:
                each(run)

    def _bound(self) -> None:
        while len(self._by_id) > _MOST_OPEN + _MOST_ENDED:
            self.owners.release(self._by_id.popitem(last=False)[1])

    def _drop(self, run: Run) -> None:
        if self._by_id.get(run.id) is run:
            del self._by_id[run.id]

    def _fail(self) -> None:
        """Remember what failed, and where; an error's message may hold what was said."""
        kind, _, trace = sys.exc_info()
        frames = traceback.extract_tb(trace)[-1:]
        where = "".join(f"{os.path.basename(each.filename)}:{each.lineno}" for each in frames)
        self.problem = f"the watcher failed with {kind.__name__ if kind else ''} at {where}"


_NOTHING: frozenset[str] = frozenset()


def _collect(names: Any) -> frozenset[str]:
    """Return the texts among some tags, or keys of metadata: a person may pass anything."""
    if not isinstance(names, (list, tuple, set, dict)):
        return _NOTHING
    return frozenset([each for each in names if isinstance(each, str)])


def _list_inherited(manager: Any) -> tuple[frozenset[str], frozenset[str]]:
    tags, metadata = manager.inheritable_tags, manager.inheritable_metadata
    if not tags and not metadata:
        return INHERITS_NOTHING
    return _collect(tags) if tags else _NOTHING, _collect(metadata) if metadata else _NOTHING


def _find_dropped(caller: Run, manager: Any) -> tuple[str, ...]:
    if caller.inherits is INHERITS_NOTHING:
        return ()
    tags, metadata = caller.inherits
    found: tuple[str, ...] = ()
    if tags and not tags <= _collect(manager.tags):
        found += ("tags",)
    if metadata and not metadata <= _collect(manager.metadata):
        found += ("metadata",)
    return found


def _shares_handlers(path: Path, manager: Any) -> bool:
    """Tell whether a call was given a handler that its caller has."""
    known = {id(each) for run in path.callers for each in run.handlers}
    return any(id(each) in known for each in manager.handlers)


def _has_twice(handlers: Any) -> bool:
    return (
        isinstance(handlers, list)
        and len(handlers) > 1
        and len({id(each) for each in handlers}) < len(handlers)
    )
