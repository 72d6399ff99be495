"""How many models and tools ran, and how many of them an event stream showed.

It asks neither the watcher nor the callbacks who ran: it counts in the models' and tools' own
methods, and then counts the stream's events.
"""

from __future__ import annotations

import functools
import sys
from collections import Counter
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Lock
from typing import TYPE_CHECKING, Any

from ..internals.patches import Patches
from ..whose import PERSON, whose

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    Lines = list[tuple[str, int]]

_LED: ContextVar[Lines | None] = ContextVar("langchain_core_watch_led", default=None)
"""The lines that led to what is awaited: it may go on in a task, whose stack is short."""
_MOST = 1000
_DEEPEST = 20

_STARTS = {"on_chat_model_start": "model", "on_llm_start": "model", "on_tool_start": "tool"}


class Tally:
    """The count of one way."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._ran: dict[tuple[str, str], list[Lines]] = {}
        self._shown: dict[tuple[str, str], set[Any]] = {}

    def model_ran(self, name: str) -> None:
        """Count a model."""
        self._count("model", name, list_lines(sys._getframe(1)) or _LED.get() or [])

    def tool_ran(self, name: str, lines: Lines) -> None:
        """Count a tool that ran to its end, with the lines that led to it."""
        self._count("tool", name, lines)

    def show(self, event: Any) -> None:
        """Count what a stream shows; of a run that it shows twice, once."""
        kind = _STARTS.get(event["event"])
        if kind is not None:
            self._shown.setdefault((kind, event["name"]), set()).add(event["run_id"])

    @property
    def ran(self) -> int:
        """How many ran."""
        return sum(map(len, self._ran.values()))

    @property
    def shown(self) -> int:
        """How many of them were shown.

        A run may be shown by another name than that of what ran: what is shown by a name that
        nothing has stands for what is not shown by its own.
        """
        shown = {key: len(ids) for key, ids in self._shown.items()}
        own: Counter[str] = Counter()
        missing: Counter[str] = Counter()
        for (kind, name), places in self._ran.items():
            found = min(len(places), shown.pop((kind, name), 0))
            own[kind] += found
            missing[kind] += len(places) - found
        other: Counter[str] = Counter()
        for (kind, _), number in shown.items():
            other[kind] += number
        return sum(own[kind] + min(missing[kind], other[kind]) for kind in missing)

    def list_unshown(self) -> list[dict[str, Any]]:
        """Return the names of which the stream showed fewer than ran: how many, and where all ran.

        A place is the lines of a person's code that led there, the nearest first.
        """
        unshown = {}
        for key, places in self._ran.items():
            missing = len(places) - len(self._shown.get(key, ()))
            if missing > 0:
                unshown[key] = {"missing": missing, "places": places[:_MOST]}
        return list(unshown.values())

    def _count(self, kind: str, name: str, lines: Lines) -> None:
        with self._lock:
            self._ran.setdefault((kind, name), []).append(lines)


def list_lines(frame: FrameType | None) -> Lines:
    """Return the lines of a person's code on a stack."""
    lines: Lines = []
    while frame is not None and len(lines) < _DEEPEST:
        file = frame.f_code.co_filename
        if whose(file) == PERSON:
            lines.append((file, frame.f_lineno))
        frame = frame.f_back
    return lines


@contextmanager
def counting(tally: Tally) -> Iterator[None]:
    """Count the tools that ran to their end, and know which lines led to models."""
    from langchain_core.tools import BaseTool

    patches = Patches()
    for awaited in _list_awaited():
        patches.put(awaited, "ainvoke", _remember_lines(awaited.ainvoke))
    run, arun = BaseTool.run, BaseTool.arun

    @functools.wraps(run)
    def counted(self: Any, *args: Any, **kwargs: Any) -> Any:
        lines = list_lines(sys._getframe(1))
        result = run(self, *args, **kwargs)
        tally.tool_ran(self.get_name(), lines)
        return result

    @functools.wraps(arun)
    async def acounted(self: Any, *args: Any, **kwargs: Any) -> Any:
        lines = list_lines(sys._getframe(1))
        result = await arun(self, *args, **kwargs)
        tally.tool_ran(self.get_name(), lines)
        return result

    patches.put(BaseTool, "run", counted)
    patches.put(BaseTool, "arun", acounted)
    try:
        yield
    finally:
        patches.remove()


def _list_awaited() -> list[Any]:
    """Return the framework's classes that are awaited: some await others in tasks of their own."""
    import langchain_core.runnables.fallbacks
    import langchain_core.runnables.retry  # noqa: F401 - some are imported when they are used
    from langchain_core.runnables import Runnable

    found: dict[Any, None] = {}
    more: list[Any] = [Runnable]
    while more:
        more = [each for cls in more for each in cls.__subclasses__() if each not in found]
        found.update(dict.fromkeys(more))
    return [each for each in found if _is_awaited(each)]


def _is_awaited(cls: Any) -> bool:
    return cls.__module__.startswith("langchain") and "ainvoke" in cls.__dict__


def _remember_lines(original: Any) -> Any:
    """Return a method that remembers where its coroutine was made: that may run elsewhere."""

    async def wait(made: Any, lines: Lines | None) -> Any:
        token = _LED.set(lines)
        try:
            return await made
        finally:
            _LED.reset(token)

    @functools.wraps(original)
    def ainvoke(self: Any, *args: Any, **kwargs: Any) -> Any:
        lines = list_lines(sys._getframe(1)) or _LED.get()
        return wait(original(self, *args, **kwargs), lines)

    return ainvoke
