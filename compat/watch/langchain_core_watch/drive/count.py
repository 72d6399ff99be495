"""How many models and tools ran, and how many of them an event stream showed.

It asks neither the watcher nor the callbacks who ran: it counts in the models' and tools' own
methods, and then counts the stream's events.
"""

from __future__ import annotations

import functools
from collections import Counter
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Any

from ..internals.patches import Patches

if TYPE_CHECKING:
    from collections.abc import Iterator

_STARTS = {"on_chat_model_start": "model", "on_llm_start": "model", "on_tool_start": "tool"}


class Tally:
    """The count of one way."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._ran: Counter[tuple[str, str]] = Counter()
        self._shown: dict[tuple[str, str], set[Any]] = {}

    def model_ran(self, name: str) -> None:
        """Count a model."""
        self._count("model", name)

    def tool_ran(self, name: str) -> None:
        """Count a tool."""
        self._count("tool", name)

    def show(self, event: Any) -> None:
        """Count what a stream shows; of a run that it shows twice, once."""
        kind = _STARTS.get(event["event"])
        if kind is not None:
            self._shown.setdefault((kind, event["name"]), set()).add(event["run_id"])

    @property
    def ran(self) -> int:
        """How many ran."""
        return sum(self._ran.values())

    @property
    def shown(self) -> int:
        """How many of them were shown.

        A run may be shown by another name than that of what ran: what is shown by a name that
        nothing has stands for what is not shown by its own.
        """
        shown = {key: len(ids) for key, ids in self._shown.items()}
        own: Counter[str] = Counter()
        missing: Counter[str] = Counter()
        for (kind, name), ran in self._ran.items():
            found = min(ran, shown.pop((kind, name), 0))
            own[kind] += found
            missing[kind] += ran - found
        other: Counter[str] = Counter()
        for (kind, _), number in shown.items():
            other[kind] += number
        return sum(own[kind] + min(missing[kind], other[kind]) for kind in missing)

    def _count(self, kind: str, name: str) -> None:
        with self._lock:
            self._ran[kind, name] += 1


@contextmanager
def counting_tools(tally: Tally) -> Iterator[None]:
    """Count the tools that ran to their end."""
    from langchain_core.tools import BaseTool

    patches = Patches()
    run, arun = BaseTool.run, BaseTool.arun

    @functools.wraps(run)
    def counted(self: Any, *args: Any, **kwargs: Any) -> Any:
        result = run(self, *args, **kwargs)
        tally.tool_ran(self.get_name())
        return result

    @functools.wraps(arun)
    async def acounted(self: Any, *args: Any, **kwargs: Any) -> Any:
        result = await arun(self, *args, **kwargs)
        tally.tool_ran(self.get_name())
        return result

    patches.put(BaseTool, "run", counted)
    patches.put(BaseTool, "arun", acounted)
    try:
        yield
    finally:
        patches.remove()
