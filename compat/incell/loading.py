"""Importing what is to be measured, which is the first thing that a release can fail at."""

from __future__ import annotations

import difflib
import importlib
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from compat.incell.errors import UnknownScenarioError
from compat.incell.registry import REGISTRY, Registry

if TYPE_CHECKING:
    from collections.abc import Iterable, MutableMapping
    from types import TracebackType

_FOLDER = Path(__file__).parent
_PACKAGE = __package__ or ""


_OFF = {"LANGCHAIN_TRACING_V2": "false", "LANGSMITH_TRACING": "false"}


def switch_tracing_off(environment: MutableMapping[str, str]) -> None:
    """Take a person's tracing settings out, before langchain-core looks at them.

    Tracing adds handlers of its own to what is measured, and sends it away.
    """
    for name in list(environment):
        if name.startswith(("LANGCHAIN_", "LANGSMITH_")):
            del environment[name]
    environment.update(_OFF)


def load(wanted: Iterable[str] = ()) -> Registry:
    """Import langchain-core and every scenario, and return what was declared.

    Raises UnknownScenarioError if one of ``wanted`` is not among them, and whatever importing a
    release raises.
    """
    importlib.import_module(f"{_PACKAGE}.scenarios")
    for name in wanted:
        if name not in REGISTRY.scenarios:
            near = difflib.get_close_matches(name, REGISTRY.scenarios, cutoff=0) or ["none"]
            message = f"no scenario is called {name!r}; nearest: {', '.join(near)}"
            raise UnknownScenarioError(message)
    return REGISTRY


def is_our_fault(error: BaseException) -> bool:
    """Tell whether an import failed in this suite's own code rather than in what it imports.

    An ImportError at one of our own import lines is the release's, unless it is about a module
    of ours.
    """
    if isinstance(error, ImportError):
        return (error.name or "").startswith(_PACKAGE)
    return _FOLDER in Path(_innermost(error.__traceback__)).parents


def _innermost(trace: TracebackType | None) -> str:
    frames = traceback.extract_tb(trace)
    return frames[-1].filename if frames else ""
