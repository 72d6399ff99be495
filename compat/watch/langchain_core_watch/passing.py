"""What calls are given: the marks of the configs that the framework makes for them."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from .internals.core import adds_handler, begins_call
from .internals.marks import HELD, Mark, Marks, is_manager
from .model import Passed, Run
from .reading import list_configs_read

if TYPE_CHECKING:
    from types import FrameType

    from .stack import Owners

_HOOKED: ContextVar[Any] = ContextVar("langchain_core_watch", default=None)


class Passing:
    """The marks of configs; ``context`` is where langchain-core holds the config of a caller."""

    def __init__(self, owners: Owners, runs: dict[Any, Run]) -> None:
        self.context: ContextVar[Any] | None = None
        self._owners = owners
        self._runs = runs
        self._marks = Marks()

    def mark(self, frame: FrameType, given: tuple[Any, ...], held: Any, config: Any) -> None:
        """Mark a config as the first of those that it was made of, or as an outermost call's.

        ``held`` is the config of the context, ``frame`` the framework's that makes this one.
        """
        passed = False
        mark: Mark | None = None
        for each in given:
            if not isinstance(each, dict):
                continue
            callbacks = each.get("callbacks")
            mark = self._find_given(frame, each, callbacks)
            if mark is not None:
                break
            if callbacks is not None:
                passed = True
                if getattr(callbacks, "parent_run_id", None) is not None:
                    return
        if mark is None:
            mark = self._find_own(frame, held, config, passed=passed)
        if mark is not None:
            self._put(frame, config, mark, (*given, held))

    def merge(self, given: tuple[Any, ...], config: Any) -> None:
        """Mark a config that was merged from others."""
        self._marks.merge([each for each in given if isinstance(each, dict)], config)

    def find(
        self, callbacks: Any, tags: Any, metadata: Any, manager: Any
    ) -> tuple[Passed, Mark | None]:
        """Return what a manager was made of, with the mark of the outermost call in it."""
        mark = self._marks.find(callbacks, tags, metadata)
        parent = self._runs.get(manager.parent_run_id) if manager.parent_run_id else None
        if mark is not None and mark is not HELD:
            if parent is None and not callbacks and self.context is not None:
                # Nothing is passed to those who listen, and the context counts.
                held = (self.context.get() or {}).get("callbacks")
                parent = self._runs.get(getattr(held, "parent_run_id", None))
            return Passed("given", mark.root, None, parent), mark
        if parent is not None:
            how = "given" if mark is None else "nothing"
            return Passed(how, parent.passed.root, parent, parent), None
        if manager.parent_run_id is not None:
            return Passed("foreign"), None
        if callbacks is None:
            return Passed(), None
        return Passed("own" if getattr(callbacks, "handlers", callbacks) else "empty"), None

    def _put(self, frame: FrameType, config: Any, mark: Mark, given: tuple[Any, ...]) -> None:
        self._marks.put(config, mark, given)
        if adds_handler(frame):
            self._marks.put_whole(config, mark)

    def _find_own(self, frame: FrameType, held: Any, config: Any, *, passed: bool) -> Mark | None:
        """Return the mark of a config that no marked one was given for: of the context, or new."""
        mark = None if passed else self._marks.find_in(held)
        if mark is not None or not begins_call(frame):
            return mark
        if not self._owners.has_caller(frame):
            return hook()
        return HELD if not passed and is_manager(config.get("callbacks")) else None

    def _find_given(self, frame: FrameType, given: dict[Any, Any], callbacks: Any) -> Mark | None:
        """Return the mark of a config, or of that whose callbacks, as None, it may have."""
        mark = self._marks.find_in(given)
        if mark is not None or callbacks is not None or "callbacks" not in given:
            return mark
        for each in list_configs_read(frame):
            mark = self._marks.find_in(each) if each.get("callbacks") is None else None
            if mark is not None:
                return mark
        return None


def hook(*, anew: bool = True) -> Mark:
    """Return the mark that this context holds for the next outermost run; a tracer would be there.

    It is set before the framework goes on in a context of its own. Not ``anew``: one whose run is
    still open stays.
    """
    mark: Mark | None = _HOOKED.get()
    if mark is None or (mark.begun and (anew or mark.root is None or not mark.root.open)):
        mark = Mark()
        _HOOKED.set(mark)
    return mark


def find_hooked() -> Run | None:
    """Return the outermost run whose tracer the context holds."""
    mark: Mark | None = _HOOKED.get()
    return mark.root if mark is not None else None


def begin_outermost(run: Run, mark: Mark | None) -> None:
    """Let a run be the one whose listeners all others are judged for."""
    (hook() if mark is None else mark).begin(run)
    run.passed = Passed(how=run.passed.how, root=run)
    run.hooked = run
