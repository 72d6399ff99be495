"""Equal values once."""

from collections.abc import Mapping
from typing import Generic, TypeVar

T = TypeVar("T")


class Shared(Generic[T]):
    """The values of a mapping, equal ones once, in the order of first use, by their ``repr``.

    ``place`` maps a key to its value's place in ``values``.
    """

    def __init__(self, by_key: Mapping[str, T]) -> None:
        self.values: list[T] = []
        self.place: dict[str, int] = {}
        known: dict[str, int] = {}
        for key, value in by_key.items():
            text = repr(value)
            if text not in known:
                known[text] = len(self.values)
                self.values.append(value)
            self.place[key] = known[text]
