"""Wrappers that can be taken away again."""

from __future__ import annotations

import sys
from typing import Any

_INHERITED = object()
"""In the place of what a class has from a base alone."""


class Patches:
    """What was put where, and what stood there before."""

    def __init__(self) -> None:
        self._undo: list[tuple[Any, str, Any, Any]] = []
        self._everywhere: dict[str, list[tuple[Any, Any]]] = {}

    def put(self, owner: Any, name: str, made: Any) -> None:
        """Put something in the place of what a class or a module has by that name itself."""
        self._undo.append((owner, name, owner.__dict__.get(name, _INHERITED), made))
        setattr(owner, name, made)

    def put_everywhere(self, name: str, original: Any, made: Any) -> None:
        """Put something in its place in every module that has imported it."""
        self._everywhere.setdefault(name, []).append((made, original))
        for module in _list_modules():
            if module.__dict__.get(name) is original:
                self.put(module, name, made)

    def remove(self) -> None:
        """Restore everything, the last one first, also where it was imported since."""
        while self._undo:
            owner, name, original, made = self._undo.pop()
            if owner.__dict__.get(name) is not made:
                continue  # a module that was loaded again has its own
            if original is _INHERITED:
                delattr(owner, name)
            else:
                setattr(owner, name, original)
        for module in _list_modules():
            for name, replaced in self._everywhere.items():
                for made, original in replaced:
                    if module.__dict__.get(name) is made:
                        setattr(module, name, original)
        self._everywhere.clear()


def _list_modules() -> list[Any]:
    return [each for each in list(sys.modules.values()) if hasattr(each, "__dict__")]
