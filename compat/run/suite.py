"""The in-cell suite as files: hashed, and copied to where nothing else of ours can be imported."""

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

import compat
from compat.files import DiskError

_PACKAGE = Path(compat.__file__).parent
_INCELL = "incell"
_SKIPPED = shutil.ignore_patterns("__pycache__")


@dataclass(frozen=True, kw_only=True)
class Suite:
    """A copy of the suite under ``root``, which is what a cell has on its path."""

    root: Path

    @property
    def folder(self) -> Path:
        """Where the tests are."""
        return self.root / "compat" / _INCELL

    @property
    def config(self) -> Path:
        """The suite's own pytest settings."""
        return self.folder / "pytest.ini"


def suite_hash(folder: Path = _PACKAGE / _INCELL) -> str:
    """Return the SHA-256 over the suite's files: path, NUL, content, NUL, ordered by path.

    The suite computes the same by itself, inside the cell; a test holds the two equal.
    """
    digest = hashlib.sha256()
    files = [*folder.rglob("*.py"), folder / "pytest.ini"]
    for path in sorted(files, key=lambda path: path.relative_to(folder).as_posix()):
        name = path.relative_to(folder).as_posix()
        digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def stage(work: Path) -> Suite:
    """Copy the suite under ``work``, so that an edit during a run does not change the run.

    Raises DiskError.
    """
    suite = Suite(root=work / "suite")
    try:
        shutil.copytree(_PACKAGE / _INCELL, suite.folder, ignore=_SKIPPED)
        shutil.copy(_PACKAGE / "__init__.py", suite.folder.parent)
    except OSError as error:  # of copytree one that lists every file
        message = f"cannot copy the suite to {suite.root}; make room there"
        raise DiskError(message) from error
    return suite
