"""Bytecode for cells, made by a process that compiles and runs no code of a package.

``python -m compat.warm.bytecode STORE TREE ROOT``: takes requests from the standard input, a line
of JSON each, and answers with a line. TREE is what ``sys.pycache_prefix`` of the cells names; STORE
keeps what was compiled by the content of its source, whichever release or run it was for, and is
linked into TREE; with ``--copy`` copied, where a cell could write to it. ROOT is where the suite
is. The files are unchecked hash-based pycs (PEP 552), so neither a file's time nor its size can
make one release run another's code; the loader puts the file's own path into the code that it
reads, and passes over the digest that follows it.
"""

from __future__ import annotations

import hashlib
import json
import marshal
import os
import shutil
import sys
from contextlib import suppress
from importlib.util import MAGIC_NUMBER, cache_from_source, source_hash
from pathlib import Path
from typing import Any

from compat.warm.imports import Sources, content_of, reach

_UNCHECKED = (1).to_bytes(4, "little")
_DIGEST = hashlib.sha256().digest_size
_MEASURED = "langchain_core"
_WHOLE = frozenset({_MEASURED, "pydantic"})
"""Packages of which cells import a dozen modules late; of others hardly any, of hundreds."""
_RUNNER = ("pytest", "pytest_asyncio", "_pytest")
_SUITE = "compat"


class Compiler:
    """Compiles what cells import, each source once; a ``fresh`` one takes nothing kept.

    What it keeps is linked to unless it is to ``copy``.
    """

    def __init__(self, store: str, tree: str, root: str, *, fresh: bool, copy: bool) -> None:
        self._store = f"{store}/{MAGIC_NUMBER.hex()}"
        self._root = root
        self._fresh = fresh
        self._copy = copy
        self._sources = Sources()
        self._done: set[str] = set()
        self._held: dict[str, bool] = {}
        self._folders: set[str] = set()
        sys.pycache_prefix = tree  # for cache_from_source

    def prepare(self, layers: list[str]) -> list[tuple[str, str]]:
        """Compile what a cell with these layers imports; return what may be imported ahead of it.

        That are the modules that are imported for sure, in the order of a depth-first walk, each
        with its file, or '' where it is the interpreter's own; not what is measured or measures.
        """
        modules = self._sources.index([*layers, self._root])
        roots = [name for name in modules if name.partition(".")[0] in {_SUITE, "_pytest"}]
        reached = reach([*roots, *_RUNNER, _MEASURED], modules, self._sources, _WHOLE)
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
        digest = self._sources.digest(file)
        kept = f"{self._store}/{digest}"
        if digest not in self._held:
            self._held[digest] = (not self._fresh and _is_sound(kept, file)) or self._make(
                kept, file
            )
        if self._held[digest]:
            self._put(kept, cache_from_source(file))

    def _make(self, kept: str, file: str) -> bool:
        """Compile a source; return whether it does."""
        source = content_of(file)
        try:
            code = compile(source, file, "exec", dont_inherit=True)
        except (SyntaxError, ValueError, RecursionError):
            return False  # whoever imports it is told
        content = MAGIC_NUMBER + _UNCHECKED + source_hash(source) + marshal.dumps(code)
        place = Path(kept)
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = place.with_name(f".{place.name}.{os.getpid()}")
        draft.write_bytes(content + hashlib.sha256(content).digest())
        draft.replace(place)
        return True

    def _put(self, kept: str, place: str) -> None:
        folder = place.rpartition("/")[0]
        if folder not in self._folders:
            Path(folder).mkdir(parents=True, exist_ok=True)
            self._folders.add(folder)
        if not self._copy:
            with suppress(OSError):  # the filesystem has no links, or no more of them
                os.link(kept, place)
                return
        draft = f"{place}.{os.getpid()}"  # a cell that runs may be about to read it
        shutil.copyfile(kept, draft)
        Path(draft).replace(place)


def _is_sound(kept: str, file: str) -> bool:
    """Tell whether what is kept is as it was written, and of this source."""
    try:
        content = content_of(kept)
    except OSError:
        return False
    compiled, digest = content[:-_DIGEST], content[-_DIGEST:]
    return hashlib.sha256(compiled).digest() == digest and compiled[8:16] == source_hash(
        content_of(file)
    )


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
    given = {"fresh": "--fresh" in _options, "copy": "--copy" in _options}
    serve(Compiler(_place, _tree, _suite, **given))
