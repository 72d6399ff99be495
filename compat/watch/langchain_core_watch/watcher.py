"""What the wrappers tell, put together: the runs, who called them, and who hears of them.

Nothing in here may harm the program that is watched: what fails in here is remembered as the
watcher's own ``problem``, and nothing is judged from then on.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections import OrderedDict, deque
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Callable

from .edges import Edges
from .internals.core import begins_call, held_callbacks
from .internals.handing import find_origin
from .internals.marks import find_mark, hold, is_held, is_manager, make_mark, put_mark, strip_mark
from .model import Passed, Path, Run
from .stack import Owners, name_edge

if TYPE_CHECKING:
    from types import FrameType

_HOOKED: ContextVar[Any] = ContextVar("langchain_core_watch", default=None)
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

    # What the wrappers tell

    def configured(
        self, frame: FrameType, given: tuple[Any, ...], ensure: Callable[..., Any]
    ) -> Any:
        """Return a config as the framework makes it; its mark, if it has one, is passed on."""
        passed = False
        for each in given:
            callbacks = each.get("callbacks") if isinstance(each, dict) else None
            if callbacks is None:
                continue
            passed = True
            mark = find_mark(callbacks)
            if mark is not None:
                config = ensure(*(_strip(each) for each in given))
                config["callbacks"] = put_mark(config.get("callbacks"), mark)
                return config
            if getattr(callbacks, "parent_run_id", None) is not None:
                config = ensure(*given)
                if is_held(callbacks) and not is_held(config.get("callbacks")):
                    config["callbacks"] = hold(config["callbacks"])
                return config
        config = ensure(*given)
        try:
            if not begins_call(frame):
                return config
            if not self.owners.has_caller(frame):
                config["callbacks"] = put_mark(config.get("callbacks"), _hook())
            elif not passed and is_manager(config.get("callbacks")):
                config["callbacks"] = hold(config["callbacks"])
        except Exception:  # noqa: BLE001 - see above
            self._fail()
        return config

    def callbacks_taken(self, callbacks: Any, manager: Any) -> None:
        """Take what a manager was made of, before its run begins."""
        try:
            manager.langchain_core_watch = self._find_passed(callbacks, manager)
        except Exception:  # noqa: BLE001
            self._fail()

    def started(self, frame: FrameType, kind: str, name: str, manager: Any, made: Any) -> None:
        """Take a run that has begun, or several of one call."""
        try:
            path = self._find_path(frame)
            passed, mark = self._get_passed(manager)
            for each in made if isinstance(made, list) else [made]:
                run = self._make(kind, name, manager, path, passed)
                run.id = each.run_id
                each.langchain_core_watch_run = run
                if not path.callers:
                    _begin_outermost(run, mark)
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
        run = manager.__dict__.get("langchain_core_watch_run")
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
            _hook(anew=False)  # the framework begins an outermost run in a task
        line = find_origin(coroutine, path.site)
        if line is not None and path.site is not None:
            path = path._replace(site=path.site._replace(line=line))
        if self.edges.remember(coroutine, path, edge):
            return None
        return lambda task: self.edges.remember(task, path, edge)

    def carried(self, frame: FrameType, work: Callable[..., Any], plain: str) -> Callable[..., Any]:
        """Return what a thread is to run in place of a person's function."""
        return self.edges.carry(work, self._find_path(frame), name_edge(frame, plain))

    # Runs

    def _find_path(self, frame: FrameType) -> Path:
        try:
            return self.owners.walk(frame)
        except Exception:  # noqa: BLE001
            self._fail()
            return Path()

    def _find_passed(self, callbacks: Any, manager: Any) -> tuple[Passed, Any]:
        mark = find_mark(callbacks)
        parent = self._by_id.get(manager.parent_run_id) if manager.parent_run_id else None
        if mark is not None:
            if parent is None and strip_mark(callbacks) is None:
                # Without our mark nothing is passed, and the context counts.
                parent = self._by_id.get(getattr(held_callbacks(), "parent_run_id", None))
            return Passed("given", mark.root, None, parent), mark
        if parent is not None:
            how = "nothing" if is_held(callbacks) else "given"
            return Passed(how, parent.passed.root, parent, parent), None
        if manager.parent_run_id is not None:
            return Passed("foreign"), None
        if callbacks is None:
            return Passed(), None
        return Passed("own" if _holds_any(callbacks) else "empty"), None

    def _get_passed(self, manager: Any) -> tuple[Passed, Any]:
        """Return what a manager was made of; one that was not configured is a run's child."""
        found: tuple[Passed, Any] | None = manager.__dict__.get("langchain_core_watch")
        return found if found is not None else self._find_passed(manager, manager)

    def _make(self, kind: str, name: str, manager: Any, path: Path, passed: Passed) -> Run:
        mark = _HOOKED.get()
        hooked = mark.root if mark is not None else None
        if passed.how == "own" and _shares_handlers(path, manager):
            # The handlers of the caller, a tracer's among them, without their manager: they are
            # not told whose child it is.
            outermost = path.callers[0].outermost
            passed, hooked = Passed("given", root=outermost), outermost
        run = Run(
            kind=kind,
            name=name,
            awaited=type(manager).__name__.startswith("Async"),
            path=path,
            passed=passed,
            hooked=hooked,
            inherits=_list_inherited(manager),
            duplicated=_has_twice(manager.handlers),
            handlers=tuple(manager.inheritable_handlers),
        )
        if run.caller is not None:
            run.dropped = _find_dropped(run.caller, manager)
        return run

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


def _hook(*, anew: bool = True) -> Any:
    """Return the mark that this context holds for the next outermost run; a tracer would be there.

    It is set before the framework goes on in a context of its own. Not ``anew``: one whose run is
    still open stays.
    """
    mark = _HOOKED.get()
    over = mark is None or (mark.root is not None and (anew or not mark.root.open))
    if over:
        mark = make_mark()
        _HOOKED.set(mark)
    return mark


def _begin_outermost(run: Run, mark: Any) -> None:
    """Let a run be the one whose listeners all others are judged for."""
    (_hook() if mark is None else mark).root = run
    run.passed = Passed(how=run.passed.how, root=run)
    run.hooked = run


def _strip(given: Any) -> Any:
    """Return a config without what is only ours in it."""
    if not isinstance(given, dict) or find_mark(given.get("callbacks")) is None:
        return given
    return {**given, "callbacks": strip_mark(given["callbacks"])}


def _holds_any(callbacks: Any) -> bool:
    return bool(getattr(callbacks, "handlers", callbacks))


def _list_inherited(manager: Any) -> tuple[frozenset[str], frozenset[str]]:
    tags, metadata = manager.inheritable_tags, manager.inheritable_metadata
    return _collect(tags), _collect(metadata)


def _find_dropped(caller: Run, manager: Any) -> tuple[str, ...]:
    tags, metadata = caller.inherits
    found: tuple[str, ...] = ()
    if tags and not tags <= _collect(manager.tags):
        found += ("tags",)
    if metadata and not metadata <= _collect(manager.metadata):
        found += ("metadata",)
    return found


_NOTHING: frozenset[str] = frozenset()


def _collect(names: Any) -> frozenset[str]:
    """Return the texts among some tags, or keys of metadata: a person may pass anything."""
    if not names or not isinstance(names, (list, tuple, set, dict)):
        return _NOTHING
    return frozenset(each for each in names if isinstance(each, str))


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
