"""The files of a shard as they came back: a folder, or the zip archive that CI services make of it.

Whoever made it may have wished us ill. Nothing is unpacked and nothing is followed: files are read
by names of our own, each up to a limit, after all that is there was looked at.
"""

import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final, Protocol

from compat.axes.text import join_lines
from compat.errors import EvidenceError

LARGEST: Final = 256 * 1024 * 1024
"""Bytes of all files together; a shard that holds every cell there is has about 15 million."""

MOST_FILES: Final = 10_000
MANIFEST: Final = "shard.json"
_END: Final = 22  # bytes of the record at the end of an archive
_COMMENT: Final = 2**16 - 1  # bytes that may follow it
_LOCATOR: Final = 20  # bytes before it, in an archive of more than 65,535 files
_DIRECTORY: Final = MOST_FILES * 200  # bytes; an entry of a shard has about 90


class Artifact(Protocol):
    """The files of one shard; ``name`` is what a person called it."""

    @property
    def name(self) -> str:
        """What a person called it."""

    def read(self, path: str, limit: int) -> bytes:
        """Return a file of at most ``limit`` bytes. Raises EvidenceError."""


def open_artifact(place: Path) -> Artifact:
    """Look at what is there, and return what reads it. Raises EvidenceError."""
    name = join_lines(str(place), limit=200)
    try:
        if place.is_dir():
            return _open_folder(place, name)
        if place.is_file():
            return _open_archive(place, name)
    except OSError as error:
        message = f"{name} cannot be read: {error.strerror or error}"
        raise EvidenceError(message, "half-shard") from error
    message = f"there is no {name}: name the folder of a shard, or the zip archive of one"
    raise EvidenceError(message, "half-shard")


@dataclass(frozen=True, kw_only=True)
class Folder:
    """A folder without links."""

    name: str
    root: Path

    def read(self, path: str, limit: int) -> bytes:
        """Return a file of at most ``limit`` bytes. Raises EvidenceError."""
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        try:
            with open(os.open(self.root / path, flags), "rb") as file:  # noqa: PTH123 - of a descriptor
                content = file.read(limit + 1)
        except FileNotFoundError as error:
            raise _say_absent(self.name, path) from error
        except OSError as error:
            message = f"{self.name}: {path} cannot be read: {error.strerror or error}"
            raise EvidenceError(message, "half-shard") from error
        if len(content) > limit:
            raise _say_too_large(self.name, path, limit)
        return content


@dataclass(frozen=True, kw_only=True)
class Archive:
    """A zip archive; its files lie below ``prefix``."""

    name: str
    place: Path
    prefix: str

    def read(self, path: str, limit: int) -> bytes:
        """Return a file of at most ``limit`` bytes. Raises EvidenceError."""
        try:
            with zipfile.ZipFile(self.place) as archive, archive.open(self.prefix + path) as file:
                content = file.read(limit + 1)
        except KeyError as error:
            raise _say_absent(self.name, path) from error
        except (
            OSError,
            EOFError,
            ValueError,
            RuntimeError,
            zipfile.BadZipFile,
            zlib.error,
        ) as error:
            message = f"{self.name}: {path} cannot be unpacked: {join_lines(str(error))}"
            raise EvidenceError(message, "edited-shard") from error
        if len(content) > limit:
            raise _say_too_large(self.name, path, limit)
        return content


def _open_folder(root: Path, name: str) -> Folder:
    total = 0
    for number, entry in enumerate(_walk(root)):
        path = join_lines(Path(entry.path).relative_to(root).as_posix(), limit=100)
        found = entry.stat(follow_symlinks=False)
        if not (stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)):
            message = f"{name} has {path!r}, a link or no file, which may lead out of the folder"
            raise EvidenceError(message, "edited-shard")
        total += found.st_size
        if number >= MOST_FILES or total > LARGEST:
            raise _say_bomb(name)
    return Folder(name=name, root=root)


def _walk(folder: Path) -> Iterator[os.DirEntry[str]]:
    waiting = [os.fspath(folder)]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                yield entry
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)


def _open_archive(place: Path, name: str) -> Archive:
    if place.stat().st_size > LARGEST:
        raise _say_bomb(name)
    _refuse_large_directory(place, name)
    try:
        with zipfile.ZipFile(place) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        message = f"{name} is neither the folder of a shard nor a zip archive of one"
        raise EvidenceError(message, "edited-shard") from error
    if len(infos) > MOST_FILES or sum(info.file_size for info in infos) > LARGEST:
        raise _say_bomb(name)
    for info in infos:
        _refuse_unsafe(info, name)
    names = [info.filename for info in infos]
    if len(names) != len(set(names)):
        message = f"{name} has a file twice"
        raise EvidenceError(message, "edited-shard")
    manifests = [each for each in names if PurePosixPath(each).name == MANIFEST]
    if len(manifests) > 1:
        message = f"{name} holds {len(manifests)} shards; give each an archive of its own"
        raise EvidenceError(message, "edited-shard")
    prefix = manifests[0].removesuffix(MANIFEST) if manifests else ""
    return Archive(name=name, place=place, prefix=prefix)


def _refuse_large_directory(place: Path, name: str) -> None:
    """Look at the end of an archive for how much its directory holds, before that is read.

    The record is that of APPNOTE.TXT, 4.3.16; what its comment hides from here, zipfile does not
    find either.
    """
    with place.open("rb") as file:
        file.seek(0, os.SEEK_END)
        file.seek(max(0, file.tell() - _END - _COMMENT - _LOCATOR))
        tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + _END:
        return
    entries, size = struct.unpack_from("<HI", tail, at + 10)
    if tail[max(0, at - _LOCATOR) : at].startswith(b"PK\x06\x07") or size > _DIRECTORY:
        raise _say_bomb(name)
    if entries > MOST_FILES:
        raise _say_bomb(name)


def _refuse_unsafe(info: zipfile.ZipInfo, name: str) -> None:
    path = info.filename
    mode = stat.S_IFMT(info.external_attr >> 16)
    leaves = (
        path.startswith("/") or "\\" in path or ":" in path or ".." in PurePosixPath(path).parts
    )
    if leaves or mode not in {0, stat.S_IFREG, stat.S_IFDIR}:
        message = f"{name} has {join_lines(path, limit=100)!r}, which leads out of the folder"
        raise EvidenceError(message, "edited-shard")
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        shown = join_lines(path, limit=100)
        message = f"{name} has {shown!r}, packed in a way that is not read here"
        raise EvidenceError(message, "edited-shard")


def _say_absent(name: str, path: str) -> EvidenceError:
    if path == MANIFEST:
        message = (
            f"{name} has no {MANIFEST}, which is written last: the shard was cut off on its way;"
            " run it again"
        )
        return EvidenceError(message, "half-shard")
    return EvidenceError(f"{name} is half a shard: it has no {path}; run it again", "half-shard")


def _say_too_large(name: str, path: str, limit: int) -> EvidenceError:
    message = f"{name}: {path} is larger than the {limit} bytes that it can have"
    return EvidenceError(message, "edited-shard")


def _say_bomb(name: str) -> EvidenceError:
    message = f"{name} is no shard: it has more than {MOST_FILES} files or {LARGEST} bytes"
    return EvidenceError(message, "edited-shard")
