"""What is remembered of objects that are not ours: beside them, so that they stay as they are."""

from __future__ import annotations

import weakref
from collections import OrderedDict
from contextlib import suppress
from typing import Any


class _Ref(weakref.ref):  # type: ignore[type-arg]
    """A weak reference that knows where its object stands."""

    __slots__ = ("key",)
    key: int


class Weakly:
    """Notes on objects, by identity, until these are gone; what cannot be so has none."""

    def __init__(self) -> None:
        self._notes: dict[int, tuple[_Ref, Any]] = {}
        self._gone = _make_gone(self._notes)

    def put(self, thing: object, note: Any) -> bool:
        """Note something; tell whether that can be."""
        key = id(thing)
        try:
            ref = _Ref(thing, self._gone)
        except TypeError:  # no weak reference to such a thing
            return False
        ref.key = key
        self._notes[key] = (ref, note)
        return True

    def get(self, thing: object) -> Any:
        """Return the note on an object, None if there is none."""
        found = self._notes.get(id(thing))
        return found[1] if found is not None and found[0]() is thing else None


class Lately:
    """Notes on the lists and dicts that were used last, by identity; these are kept alive."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._notes: OrderedDict[int, tuple[object, Any]] = OrderedDict()

    def put(self, thing: object, note: Any) -> None:
        """Note something; what was not used for longest is forgotten."""
        self._notes[id(thing)] = (thing, note)
        if len(self._notes) > self._most:
            self._notes.popitem(last=False)

    def get(self, thing: object) -> Any:
        """Return the note on an object, None if there is none."""
        key = id(thing)
        found = self._notes.get(key)
        if found is None or found[0] is not thing:
            return None
        with suppress(KeyError):  # another thread has just forgotten it
            self._notes.move_to_end(key)
        return found[1]


def _make_gone(notes: dict[int, Any]) -> Any:
    """Return what drops the note on an object that is gone; it knows nothing else."""

    def gone(ref: Any) -> None:
        notes.pop(ref.key, None)

    return gone
