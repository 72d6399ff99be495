"""Which modules a program imports for sure, and which perhaps: read off its sources, none is run.

What runs for sure when a module is imported are the imports that stand at its left margin, and
those in the body of a ``try`` that does. Where a package gives a name away only when it is asked
for it (PEP 562), the imports of that name in its source count too.
"""

from __future__ import annotations

import hashlib
import os
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

_IMPORT = re.compile(
    rb"^([ \t]*)(?:from[ \t]+(\.*[\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^\n#;]*)"
    rb"|import[ \t]+([\w., \t]+)|(try:))",
    re.MULTILINE,
)
_COMMENT = re.compile(r"#[^\n]*")
_MARGIN = re.compile(rb"^\S", re.MULTILINE)


class Imports(NamedTuple):
    """What a source imports: modules with the name that is taken from them, or None.

    ``sure`` are run with the module, ``others`` perhaps; ``given`` are the modules from which a
    package takes a name that it gives away when it is asked, by that name.
    """

    sure: list[tuple[str, str | None]]
    others: list[tuple[str, str | None]]
    given: dict[str, list[str]]


def read(source: bytes, package: str) -> Imports:
    """Return what a source imports; ``package`` is what its relative imports are relative to."""
    found = Imports([], [], {})
    lazy = b"def __getattr__" in source
    trying = 0  # where the body of a ``try`` at the margin ends
    for match in _IMPORT.finditer(source):
        if match[5]:
            if not match[1]:
                end = _MARGIN.search(source, match.end())
                trying = end.start() if end else len(source)
            continue
        sure = not match[1] or match.start() < trying
        for module, name in _named(match, package):
            (found.sure if sure else found.others).append((module, name))
            if lazy and name and not sure:
                found.given.setdefault(name, []).append(module)
    return found


def _named(match: re.Match[bytes], package: str) -> Iterator[tuple[str, str | None]]:
    if match[4]:
        for part in match[4].decode().split(","):
            if words := part.split():
                yield words[0], None
        return
    module = match[2].decode()
    if module.startswith("."):
        rest = module.lstrip(".")
        above = package.split(".")
        above = above[: len(above) - (len(module) - len(rest) - 1)]
        module = ".".join([*above, *([rest] if rest else [])])
    taken = _COMMENT.sub("", match[3].decode("utf-8", "replace")).strip("() \r\n\t")
    for part in taken.split(","):
        if words := part.split():
            yield module, words[0]


class Sources:
    """The modules below some folders, the first that has a name counts; each is read once."""

    def __init__(self) -> None:
        self._folders: dict[str, dict[str, str]] = {}
        self._digests: dict[str, str] = {}
        self._alike: dict[tuple[str, str], Imports] = {}
        self._imports: dict[str, Imports] = {}

    def index(self, folders: Iterable[str]) -> dict[str, str]:
        """Return the file of every module below these folders, by its name."""
        found: dict[str, str] = {}
        for folder in folders:
            if folder not in self._folders:
                self._folders[folder] = dict(_modules(folder))
            found = {**self._folders[folder], **found}
        return found

    def imports(self, name: str, file: str) -> Imports:
        """Return what a module imports; releases whose file is the same share the answer."""
        if file not in self._imports:
            package = name if file.endswith("__init__.py") else name.rpartition(".")[0]
            content = content_of(file)
            digest = self._digests[file] = hashlib.sha256(content).hexdigest()
            if (digest, package) not in self._alike:
                self._alike[digest, package] = read(content, package)
            self._imports[file] = self._alike[digest, package]
        return self._imports[file]

    def digest(self, file: str) -> str:
        """Return the SHA-256 of a source."""
        if file not in self._digests:
            self._digests[file] = hashlib.sha256(content_of(file)).hexdigest()
        return self._digests[file]


def content_of(file: str) -> bytes:
    """Return a source."""
    with open(file, "rb") as opened:  # noqa: PTH123 - thousands of them
        return opened.read()


def _modules(folder: str) -> Iterator[tuple[str, str]]:
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name.isidentifier()]
        inside = os.path.relpath(parent, folder).replace(os.sep, ".")
        for name in names:
            if name.endswith(".py"):
                parts = [part for part in (inside, name[:-3]) if part not in {".", "__init__"}]
                if parts:
                    yield ".".join(parts), os.path.join(parent, name)  # noqa: PTH118 - likewise


class Reached(NamedTuple):
    """Names of modules: those imported ``surely``, as they were met, and all that ``maybe`` are."""

    surely: list[str]
    maybe: set[str]


def reach(
    roots: Iterable[str], modules: dict[str, str], sources: Sources, whole: Collection[str] = ()
) -> Reached:
    """Follow imports from some modules through those that ``modules`` has files for.

    What is imported surely may have no file here: then it is the interpreter's own. What may be
    imported is followed only into other packages, or within those that are ``whole``, and from
    there only what is sure.
    """
    surely: dict[str, None] = {}
    waiting = list(roots)
    beside: list[str] = []
    while waiting:
        name = waiting.pop()
        if name in surely:
            continue
        surely[name] = None
        if "." in name:
            waiting.append(name.rpartition(".")[0])
        if name in modules:
            found = sources.imports(name, modules[name])
            waiting += _targets(found.sure, modules, sources)
            own = name.partition(".")[0]
            beside += [
                target
                for target in _targets(found.others, modules, sources)
                if target in modules and (own in whole or target.partition(".")[0] != own)
            ]
    maybe = {name for name in surely if name in modules}
    while beside:
        name = beside.pop()
        if name in maybe or name not in modules:
            continue
        maybe.add(name)
        beside += [
            *_parents(name),
            *_targets(sources.imports(name, modules[name]).sure, modules, sources),
        ]
    return Reached(list(surely), maybe)


def _parents(name: str) -> list[str]:
    return [name.rpartition(".")[0]] if "." in name else []


def _targets(
    imports: Iterable[tuple[str, str | None]], modules: dict[str, str], sources: Sources
) -> list[str]:
    """Return the modules that imports reach: a name may be a module, or given away by one."""
    found = []
    for module, name in imports:
        found.append(module)
        if name is None:
            continue
        if f"{module}.{name}" in modules:
            found.append(f"{module}.{name}")
        elif module in modules:
            found += sources.imports(module, modules[module]).given.get(name, ())
    return found
