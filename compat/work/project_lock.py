"""What a project's locks say of langchain-core: uv, Poetry, pylock.toml, pinned requirements."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from packaging.markers import Marker
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from compat.axes.release import PROJECT
from compat.axes.text import join_lines
from compat.files import StrangeFileError, read_stranger
from compat.work.project_environment import LANGGRAPH, Place, make_place

_LOCKS: Final = {"uv.lock": "package", "poetry.lock": "package", "pylock.toml": "packages"}

_LARGEST: Final = 5_000_000  # bytes; the locks of large projects have one or two million
_LONGEST: Final = 1000  # characters of a marker, or of a requirement
_FILES: Final = 20  # of requirements


class UnpinnedError(StrangeFileError):
    """A file asks for langchain-core, and for no exact version."""


@dataclass(frozen=True, kw_only=True)
class _Pin:
    """A version of a package, ``markers`` say where: on one that holds, or everywhere if none.

    ``version`` is None where the file leaves it open.
    """

    name: str
    version: str | None
    markers: tuple[str, ...]


def list_locks(folder: Path, below: Iterable[str] = ()) -> list[str]:
    """Return the names of the files to look into; the first that tells something counts.

    ``below`` are folders of the project, whose files come after its own.
    """
    more = sorted(path.name for path in islice(folder.glob("requirements?*.txt"), _FILES))
    own = [*_LOCKS, "requirements.txt", *more]
    return [*own, *(f"{each}/{name}" for each in below for name in list_locks(folder / each))]


def read_lines(lines: Iterable[str], name: str, python: str | None) -> Place | None:
    """Return what requirements say that stand in a file ``name``; None without langchain-core.

    Raises StrangeFileError.
    """
    pins = list(_list_requirements("\n".join(lines)))
    return make_place(name, None, _choose(pins, PROJECT, python), _choose(pins, LANGGRAPH, python))


def read_lock(folder: Path, name: str, python: str | None) -> Place | None:
    """Return what a lock says; None where it is not there, or has no langchain-core.

    Of several versions that counts which is for ``python``. Raises StrangeFileError, or
    UnpinnedError where requirements leave the version open.
    """
    label = join_lines(name, limit=60)
    if (text := read_text(folder / name, _LARGEST)) is None:
        return None
    if key := _LOCKS.get(Path(name).name):
        pins = list(_list_packages(parse_toml(text, label), key))
    else:
        pins = list(_list_requirements(text))
    cores = _choose(pins, PROJECT, python)
    if not cores and any(pin.name == PROJECT and pin.version is None for pin in pins):
        message = f"{label} has {PROJECT} without an exact version"
        raise UnpinnedError(message)
    return make_place(label, None, cores, _choose(pins, LANGGRAPH, python))


def read_text(path: Path, limit: int) -> str | None:
    """Return the text of a file, None if it is not there. Raises StrangeFileError."""
    content = read_stranger(path, limit)
    try:
        return content if content is None else content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"{join_lines(path.name, limit=60)} is no text"
        raise StrangeFileError(message) from error


def parse_toml(text: str, label: str) -> dict[str, Any]:
    """Return what a TOML file holds. Raises StrangeFileError, which quotes nothing of it."""
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # of TOML's errors, and of a number too long
        message = f"{label} is no TOML"
        raise StrangeFileError(message) from error


def _list_packages(content: Mapping[str, Any], key: str) -> Iterator[_Pin]:
    packages = content.get(key)
    for package in packages if isinstance(packages, list) else []:
        match package:
            case {"name": str(name), "version": str(version)}:
                markers = tuple(_list_markers(package))
                yield _Pin(name=canonicalize_name(name), version=version, markers=markers)
            case _:
                continue


def _list_markers(package: Mapping[str, Any]) -> Iterator[str]:
    """Give the conditions of a package: uv has several in a list, Poetry and pylock.toml one."""
    several = package.get("resolution-markers")
    several = several if isinstance(several, list) else []
    told = (*several, package.get("markers"), package.get("marker"))
    yield from (each for each in told if isinstance(each, str))


def _list_requirements(text: str) -> Iterator[_Pin]:
    """Give what a requirements file asks for; what it includes is not followed."""
    for line in map(str.strip, text.splitlines()):
        if len(line) > _LONGEST or not line.lower().startswith("lang"):
            continue
        try:
            wanted = Requirement(line.partition(" #")[0].partition(" --")[0].rstrip("\\ \t"))
        except (InvalidRequirement, RecursionError):
            continue
        markers = (str(wanted.marker),) if wanted.marker else ()
        yield _Pin(
            name=canonicalize_name(wanted.name), version=_find_exact(wanted), markers=markers
        )


def _find_exact(wanted: Requirement) -> str | None:
    match [(each.operator, each.version) for each in wanted.specifier]:
        case [("==", version)] if not version.endswith(".*"):
            return version
        case _:
            return None


def _choose(pins: list[_Pin], name: str, python: str | None) -> set[str]:
    """Return the versions of a package; of several those that are for a Python."""
    some = [(pin, pin.version) for pin in pins if pin.name == name and pin.version]
    versions = {version for _, version in some}
    if len(versions) > 1 and python:
        return {version for pin, version in some if _holds(pin, python)}
    return versions


def _holds(pin: _Pin, python: str) -> bool:
    """Tell whether a pin is for a Python; a condition that cannot be understood is."""
    here = {"python_version": python, "python_full_version": f"{python}.0", "extra": ""}
    return not pin.markers or any(_is_true(marker, here) for marker in pin.markers)


def _is_true(marker: str, here: dict[str, str]) -> bool:
    try:
        return len(marker) > _LONGEST or Marker(marker).evaluate(here)
    except (ValueError, RecursionError, KeyError):
        return True
