"""Files that are whole or not there."""

import contextlib
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from compat.errors import CompatError, ExitCode


class DiskError(CompatError):
    """Nothing more can be written: no space, no right, no such place."""

    exit_code = ExitCode.DISK


def make_folder(path: Path) -> None:
    """Make a folder, and those above it, unless it is there. Raises DiskError."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"cannot make {path}: {error.strerror or error}"
        raise DiskError(message) from error


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
            f"cannot write {path}: {error.strerror or error}; make room, then type the same "
            "command again: finished cells are kept"
        )
        raise DiskError(message) from error
