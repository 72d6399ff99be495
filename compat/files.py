"""Files that are whole or not there."""

import contextlib
import os
import secrets
from pathlib import Path

from compat.errors import CompatError, ExitCode


class DiskError(CompatError):
    """Nothing more can be written: no space, no right, no such place."""

    exit_code = ExitCode.DISK


def write_atomic(path: Path, content: bytes) -> None:
    """Write a file so that a reader, or a run that is killed, finds the old one or the new one.

    Raises DiskError.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        try:
            with half.open("xb") as file:
                file.write(content)
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
