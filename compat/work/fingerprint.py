"""Whether reports are there already, made from the same by the same code."""

import hashlib
import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import compat
from compat.errors import CompatError, DiskError
from compat.files import write_atomic
from compat.stored.seal import MANIFEST, refuse_torn

_CODE = ("*.py", "*.j2", "*.css", "*.js", "*.toml")


def make_fingerprint(texts: Iterable[str]) -> str:
    """Return a SHA-256 over what reports are made from, and over the code that makes them."""
    digest = hashlib.sha256()
    for text in texts:
        digest.update(hashlib.sha256(text.encode()).digest())
    package = Path(compat.__file__).parent
    for path in sorted(found for pattern in _CODE for found in package.rglob(pattern)):
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


def is_rendered(stamp: Path, made_from: str, folder: Path) -> bool:
    """Tell whether a folder holds what ``stamp`` says was made from this, whole and as it was."""
    try:
        noted = json.loads(stamp.read_text("utf-8"))
        if noted["made_from"] != made_from or noted["folder"] != str(folder.absolute()):
            return False
        refuse_torn(folder)
        return all(_digest_folder(Path(name)) == known for name, known in noted["files"].items())
    except (CompatError, OSError, ValueError, TypeError, KeyError, AttributeError):
        return False


def note_rendered(stamp: Path, made_from: str, folder: Path, others: Iterable[Path]) -> None:
    """Note what a folder, and others beside it, were made from.

    Where that cannot be noted they are made again.
    """
    noted = {
        "made_from": made_from,
        "folder": str(folder.absolute()),
        "files": {
            str(path.absolute()): _digest_folder(path) for path in (folder / MANIFEST, *others)
        },
    }
    with suppress(DiskError):
        write_atomic(stamp, json.dumps(noted).encode(), lasting=False)


def _digest_folder(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
