"""Which cell is running, its layer included, and the suite that looks at it."""

from __future__ import annotations

import hashlib
from importlib import metadata
from pathlib import Path

from compat.incell import identity
from compat.incell.errors import CellMismatchError

_FOLDER = Path(__file__).parent
LAYER = "langgraph"


def verified_cell(claimed: str | None) -> str:
    """Return the id of the cell that is running, like ``py3.12-core1.7.2-lg1.2.24``.

    Raises CellMismatchError if it is not the one that was claimed, or has no langgraph.
    """
    try:
        layer = metadata.version(LAYER)
    except metadata.PackageNotFoundError as error:
        message = f"{LAYER} is not installed here; install the release to be measured"
        raise CellMismatchError(message) from error
    running = f"{identity.verified_cell(None)}-lg{layer}"
    if claimed not in (None, running):
        message = f"--cell says {claimed}, but this is {running}; name that, or run in the other"
        raise CellMismatchError(message)
    return running


def suite_hash(folder: Path = _FOLDER) -> str:
    """Return the SHA-256 over the hash of the suite below and over that of this folder.

    The orchestrator computes the same.
    """
    below, own = identity.suite_hash(), identity.suite_hash(folder)
    return hashlib.sha256(f"{below} {own}".encode()).hexdigest()
