"""The findings of one process, written line by line while it runs: what was found outlives a kill.

Each line is a JSON object with a ``kind``: ``process`` first, then ``core`` when langchain-core was
imported, a ``site`` for each call site that is new or came out worse (the last one of a ``number``
counts), ``counts`` now and then, ``outermost`` for a line whose call has no caller, ``note`` for
what else there is to tell, and ``end``.
"""

from __future__ import annotations

import json
import os
import sys
import time
import uuid
from dataclasses import asdict
from threading import RLock
from typing import TYPE_CHECKING, Any

from .session import find_version, start_watching

if TYPE_CHECKING:
    from .sites import CallSite

FORMAT = "1"
_DISTRIBUTIONS = ("langchain-core", "langgraph", "langchain")
# As they are now: a test may put something in their place.
_open, _monotonic, _encode = open, time.monotonic, json.JSONEncoder(ensure_ascii=True).encode
_LONGEST = 1000  # characters of a file's name
_PAUSE = 0.5  # seconds between two lines of counts


class Output:
    """The file of one process."""

    def __init__(self, folder: str, *, forked: bool = False) -> None:
        self.path = os.path.join(folder, f"{os.getpid()}-{uuid.uuid4().hex[:8]}.jsonl")
        self._numbers: dict[int, int] = {}
        self._lock = RLock()  # a signal handler may come in between
        self._counted = 0.0
        self._tests = 0
        self._told = 0
        self._named = False
        self.watch = start_watching(self._tell)
        self.write(
            "process",
            format=FORMAT,
            python=".".join(map(str, sys.version_info[:3])),
            pid=os.getpid(),
            parent=os.getppid(),
            program=os.path.basename(sys.argv[0] if getattr(sys, "argv", None) else "python"),
            forked=forked,
        )

    def write(self, kind: str, **told: Any) -> None:
        """Append a line."""
        line = _encode(_clean({"kind": kind, **told})) + "\n"
        with self._lock, _open(self.path, "a", encoding="ascii") as file:
            file.write(line)

    def count_test(self) -> None:
        """Count a test that ran."""
        self._tests += 1
        self.count(at_once=False)

    def count(self, *, at_once: bool) -> None:
        """Write how much was seen; unless at once, at most twice a second."""
        now = _monotonic()
        if not at_once and now - self._counted < _PAUSE:
            return
        self._counted = now
        sites = self.watch.sites
        outermost = list(sites.outermost)
        for site in outermost[self._told :]:
            self.write("outermost", file=site.file, line=site.line)
        self._told = len(outermost)
        self.write(
            "counts",
            runs=sites.runs,
            calls={self._number(each): each.calls for each in sites},
            came={self._number(each): _list_came(each) for each in sites if len(each.came) > 1},
            unknown_callers=sites.unknown_callers,
            overflowed=sites.overflowed,
            tests=self._tests,
        )

    def end(self) -> None:
        """Write the last lines."""
        self._name_core()
        self.count(at_once=True)
        self.write("end")

    def _tell(self, site: CallSite) -> None:
        self._name_core()
        self.write("site", number=self._number(site), **_describe(site))
        self.count(at_once=False)

    def _number(self, site: CallSite) -> int:
        return self._numbers.setdefault(id(site), len(self._numbers))

    def _name_core(self) -> None:
        """Say what is watched, once there is something to say."""
        problem = self.watch.problem
        if (self._named and problem is None) or "langchain_core" not in sys.modules:
            return
        self._named = True
        versions = {name: find_version(name) for name in _DISTRIBUTIONS}
        self.write("core", versions=versions, problem=problem)


def _clean(told: Any) -> Any:
    """Return what is to be written with texts that anybody can read."""
    if isinstance(told, str):
        return told.encode("utf-8", "backslashreplace").decode("utf-8")[:_LONGEST]
    if isinstance(told, dict):
        return {key: _clean(value) for key, value in told.items()}
    return [_clean(each) for each in told] if isinstance(told, (list, tuple)) else told


def _describe(site: CallSite) -> dict[str, Any]:
    """Return all of a call site but its counts; its line would become a list, as a named tuple."""
    told = {**asdict(site), "site": site.site._asdict()}
    del told["came"]
    return told


def _list_came(site: CallSite) -> list[list[Any]]:
    return [[*outcomes, calls] for outcomes, calls in list(site.came.items())]
