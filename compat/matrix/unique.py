"""Work done once for what many cells share."""

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Once(Generic[T, R]):
    """A function that is asked once about each object, however many cells share it.

    Objects are told apart by identity, not by content: that takes no time, and equal objects that
    are not shared only cost as much as before. They are kept, so that no other takes their place.
    """

    def __init__(self, function: Callable[[T], R]) -> None:
        self._function = function
        self._known: dict[int, tuple[T, R]] = {}

    def __call__(self, value: T) -> R:
        """Return what the function says of ``value``."""
        found = self._known.get(id(value))
        if found is None:
            found = self._known[id(value)] = value, self._function(value)
        return found[1]
