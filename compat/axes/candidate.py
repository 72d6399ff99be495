"""Executables that may be the interpreters wanted, listed without starting any.

``findpython.find_all`` starts each one, shims included, which takes seconds; its providers only
list.
"""

import os
import re
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from findpython import PythonVersion, register_provider
from findpython.providers import ALL_PROVIDERS
from findpython.providers.base import BaseProvider

_NAME: Final = re.compile(r"python(?P<series>[0-9](\.[0-9]+)?)?t?(\.exe)?")
_FOLDER: Final = re.compile(r"(cpython-)?(?P<series>[23]\.[0-9]+)([.abrct+-].*)?")


@register_provider
class MiseProvider(BaseProvider):
    """Pythons installed with mise; https://mise.jdx.dev/directories.html names the place."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @classmethod
    def create(cls) -> Self | None:
        """Return the provider, None where mise has installed no Python."""
        data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
        mise = os.environ.get("MISE_DATA_DIR") or Path(data) / "mise"
        root = Path(mise) / "installs" / "python"
        return cls(root) if root.is_dir() else None

    def find_pythons(self) -> Iterator[PythonVersion]:
        """List them."""
        for version in sorted(self.root.iterdir()):
            yield from self.find_pythons_from_path(version / "bin", as_interpreter=True)


@register_provider
class ShimsProvider(BaseProvider):
    """Pythons beside pyenv's shims on the PATH, where neither HOME nor PYENV_ROOT leads to them.

    https://github.com/pyenv/pyenv lays out ``shims`` and ``versions`` in one folder.
    """

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self.folders = folders

    @classmethod
    def create(cls) -> Self:
        """Return the provider of the folders that are on the PATH."""
        places = map(Path, os.environ.get("PATH", "").split(os.pathsep))
        return cls(tuple(place.parent / "versions" for place in places if place.name == "shims"))

    def find_pythons(self) -> Iterator[PythonVersion]:
        """List them."""
        for folder in self.folders:
            for version in sorted(folder.glob("*/bin")):
                yield from self.find_pythons_from_path(version, as_interpreter=True)


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """An executable, links resolved, and who knows it."""

    path: Path
    source: str


@dataclass(frozen=True, kw_only=True)
class Skipped:
    """What was passed over, and why."""

    path: Path
    why: str


def list_candidates(wanted: Collection[str]) -> tuple[tuple[Candidate, ...], tuple[Skipped, ...]]:
    """Return each executable once that does not name another Python than those wanted.

    ``wanted`` are minor series like ``3.12``. Those that a tool manages come before those on the
    PATH, so that the source names the tool.
    """
    candidates: dict[Path, Candidate] = {}
    skipped: dict[Path, Skipped] = {}
    for path, source in _list_files():
        if path.parent.name == "shims":
            why = "shims run only the versions that are active"
            skipped[path.parent] = Skipped(path=path.parent, why=why)
            continue
        real = Path(os.path.realpath(path))
        if _is_plausible(path, real, wanted):
            candidates.setdefault(real, Candidate(path=real, source=source))
    return tuple(candidates.values()), tuple(skipped.values())


def _list_files() -> Iterator[tuple[Path, str]]:
    for name, kind in sorted(ALL_PROVIDERS.items(), key=lambda item: item[0] == "path"):
        try:
            provider = kind.create()
            found = [python.executable for python in provider.find_pythons()] if provider else []
        except OSError:  # a folder that may not be read has no interpreter for us
            continue
        yield from ((path, name) for path in sorted(found))
    # Whatever runs this is there, though perhaps nowhere that a tool looks.
    if sys.executable:
        yield Path(sys.executable), "running"


def _is_plausible(path: Path, real: Path, wanted: Collection[str]) -> bool:
    if not _NAME.fullmatch(path.name):
        return False
    series = _read_series(real)
    return series in wanted if series else True


def _read_series(path: Path) -> str | None:
    """Read the minor series off a name like python3.12, or a folder like 3.12.1/bin."""
    match = _NAME.fullmatch(path.name)
    if match and match["series"] and (match["series"][1:] or match["series"] == "2"):
        return match["series"]
    for folder in (path.parent.parent, path.parent):
        if match := _FOLDER.fullmatch(folder.name):
            return match["series"]
    return None
