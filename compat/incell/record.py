"""The record: all that a cell hands to the outside, one JSON file.

Its fields are those of ``compat.record.model``, which cannot be imported here.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

import compat
from compat.incell import identity
from compat.incell.text import headline

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from compat.incell.journal import Observation
    from compat.incell.registry import Scenario

SCHEMA_VERSION = "1.1"

Record = dict[str, Any]


@dataclass(frozen=True)
class Circumstances:
    """What the record says whatever comes out. ``seconds`` is the time that the session took."""

    cell: str
    host: str
    overrides: tuple[str, ...]
    seconds: float


def probed(
    given: Circumstances, scenarios: Iterable[Scenario], observations: Iterable[Observation]
) -> Record:
    """Return the record of a cell whose scenarios ran."""
    suite = {
        "version": compat.__version__,
        "hash": identity.suite_hash(),
        "scenarios": [_described(scenario) for scenario in scenarios],
    }
    return {
        **_common(given, "probed"),
        "reason": None,
        "reason_class": None,
        "suite": suite,
        "observations": list(observations),
    }


def import_failed(given: Circumstances, error: BaseException) -> Record:
    """Return the record of a cell in which langchain-core cannot be imported."""
    return {
        **_common(given, "import-failed"),
        "reason": headline(error),
        "reason_class": type(error).__name__,
        "suite": None,
        "observations": [],
    }


def write(record: Record, path: Path) -> None:
    """Write a record whole or not at all: whoever finds the file finds all of it."""
    text = json.dumps(record, sort_keys=True, separators=(",", ":"))
    draft = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _common(given: Circumstances, status: str) -> Record:
    now = datetime.now(timezone.utc)
    return {
        "schema_version": SCHEMA_VERSION,
        "cell": given.cell,
        "status": status,
        "timing": {
            "host": given.host,
            "finished_at": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "seconds": round(given.seconds, 3),
        },
        "python": identity.python_build(),
        "platform": identity.platform_name(),
        "packages": identity.packages(),
        "overrides": sorted(given.overrides),
    }


def _described(scenario: Scenario) -> dict[str, Any]:
    return {
        "id": scenario.id,
        "group": scenario.group,
        "title": scenario.title,
        "child": scenario.child,
        "children": scenario.children,
        "row": scenario.row,
        "variants": list(scenario.cases),
        "remedies": list(scenario.remedies),
        "sources": scenario.sources(),
    }
