"""Which cell is running: its Python, its packages, and the suite that looks at it."""

from __future__ import annotations

import hashlib
import platform
import re
import sys
import sysconfig
from importlib import metadata
from pathlib import Path
from typing import Any

from compat.incell.errors import CellMismatchError

_FOLDER = Path(__file__).parent


def verified_cell(claimed: str | None) -> str:
    """Return the id of the cell that is running.

    Raises CellMismatchError if it is not the one that was claimed, or has no langchain-core.
    """
    try:
        core = metadata.version("langchain-core")
    except metadata.PackageNotFoundError as error:
        message = "langchain-core is not installed here; install the release to be measured"
        raise CellMismatchError(message) from error
    running = f"py{sys.version_info[0]}.{sys.version_info[1]}-core{core}"
    if claimed not in (None, running):
        message = f"--cell says {claimed}, but this is {running}; name that, or run in the other"
        raise CellMismatchError(message)
    return running


def python_build() -> dict[str, str]:
    """Return the interpreter's exact version, its implementation and its build on one line."""
    return {
        "exact": platform.python_version(),
        "implementation": sys.implementation.name,
        "build": " ".join(sys.version.split()),
    }


def platform_name() -> str:
    """Return the operating system and processor, as in ``linux-x86_64``."""
    return sysconfig.get_platform()


def packages() -> dict[str, str]:
    """Return every installed distribution's version by its normalised name.

    The name is normalised as https://packaging.python.org/en/latest/specifications/name-normalization/
    says; of two with one name, the first on the path is the one that is imported.
    """
    found: dict[str, str] = {}
    for distribution in metadata.distributions():
        name: Any = distribution.metadata["Name"]  # None where the metadata is damaged
        if name:
            found.setdefault(re.sub(r"[-_.]+", "-", name).lower(), distribution.version)
    return found


def suite_hash(folder: Path = _FOLDER) -> str:
    """Return the SHA-256 over the suite's files: path, NUL, content, NUL, ordered by path.

    The orchestrator computes the same, so that a record tells which suite made it.
    """
    digest = hashlib.sha256()
    files = {file.relative_to(folder).as_posix(): file for file in folder.rglob("*.py")}
    files["pytest.ini"] = folder / "pytest.ini"
    for name in sorted(files):
        digest.update(name.encode() + b"\0" + files[name].read_bytes() + b"\0")
    return digest.hexdigest()
