"""Tiny inputs for the tests of the axes."""

import stat
from pathlib import Path
from typing import Any

from packaging.version import Version

from compat.axes.release import Release


def release(version: str, **changes: Any) -> Release:  # noqa: ANN401 - any field
    """Return a plain release, changed."""
    fields: dict[str, Any] = {
        "version": Version(version),
        "uploaded_at": "2024-07-12T00:00:00Z",
        "requires_python": ">=3.9",
        "yanked": False,
        "yanked_reason": None,
    }
    return Release(**fields | changes)


def file(name: str, **changes: object) -> dict[str, object]:
    """Return a file of a project page (JSON)."""
    return {"filename": name, "url": f"files/{name}", "hashes": {}, **changes}


def page(*files: dict[str, object]) -> dict[str, object]:
    """Return a project page (JSON)."""
    return {"meta": {"api-version": "1.1"}, "name": "langchain-core", "files": list(files)}


def script(path: Path, text: str) -> Path:
    """Write an executable shell script."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path
