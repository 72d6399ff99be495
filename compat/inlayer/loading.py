"""Importing what is to be measured: the first thing that a pair of releases can fail at."""

from __future__ import annotations

import difflib
import importlib
from typing import TYPE_CHECKING

from compat.incell import loading
from compat.incell.errors import UnknownScenarioError
from compat.incell.text import headline
from compat.inlayer.declare import LAYER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from compat.incell.registry import Registry

MODULES = ("langgraph.graph", "langgraph.prebuilt")
"""What a person imports of langgraph; a pair that fails at one of these does not fit."""
_PACKAGE = __package__ or ""


class PairImportError(ImportError):
    """A module of the layer that cannot be imported over this release, and why."""


def load(wanted: Iterable[str] = ()) -> Registry:
    """Import langchain-core, langgraph and every row, and return what was declared.

    Raises UnknownScenarioError if one of ``wanted`` is not among them, PairImportError if the two
    releases do not fit, and whatever importing one raises.
    """
    importlib.import_module("compat.incell.child")
    for module in MODULES:
        _import(module)
    importlib.import_module(f"{_PACKAGE}.scenarios")
    for name in wanted:
        if name not in LAYER.scenarios:
            near = difflib.get_close_matches(name, LAYER.scenarios, cutoff=0) or ["none"]
            message = f"no scenario is called {name!r}; nearest: {', '.join(near)}"
            raise UnknownScenarioError(message)
    return LAYER


def _import(module: str) -> None:
    try:
        importlib.import_module(module)
    except Exception as error:
        message = f"{module} does not import: {headline(error)}"
        raise PairImportError(message) from error


def is_our_fault(error: BaseException) -> bool:
    """Tell whether an import failed in our own code rather than in what it imports."""
    if isinstance(error, PairImportError):
        return False
    if isinstance(error, ImportError):
        return (error.name or "").startswith("compat.")
    return loading.is_our_fault(error)
