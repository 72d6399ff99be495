"""Whether reports are there already, made from the same by the same code."""

import hashlib
import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import compat
from compat.files import DiskError, write_atomic

_CODE = ("*.py", "*.j2", "*.css", "*.js", "*.toml")


def fingerprint(texts: Iterable[str]) -> str:
    """Return a SHA-256 over what reports are made from, and over the code that makes them."""
    digest = hashlib.sha256()
    for text in texts:
        digest.update(hashlib.sha256(text.encode()).digest())
    package = Path(compat.__file__).parent
    for path in sorted(found for pattern in _CODE for found in package.rglob(pattern)):
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


def is_rendered(stamp: Path, made_from: str) -> bool:
    """Tell whether the files that ``stamp`` names were made from this, and are as they were."""
    try:
        noted = json.loads(stamp.read_text("utf-8"))
        files = {str(name): state for name, state in noted["files"].items()}
        return noted["made_from"] == made_from and all(
            _state(Path(name)) == state for name, state in files.items()
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return False


def note_rendered(stamp: Path, made_from: str, files: Iterable[Path]) -> None:
    """Note what files were made from; where that cannot be noted they are made again."""
    noted = {
        "made_from": made_from,
        "files": {str(path.absolute()): _state(path) for path in files},
    }
    with suppress(DiskError):
        write_atomic(stamp, json.dumps(noted).encode(), lasting=False)


def _state(path: Path) -> list[int]:
    """Return a file's size and the time of its last change in nanoseconds."""
    found = path.stat()
    return [found.st_size, found.st_mtime_ns]
