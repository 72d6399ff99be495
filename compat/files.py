"""Files that are whole or not there, and files that a stranger has made."""

import contextlib
import os
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from compat.errors import DiskError

_GITIGNORE: Final = ".gitignore"


class StrangeFileError(Exception):
    """What lies in the place of a file is none, or larger than it can be."""


def read_stranger(path: Path, limit: int) -> bytes | None:
    """Return a file that a stranger has made, of at most ``limit`` bytes; None if none is there.

    Nothing is followed and nothing is waited for: a link, a pipe or a device is no file. Raises
    StrangeFileError.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        descriptor = os.open(path, flags | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        return None
    except OSError as error:
        message = f"{path.name} cannot be read as a file: {error.strerror or error}"
        raise StrangeFileError(message) from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        message = f"{path.name} is no file"
        raise StrangeFileError(message)
    with open(descriptor, "rb") as file:  # noqa: PTH123 - of a descriptor
        content = file.read(limit + 1)
    if len(content) > limit:
        message = f"{path.name} is larger than the allowed {limit} bytes"
        raise StrangeFileError(message)
    return content


def make_folder(path: Path) -> None:
    """Make a folder, and those above it, unless it is there. Raises DiskError."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"cannot make {path}: {error.strerror or error}"
        raise DiskError(message) from error


def make_home(path: Path) -> None:
    """Make the folder in which the program keeps what is its own; git looks past all of it.

    Raises DiskError.
    """
    make_folder(path)
    if not (path / _GITIGNORE).exists():
        write_atomic(path / _GITIGNORE, b"*\n", lasting=False)


def write_set(folder: Path, files: Mapping[str, str]) -> None:
    """Write files that belong together: nothing is replaced before all of them are written.

    Raises DiskError.
    """
    token = secrets.token_hex(4)
    halves = {folder / name: folder / f"{name}.{token}" for name in files}
    try:
        for name, text in files.items():
            write_atomic(halves[folder / name], text.encode())
        for whole, half in halves.items():
            half.replace(whole)
    except OSError as error:
        message = f"cannot write {folder}: {error.strerror or error}"
        raise DiskError(message) from error
    finally:
        for half in halves.values():
            half.unlink(missing_ok=True)


def write_atomic(path: Path, content: bytes, *, lasting: bool = True) -> None:
    """Write a file so that a reader, or a run that is killed, finds the old one or the new one.

    What need not be ``lasting`` may be lost, or half there, after the power failed: for files whose
    readers would notice. Raises DiskError.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        try:
            with half.open("xb") as file:
                file.write(content)
                if lasting:
                    file.flush()
                    os.fsync(file.fileno())
            half.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                half.unlink()
            raise
    except OSError as error:
        message = (
            f"cannot write {path}: {error.strerror or error}; make room or "
            "name another place, then type the same command again: finished cells are kept"
        )
        raise DiskError(message) from error
