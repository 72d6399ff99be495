"""A folder of reports as one set: a manifest of hashes, so that no reader takes a half of it.

The manifest is written last, and every reader holds the folder to it. A set is written beside the
old one first, whole; a run that is killed while it moves the files leaves what a later writer needs
to finish.
"""

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout
from pydantic import TypeAdapter, ValidationError

from compat.errors import CompatError, ExitCode
from compat.files import DiskError, write_atomic

MANIFEST: Final = "manifest.json"
_STAGING: Final = ".new-"
_LOCK: Final = "lock"
_FILES: Final = TypeAdapter(dict[str, str])


class TornReportsError(CompatError):
    """A folder of reports of which some files are not those that belong together."""

    exit_code = ExitCode.RECORDS


def refuse_torn(folder: Path) -> None:
    """Refuse a folder of reports that is not as it was written. Raises TornReportsError.

    What has no manifest, as reports before 2.2, is taken as it is.
    """
    sealed = _sealed(folder)
    if sealed is None:
        return
    for name, digest in sealed.items():
        if _digest(folder / name) != digest:
            message = (
                f"{folder} is not whole: {name} is not the file that was written with the others;"
                " restore the folder, or measure again"
            )
            raise TornReportsError(message)


def write_sealed(folder: Path, files: Mapping[str, str]) -> None:
    """Replace what a folder of reports holds by these files, by path, and their manifest.

    What an earlier writer left half is finished or swept first. Files that the old manifest names
    and the new does not are removed. Raises DiskError.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        mend(folder)
        with _staged(folder, files) as staging:
            _move(staging, folder, files)
    except OSError as error:
        message = f"cannot write {folder}: {error.strerror or error}"
        raise DiskError(message) from error


def mend(folder: Path) -> None:
    """Finish what a writer that was killed has left whole, and sweep what it has left half.

    Raises OSError.
    """
    for staging in sorted(folder.glob(f"{_STAGING}*")):
        lock = FileLock(staging / _LOCK)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            continue  # somebody is writing
        try:
            files = _sealed(staging)
            if files is not None and all(
                digest in {_digest(staging / name), _digest(folder / name)}
                for name, digest in files.items()
            ):
                _move(staging, folder, files)
        finally:
            lock.release()
            shutil.rmtree(staging, ignore_errors=True)


@contextmanager
def _staged(folder: Path, files: Mapping[str, str]) -> Iterator[Path]:
    """Give a folder beside the old files with all new ones, whole on disk, locked meanwhile."""
    staging = folder / f"{_STAGING}{secrets.token_hex(4)}"
    staging.mkdir()
    lock = FileLock(staging / _LOCK)
    lock.acquire()
    try:
        digests = {}
        for name, text in files.items():
            content = text.encode()
            digests[name] = hashlib.sha256(content).hexdigest()
            write_atomic(staging / name, content)
        sealed = json.dumps({"files": digests}, indent=1, sort_keys=True) + "\n"
        write_atomic(staging / MANIFEST, sealed.encode())
        yield staging
    finally:
        lock.release()
        shutil.rmtree(staging, ignore_errors=True)


def _move(staging: Path, folder: Path, files: Mapping[str, str]) -> None:
    """Put staged files in their places, the manifest last, and remove what is no longer there."""
    gone = (_sealed(folder) or {}).keys() - files.keys()
    for name in files:
        if (staging / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (staging / name).replace(folder / name)
    for name in gone:
        (folder / name).unlink(missing_ok=True)
    (staging / MANIFEST).replace(folder / MANIFEST)


def _sealed(folder: Path) -> dict[str, str] | None:
    """Return the digests that a manifest tells, by path; None without one. Raises TornReportsError."""
    try:
        content = json.loads((folder / MANIFEST).read_bytes())
        files = _FILES.validate_python(content["files"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, LookupError, ValidationError) as error:
        message = f"{folder / MANIFEST} cannot be read; restore the folder, or measure again"
        raise TornReportsError(message) from error
    if any(os.path.isabs(name) or ".." in Path(name).parts for name in files):  # noqa: PTH117
        message = f"{folder / MANIFEST} names a file outside of its folder; restore the folder"
        raise TornReportsError(message)
    return files


def _digest(path: Path) -> str | None:
    with suppress(OSError):
        return hashlib.sha256(path.read_bytes()).hexdigest()
    return None
