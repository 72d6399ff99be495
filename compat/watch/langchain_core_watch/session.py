"""``watching()``: from when to when a process is watched, and what was found meanwhile."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager
from importlib import metadata
from typing import TYPE_CHECKING

from .arrival import Arrivals
from .internals import agents
from .internals.core import wrap_configs, wrap_events, wrap_managers
from .internals.handing import Origins, wrap_handing, wrap_loop
from .internals.interrupts import wrap_signals
from .internals.layer import CONFIG_MODULES
from .internals.patches import Patches
from .sites import CallSite, CallSites
from .watcher import Watcher

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType
    from typing import Callable

    from .model import Run

OLDEST = (0, 2, 16)
"""The oldest langchain-core that can be watched."""

_NEEDED = ("langchain_core.callbacks.manager", "langchain_core.runnables.config")


class _Session:
    """The one watcher of a process, there while anybody watches."""

    def __init__(self) -> None:
        self.watcher = Watcher()
        self.patches = Patches()
        self.origins: Origins | None = None
        self._problem: str | None = None
        manager, config = _NEEDED
        acts: dict[str, Callable[[ModuleType], None]] = {manager: self._patch, config: self._patch}
        acts.update(dict.fromkeys(CONFIG_MODULES, self._patch_configs))
        acts[agents.MODULE] = self._patch_agents
        acts["uvloop"] = self._patch_loop
        self.arrivals = Arrivals(acts)

    @property
    def problem(self) -> str | None:
        """Why nothing can be judged; None if all is well."""
        if self._problem is None and any(map(self.arrivals.has_missed, _NEEDED)):
            self._problem = (
                "langchain-core was imported again, past the watcher: its runs are not seen"
            )
        return self._problem or self.watcher.problem

    def start(self) -> None:
        self.arrivals.start()

    def stop(self) -> None:
        self.arrivals.stop()
        self.patches.remove()
        if self.origins is not None:
            self.origins.restore()

    def _patch(self, module: ModuleType) -> None:
        """Patch a module of langchain-core: one that is imported again is another one."""
        version = find_version("langchain-core") or ""
        if _read_release(version) < OLDEST:
            self._problem = f"langchain-core {version} is older than {'.'.join(map(str, OLDEST))}"
            return
        try:
            if module.__name__ == _NEEDED[0]:
                wrap_managers(self.patches, self.watcher, module)
                wrap_events(self.patches, self.watcher, module)
            else:
                wrap_configs(self.patches, self.watcher, module)
            if self.origins is None:
                wrap_handing(self.patches, self.watcher)
                wrap_signals(self.patches)
                self.origins = Origins()
        except (AttributeError, ImportError, KeyError, TypeError) as error:
            self.patches.remove()
            self._problem = f"langchain-core {version} cannot be watched: {error!r}"

    def _patch_configs(self, module: ModuleType) -> None:
        if hasattr(module, "ensure_config"):
            wrap_configs(self.patches, self.watcher, module)

    def _patch_agents(self, module: ModuleType) -> None:
        if hasattr(module, "create_agent"):
            agents.wrap_agents(self.patches, self.watcher, module)

    def _patch_loop(self, module: ModuleType) -> None:
        wrap_loop(self.patches, self.watcher, module.Loop)


_session: _Session | None = None
_watches: list[Watch] = []


class Watch:
    """What was called while somebody watched.

    ``problem`` says why nothing can be judged here, None if all is well. Iterating gives every
    call site, ``list_findings`` those with something missing.
    """

    def __init__(self, tell: Callable[[CallSite], None] | None = None) -> None:
        self.sites = CallSites()
        self._tell = tell
        self._problem: str | None = None

    @property
    def problem(self) -> str | None:
        """Why nothing can be judged; None if all is well."""
        if _session is not None and self._problem is None:
            self._problem = _session.problem
        return self._problem

    @property
    def runs(self) -> int:
        """How many runs were seen."""
        return self.sites.runs

    def __iter__(self) -> Iterator[CallSite]:
        return iter(self.sites)

    def list_findings(self) -> list[CallSite]:
        """Return the call sites with something missing, the worst first."""
        return self.sites.list_findings()

    def _add(self, run: Run) -> None:
        changed = self.sites.add(run)
        if changed is not None and self._tell is not None:
            self._tell(changed)


def start_watching(tell: Callable[[CallSite], None] | None = None) -> Watch:
    """Watch this process from now on; ``tell`` hears of each call site that is new or worse."""
    global _session  # noqa: PLW0603 - wrappers are in place once a process
    watch = Watch(tell)
    if _session is None:
        _session = _Session()
        _session.start()
    _session.watcher.observers.append(watch._add)
    _watches.append(watch)
    return watch


def stop_watching(watch: Watch) -> None:
    """Watch no longer; with the last watch all wrappers go."""
    global _session  # noqa: PLW0603
    if _session is None or watch not in _watches:
        return
    watch.problem  # noqa: B018 - is kept
    _watches.remove(watch)
    _session.watcher.observers.remove(watch._add)
    if not _watches:
        _session.stop()
        _session = None


@contextmanager
def watching() -> Iterator[Watch]:
    """Watch the process; afterwards ``watch.list_findings()`` holds what is missing.

    What langchain-core does is not changed, and listeners see what they see without it. Inside of
    another ``watching()`` each has the calls of its own time.
    """
    watch = start_watching()
    try:
        yield watch
    finally:
        stop_watching(watch)


def find_version(distribution: str) -> str | None:
    """Return the version of an installed distribution, None if there is none."""
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return None


def _read_release(version: str) -> tuple[int, ...]:
    found = re.match(r"\d+(\.\d+)*", version)
    return tuple(map(int, found.group().split("."))) if found else ()


def _forget() -> None:
    if _session is not None:
        _session.watcher.forget()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
