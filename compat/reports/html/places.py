"""Equal values once, by their places."""

from typing import Generic, TypeVar

T = TypeVar("T")


class Places(Generic[T]):
    """Values in the order in which they were first asked for; equal ones, by ``repr``, are one."""

    def __init__(self) -> None:
        self.values: list[T] = []
        self._places: dict[str, int] = {}

    def __call__(self, value: T) -> int:
        """Return the place of a value."""
        key = repr(value)
        if key not in self._places:
            self._places[key] = len(self.values)
            self.values.append(value)
        return self._places[key]
