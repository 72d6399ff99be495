"""The patches that ``astream_log`` yields, folded into the runs that they tell of."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from compat.incell.runs import Sighting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_ROOT = ""
_PATH = re.compile(
    r"(?:/logs/(?P<entry>[^/]+))?(?:/(?P<what>streamed_output/-|end_time|final_output))?"
)
_COUNTED = {"streamed_output/-": "stream", "end_time": "end"}


@dataclass
class _Entry:
    """What the log says of one run; the root has neither tags nor an end there."""

    told: Mapping[str, Any]
    happened: Counter[str] = field(default_factory=lambda: Counter(start=1))
    chat: bool = False

    def sighting(self) -> Sighting:
        kind = "chat_model" if self.chat else self.told["type"]
        return Sighting(
            name=self.told["name"],
            kind=kind,
            ancestors=(),
            tags=tuple(self.told.get("tags") or ()),
            metadata=tuple(self.told.get("metadata") or ()),
            events=Counter({f"on_{kind}_{what}": n for what, n in self.happened.items()}),
        )


def logged(patches: Iterable[Any]) -> dict[str, Sighting]:
    """Return the runs of a log by id, with events named as in the event stream.

    The log calls a chat model ``llm``; it is one if what it streamed or answered is messages. No
    run has ancestors there.
    """
    entries: dict[str, _Entry] = {}
    for name, what, value in _operations(patches):
        if what is None:
            entries[name] = _Entry(value)
        elif name in entries:
            if what in _COUNTED and value is not None:
                entries[name].happened[_COUNTED[what]] += 1
            entries[name].chat |= entries[name].told["type"] == "llm" and _has_message(value)
    return {entry.told["id"]: entry.sighting() for entry in entries.values()}


def logged_output(patches: Iterable[Any]) -> object:
    """Return the root's last final output, or None if there was none."""
    found = None
    for name, what, value in _operations(patches):
        if (name, what) == (_ROOT, "final_output"):
            found = value
    return found


def _operations(patches: Iterable[Any]) -> Iterator[tuple[str, str | None, Any]]:
    """Yield what is said: of which entry (the root has no name), which field or all, and what."""
    for patch in patches:
        for operation in patch.ops:
            matched = _PATH.fullmatch(operation["path"])
            if matched:
                yield matched["entry"] or _ROOT, matched["what"], operation["value"]


def _has_message(value: object) -> bool:
    if isinstance(value, dict):
        generations = [one for some in value.get("generations") or () for one in some]
        return any("message" in one for one in generations)
    return hasattr(value, "content")
