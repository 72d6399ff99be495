"""Bytecode for cells, made by a process that compiles and runs no code of a package.

``python -m compat.warm.bytecode STORE TREE ROOT``: takes requests from the standard input, a line
of JSON each, and answers with a line. TREE is what ``sys.pycache_prefix`` of the cells names; STORE
keeps what was compiled by the content of its source, each behind a digest, whichever release or
run it was for. ROOT is where the suite is. The files are unchecked hash-based pycs (PEP 552), so
neither a file's time nor its size can make one release run another's code; the loader puts the
file's own path into the code that it reads.
"""

from __future__ import annotations

import hashlib
import json
import marshal
import os
import sys
from contextlib import suppress
from importlib.util import MAGIC_NUMBER, cache_from_source, source_hash
from pathlib import Path
from typing import Any

from compat.warm.imports import Sources, reach

_UNCHECKED = (1).to_bytes(4, "little")
_DIGEST = hashlib.sha256().digest_size
_MEASURED = "langchain_core"
_RUNNER = ("pytest", "pytest_asyncio", "_pytest")
_SUITE = "compat"


class Compiler:
    """Compiles what cells import, each source once; a ``fresh`` one takes nothing kept."""

    def __init__(self, store: Path, tree: Path, root: str, *, fresh: bool) -> None:
        self._store = store / MAGIC_NUMBER.hex()
        self._root = root
        self._fresh = fresh
        self._sources = Sources()
        self._done: set[str] = set()
        sys.pycache_prefix = os.fspath(tree)  # for cache_from_source

    def prepare(self, layers: list[str]) -> list[tuple[str, str]]:
        """Compile what a cell with these layers imports; return what may be imported ahead of it.

        That are the modules that are imported for sure, in the order of a depth-first walk, each
        with its file, or '' where it is the interpreter's own; not what is measured or measures.
        """
        modules = self._sources.index([*layers, self._root])
        roots = [name for name in modules if name.partition(".")[0] in {_SUITE, "_pytest"}]
        reached = reach([*roots, *_RUNNER, _MEASURED], modules, self._sources)
        for name in sorted(reached.maybe):
            self._compile(modules[name])
        return [
            (name, modules.get(name, ""))
            for name in reached.surely
            if name.partition(".")[0] not in {_MEASURED, _SUITE}
        ]

    def _compile(self, file: str) -> None:
        if file in self._done:
            return
        self._done.add(file)
        source = Path(file).read_bytes()
        kept = self._store / hashlib.sha256(source).hexdigest()
        content = None if self._fresh else _verified(kept)
        if content is None:
            try:
                code = compile(source, file, "exec", dont_inherit=True)
            except (SyntaxError, ValueError, RecursionError):
                return  # whoever imports it is told
            content = MAGIC_NUMBER + _UNCHECKED + source_hash(source) + marshal.dumps(code)
            with suppress(OSError):  # a store that cannot be written to costs time, nothing else
                _write(kept, hashlib.sha256(content).digest() + content)
        _write(Path(cache_from_source(file)), content)


def _verified(kept: Path) -> bytes | None:
    """Return what is kept if it is as it was written."""
    try:
        content = kept.read_bytes()
    except OSError:
        return None
    digest, compiled = content[:_DIGEST], content[_DIGEST:]
    return compiled if hashlib.sha256(compiled).digest() == digest else None


def _write(place: Path, content: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_name(f".{place.name}.{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(place)


def serve(compiler: Compiler) -> None:
    """Answer requests until there are no more."""
    for line in sys.stdin:
        request: dict[str, Any] = json.loads(line)
        ahead = compiler.prepare(request["layers"])
        sys.stdout.write(json.dumps({"ahead": ahead}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    _, _place, _tree, _suite, *_options = sys.argv
    serve(Compiler(Path(_place), Path(_tree), _suite, fresh="--fresh" in _options))
