"""Importing ahead of cells what they import anyway."""

from __future__ import annotations

import gc
import importlib
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def warm(names: Iterable[str]) -> int:
    """Import modules, leaving out what is not there, and return how many threads there are then.

    More than one means that forking is not safe. Everything that is alive is taken out of the
    garbage collector's sight, so that collecting in a child copies no page.
    """
    for name in names:
        if name not in sys.modules:
            with suppress(Exception):
                importlib.import_module(name)
    gc.collect()
    gc.freeze()
    return threads()


def threads() -> int:
    """Return how many threads this process has, those that Python does not know of included."""
    tasks = Path("/proc/self/task")
    return len(list(tasks.iterdir())) if tasks.exists() else threading.active_count()
