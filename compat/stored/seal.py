"""A folder of reports as one set: a manifest of hashes, so that no reader takes a half of it.

A new set is written beside the old one first, whole, then moved to its place file by file, the
manifest before all others: from the first move to the last no reader takes what is there. A run
that is killed meanwhile leaves what the next writer needs to finish. Writers wait for each other.
"""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Literal

from filelock import FileLock, Timeout
from pydantic import Field, TypeAdapter, ValidationError

from compat.errors import DiskError, TornReportsError
from compat.files import make_folder, write_atomic
from compat.schema import strict

MANIFEST: Final = "manifest.json"
MANIFEST_VERSION: Literal["1.0"] = "1.0"
_STAGING: Final = ".new"
_LOCK: Final = ".lock"
_PATIENCE: Final = 60
"""Seconds to wait for another writer; the largest set takes a few."""

_HALF: Final = re.compile(r"\.[0-9a-f]{8}")
_FOUND: Final = ("changes.json", "sensitivity/*.json", "scenarios/*.md")
"""What is taken from a folder without a reference to it elsewhere: a set may have it or not."""


@strict
@dataclass(frozen=True, kw_only=True)
class Manifest:
    """The SHA-256 of every file of a set, by path."""

    schema_version: Literal["1.0"]
    files: dict[str, Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]]


_MANIFEST: Final = TypeAdapter(Manifest)


def refuse_torn(folder: Path) -> None:
    """Refuse a folder of reports that is not as it was written. Raises TornReportsError.

    A folder without a manifest is from before there were any, or a few files that somebody took
    out of a set: it is taken as it is, since no writer that is killed leaves one.
    """
    files = _read_manifest(folder)
    if files is None:
        return
    wrong = next(
        (name for name, known in files.items() if _digest_file(folder / name) != known), None
    )
    if wrong is not None:
        raise _say_torn(folder, f"{wrong} is not the file that was written with the others")
    if foreign := _find_foreign(folder, files):
        raise _say_torn(folder, f"{foreign[0]} is of another set")


def _find_foreign(folder: Path, files: Mapping[str, str]) -> list[str]:
    """Return what is in a folder, would be taken from there, and is not of its set."""
    paths = (path for pattern in _FOUND for path in folder.glob(pattern))
    return [name for path in paths if (name := path.relative_to(folder).as_posix()) not in files]


def _say_torn(folder: Path, why: str) -> TornReportsError:
    cut = (folder / _STAGING / MANIFEST).exists()
    mend = f"compat report {folder}" if cut else f"git checkout {folder}, or measure again"
    half = "a writer was interrupted, or is still writing" if cut else why
    return TornReportsError(f"{folder} is not whole: {half}; to restore it: {mend}")


@contextmanager
def hold_for_writing(folder: Path) -> Iterator[None]:
    """Make a folder of reports this process's to write, and whole. Raises DiskError.

    What a writer that was killed has left whole is finished, what it has left half is swept.
    """
    make_folder(folder)
    lock = FileLock(folder / _LOCK)
    try:
        lock.acquire(timeout=_PATIENCE)
    except Timeout as error:
        message = f"another process is writing to {folder}; {_AGAIN}"
        raise DiskError(message) from error
    except OSError as error:
        raise _say_unwritable(folder, error) from error
    try:
        _finish(folder)
        yield
    except OSError as error:
        raise _say_unwritable(folder, error) from error
    finally:
        # Who waits for it looks whether the file that it got is still there.
        with suppress(OSError):
            (folder / _LOCK).unlink()
        lock.release()


def mend(folder: Path) -> None:
    """Finish or sweep what a writer that was killed has left in a folder. Raises DiskError."""
    if (folder / _STAGING).exists() or (folder / _LOCK).exists():
        with hold_for_writing(folder):
            pass


def write_sealed(folder: Path, files: Mapping[str, str]) -> None:
    """Replace the set that a folder holds by these files, by path, and their manifest.

    It is held by ``hold_for_writing``. Raises DiskError or OSError.
    """
    staging = folder / _STAGING
    digests = {}
    try:
        for name, text in files.items():
            content = text.encode()
            digests[name] = hashlib.sha256(content).hexdigest()
            write_atomic(staging / name, content)
        made = {"schema_version": MANIFEST_VERSION, "files": digests}
        sealed = json.dumps(made, indent=1, sort_keys=True) + "\n"
        write_atomic(staging / MANIFEST, sealed.encode())
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    _finish(folder)


def sweep(folder: Path, pattern: str) -> None:
    """Remove files that were written half, where nobody else writes."""
    for half in folder.glob(pattern):
        if _HALF.fullmatch(half.suffix) and half.is_file():
            half.unlink(missing_ok=True)


def _finish(folder: Path) -> None:
    """Move a staged set to its place if it is whole, and leave nothing else behind."""
    staging = folder / _STAGING
    with suppress(TornReportsError):
        files = _read_manifest(staging)
        if files is not None and _is_whole(staging, folder, files):
            _move(staging, folder, files)
    shutil.rmtree(staging, ignore_errors=True)
    sweep(folder, "**/*")


def _is_whole(staging: Path, folder: Path, files: Mapping[str, str]) -> bool:
    places = ((staging / name, folder / name, known) for name, known in files.items())
    return all(known in {_digest_file(new), _digest_file(placed)} for new, placed, known in places)


def _move(staging: Path, folder: Path, files: Mapping[str, str]) -> None:
    write_atomic(folder / MANIFEST, (staging / MANIFEST).read_bytes())
    for name in files:
        if (staging / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (staging / name).replace(folder / name)
    for name in _find_foreign(folder, files):
        (folder / name).unlink()


def _read_manifest(folder: Path) -> dict[str, str] | None:
    """Return the digests that a manifest tells, by path; None without one.

    Raises TornReportsError.
    """
    try:
        files = _MANIFEST.validate_json((folder / MANIFEST).read_bytes()).files
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValidationError) as error:
        raise _say_torn(folder, f"its {MANIFEST} cannot be read") from error
    if any(os.path.isabs(name) or ".." in Path(name).parts for name in files):  # noqa: PTH117
        raise _say_torn(folder, f"its {MANIFEST} names a file outside of it")
    return files


def _digest_file(path: Path) -> str | None:
    with suppress(OSError), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
    return None


_AGAIN: Final = "type the same command again: finished cells are kept"


def _say_unwritable(folder: Path, error: OSError) -> DiskError:
    return DiskError(f"cannot write {folder}: {error.strerror or error}; mend that, then {_AGAIN}")
