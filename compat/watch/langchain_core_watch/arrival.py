"""Waits until a module is imported, and then acts: nothing is imported or patched before."""

from __future__ import annotations

import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import PathFinder
from typing import TYPE_CHECKING, Any, Callable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType


class _Told(Loader):
    """A loader that does what another does, and tells when the module is there."""

    def __init__(self, loader: Any, act: Callable[[ModuleType], None]) -> None:
        self._loader = loader
        self._act = act

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        made: ModuleType | None = self._loader.create_module(spec)
        return made

    def exec_module(self, module: ModuleType) -> None:
        self._loader.exec_module(module)
        if module.__spec__ is not None:
            module.__spec__.loader = self._loader
        module.__loader__ = self._loader
        self._act(module)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._loader, name)


class Arrivals(MetaPathFinder):
    """Acts for each of some modules: at once if it is there, or when it is imported, also again."""

    def __init__(self, acts: dict[str, Callable[[ModuleType], None]]) -> None:
        self._acts = dict(acts)
        self._last: dict[str, ModuleType] = {}

    def start(self) -> None:
        """Act for what is there, and wait for the rest."""
        for name in self._acts:
            module = sys.modules.get(name)
            if module is not None:
                self._arrive(module)
        sys.meta_path.insert(0, self)

    def stop(self) -> None:
        """Wait no longer."""
        if self in sys.meta_path:
            sys.meta_path.remove(self)

    def has_missed(self, name: str) -> bool:
        """Tell whether a module that had arrived was imported again past us."""
        last = self._last.get(name)
        return last is not None and sys.modules.get(name, last) is not last

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return the spec of a module that is waited for, with a loader that tells."""
        if fullname not in self._acts:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = _Told(spec.loader, self._arrive)
        return spec

    def _arrive(self, module: ModuleType) -> None:
        """Act for a module that is there now; an import that failed may be tried again."""
        self._last[module.__name__] = module
        self._acts[module.__name__](module)
