"""What the system refused to a cell, threads and memory: told, whoever swallows the error.

A callback manager logs what its handlers raise and goes on: without this line an event that is
missing for want of a thread would look like one that never comes.
"""

from __future__ import annotations

import logging
import os
import re
import sys
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

REFUSED = "compat: the system refused: "
_WORDS = re.compile(
    r"can't start new thread|MemoryError|Cannot allocate memory|Too many open files"
    r"|No space left on device|Resource temporarily unavailable"
)
_STARTERS = ("_start_new_thread", "_start_joinable_thread")  # the second from Python 3.13 on


class Refusals:
    """Writes a line to a descriptor whenever something is refused, and again at the ``end``.

    Of what a cell says its last words alone are kept.
    """

    def __init__(self, output: int) -> None:
        self._output = output
        self._refused = ""

    def watch(self) -> None:
        """Look at threads that are to start, and at what is logged where nobody else takes it."""
        for name in _STARTERS:
            if hasattr(threading, name):
                setattr(threading, name, self._starting(getattr(threading, name)))
        logging.lastResort = _LastResort(self)

    def look(self, said: str) -> None:
        """Tell of a refusal, if that is what was said."""
        if found := _WORDS.search(said):
            self._refused = found[0]
            self.end()

    def end(self) -> None:
        """Tell once more, if anything was refused."""
        if self._refused:
            os.write(self._output, f"\n{REFUSED}{self._refused}\n".encode())

    def _starting(self, start: Callable[..., Any]) -> Callable[..., Any]:
        def starting(*args: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever it takes
            try:
                return start(*args, **named)
            except (RuntimeError, MemoryError) as error:
                self.look(repr(error))
                raise

        return starting


class _LastResort(logging.Handler):
    """What logging does with warnings that nobody takes: it writes them to the standard error."""

    def __init__(self, refusals: Refusals) -> None:
        super().__init__(logging.WARNING)
        self._refusals = refusals

    def emit(self, record: logging.LogRecord) -> None:
        said = self.format(record)
        self._refusals.look(said)
        sys.stderr.write(f"{said}\n")


def main(arguments: list[str]) -> int:
    """Run pytest in a process of its own with these arguments; return its exit code."""
    import pytest  # noqa: PLC0415 - of the cell, not ours

    refusals = Refusals(os.dup(2))
    refusals.watch()
    sys.argv[1:] = arguments
    try:
        return int(pytest.main())
    finally:
        refusals.end()
