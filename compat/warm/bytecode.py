"""Bytecode by the content of the source: compiled once, whichever release or run the file is of.

The files are unchecked hash-based pycs (PEP 552), so neither a file's time nor its size can make
one release run another's code. The loader puts the file's own path into the code that it reads.
"""

from __future__ import annotations

import hashlib
import os
import py_compile
from importlib.util import MAGIC_NUMBER, cache_from_source
from pathlib import Path

_UNCHECKED = py_compile.PycInvalidationMode.UNCHECKED_HASH


def link(folder: Path, store: Path) -> None:
    """Give every source below ``folder`` its bytecode, compiling what ``store`` does not have.

    What cannot be compiled or written is left to the import that needs it.
    """
    tagged = store / MAGIC_NUMBER.hex()
    tagged.mkdir(parents=True, exist_ok=True)
    for source in folder.rglob("*.py"):
        place = Path(cache_from_source(os.fspath(source)))
        if place.exists():
            continue
        try:
            _link(source, place, tagged)
        except (OSError, py_compile.PyCompileError):
            continue


def _link(source: Path, place: Path, store: Path) -> None:
    kept = store / f"{hashlib.sha256(source.read_bytes()).hexdigest()}.pyc"
    if not kept.exists():
        py_compile.compile(
            os.fspath(source), os.fspath(kept), doraise=True, invalidation_mode=_UNCHECKED
        )
    place.parent.mkdir(exist_ok=True)
    draft = place.with_name(f"{place.name}.{os.getpid()}")
    os.link(kept, draft)
    draft.replace(place)
