"""API checks: what a release or a Python must have for a scenario to make sense there."""

from __future__ import annotations

import importlib
import sys
from operator import attrgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_PYTHON = "python>="


def first_unmet(requires: Iterable[str]) -> str | None:
    """Return the first check that fails, or None.

    A check is ``python>=3.11``, or ``module:attribute`` for something that must be importable
    (``module:Class.attribute`` for a part of it).
    """
    return next((check for check in requires if not _met(check)), None)


def _met(check: str) -> bool:
    if check.startswith(_PYTHON):
        minimum = tuple(int(part) for part in check[len(_PYTHON) :].split("."))
        return sys.version_info[: len(minimum)] >= minimum
    module, _, attribute = check.partition(":")
    try:
        attrgetter(attribute)(importlib.import_module(module))
    except (ImportError, AttributeError):
        return False
    return True
