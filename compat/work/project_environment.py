"""What a virtual environment has, read off its files: nothing in it is started."""

import os
import re
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from compat.axes.release import PROJECT
from compat.axes.text import join_lines
from compat.files import StrangeFileError, read_stranger

LANGGRAPH: Final = "langgraph"

_INFO: Final = ".dist-info"
_CONFIG: Final = "pyvenv.cfg"
_VERSION: Final = re.compile(r"^version(?:_info)?\s*=\s*([0-9]{1,2}\.[0-9]{1,3})\b", re.MULTILINE)
_LARGEST: Final = 64_000  # bytes of pyvenv.cfg
_MOST: Final = 50_000  # packages, and what else lies beside them
# As in the id of a cell; what is no release of an index (a local version) has none.
_RELEASE: Final = re.compile(r"[0-9][0-9a-z.]{0,39}")


@dataclass(frozen=True, kw_only=True)
class Place:
    """What one place tells of a project: ``name`` is for messages, like ``uv.lock``."""

    name: str
    python: str | None
    core: str
    layer: str | None


def read_environment(root: Path, name: str) -> Place | None:
    """Return what an environment has; None where it is none, or has no langchain-core.

    So nothing is told by an environment that has only this program, which uvx, nox and pipx make.
    Raises StrangeFileError.
    """
    if not _is_folder(root) or (said := read_stranger(root / _CONFIG, _LARGEST)) is None:
        return None
    version = _VERSION.search(said.decode("utf-8", "replace"))
    if version is None:
        message = f"{name} does not say its Python"
        raise StrangeFileError(message)
    python = version[1]
    posix = root / "lib" / f"python{python}" / "site-packages"
    found = _list_installed(posix if _is_folder(posix) else root / "Lib" / "site-packages")
    return make_place(name, python, found[PROJECT], found[LANGGRAPH])


def make_place(
    name: str, python: str | None, cores: Collection[str], layers: Collection[str]
) -> Place | None:
    """Return what a place tells, None if that is no langchain-core.

    A langgraph that is there twice, or is no release, is left out. Raises StrangeFileError.
    """
    if not cores:
        return None
    if len(cores) > 1:
        message = f"{name} has several versions of {PROJECT}"
        raise StrangeFileError(message)
    (text,) = cores
    if (core := _read_release(text)) is None:
        message = f"{name} has {PROJECT} {join_lines(text, limit=40)!r}, which is no release"
        raise StrangeFileError(message)
    found = [_read_release(each) for each in layers]
    return Place(name=name, python=python, core=core, layer=found[0] if len(found) == 1 else None)


def _is_folder(path: Path) -> bool:
    """Tell whether it is one that can be looked into."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _read_release(text: str) -> str | None:
    """Return a version in its canonical spelling, None if no index publishes it."""
    try:
        version = str(Version(text))
    except InvalidVersion:
        return None
    return version if _RELEASE.fullmatch(version) else None


def _list_installed(packages: Path) -> dict[str, set[str]]:
    """Return the versions of langchain-core and langgraph that a folder of packages has."""
    found: dict[str, set[str]] = {PROJECT: set(), LANGGRAPH: set()}
    with suppress(OSError), os.scandir(packages) as entries:
        for entry in islice(entries, _MOST):
            project, _, version = entry.name.removesuffix(_INFO).partition("-")
            if entry.name.endswith(_INFO) and (name := canonicalize_name(project)) in found:
                found[name].add(version)
    return found
