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
from ..stack import PERSON, whose

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    Lines = list[tuple[str, int]]

_LED: ContextVar[Lines | None] = ContextVar("langchain_core_watch_led", default=None)
"""The lines that led to a model which is awaited: it generates in a task, whose stack is short."""
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
    from langchain_core.language_models import BaseChatModel, BaseLLM
    from langchain_core.tools import BaseTool

    patches = Patches()
    for model in (BaseChatModel, BaseLLM):
        patches.put(model, "ainvoke", _remember_lines(model.ainvoke))
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


def _remember_lines(original: Any) -> Any:
    @functools.wraps(original)
    async def ainvoke(self: Any, *args: Any, **kwargs: Any) -> Any:
        token = _LED.set(list_lines(sys._getframe(1)))
        try:
            return await original(self, *args, **kwargs)
        finally:
            _LED.reset(token)

    return ainvoke
