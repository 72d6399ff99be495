"""Bytecode by the content of the source: compiled once, whichever release or run the file is of.

The files are unchecked hash-based pycs (PEP 552), so neither a file's time nor its size can make
one release run another's code. The loader puts the file's own path into the code that it reads.
"""

from __future__ import annotations

import hashlib
import os
from importlib.util import MAGIC_NUMBER, cache_from_source, source_from_cache, source_hash
from pathlib import Path

_HEADER = 16  # bytes: magic number, flags, and eight of the source's hash or time and size
_UNCHECKED = (1).to_bytes(4, "little")


def link(folder: Path, store: Path) -> None:
    """Give every source below ``folder`` the bytecode that ``store`` has for its content.

    What it does not have, or what cannot be written, is left to the import that needs it.
    """
    tagged = store / MAGIC_NUMBER.hex()
    for source in folder.rglob("*.py"):
        place = Path(cache_from_source(os.fspath(source)))
        if place.exists():
            continue
        try:
            _link(tagged / _name(source.read_bytes()), place)
        except OSError:
            continue


def keep(folder: Path, store: Path) -> None:
    """Put into ``store`` what imports have compiled below ``folder``, and link it from there."""
    tagged = store / MAGIC_NUMBER.hex()
    for place in folder.rglob("*.pyc"):
        try:
            _keep(place, tagged)
        except (OSError, ValueError):
            continue


def _keep(place: Path, store: Path) -> None:
    compiled = place.read_bytes()
    if compiled[:4] != MAGIC_NUMBER or compiled[4:8] == _UNCHECKED:
        return  # of another Python, or linked
    source = Path(source_from_cache(os.fspath(place))).read_bytes()
    kept = store / _name(source)
    if not kept.exists():
        store.mkdir(parents=True, exist_ok=True)
        draft = kept.with_name(f"{kept.name}.{os.getpid()}")
        draft.write_bytes(MAGIC_NUMBER + _UNCHECKED + source_hash(source) + compiled[_HEADER:])
        draft.replace(kept)
    _link(kept, place)


def _name(source: bytes) -> str:
    return f"{hashlib.sha256(source).hexdigest()}.pyc"


def _link(kept: Path, place: Path) -> None:
    """Put a link to what is kept in its place, whole at any moment."""
    if not kept.exists():
        return
    place.parent.mkdir(exist_ok=True)
    draft = place.with_name(f"{place.name}.{os.getpid()}")
    os.link(kept, draft)
    draft.replace(place)
