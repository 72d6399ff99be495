"""The in-cell suite as files: hashed, and copied to where nothing else of ours can be imported."""

import ast
import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import compat
from compat.axes.nearest import hint_at_nearest
from compat.errors import DiskError, UsageError

_PACKAGE = Path(compat.__file__).parent
_INCELL = "incell"
_INLAYER = "inlayer"
_WARM = "warm"
_SKIPPED = shutil.ignore_patterns("__pycache__")


@dataclass(frozen=True, kw_only=True)
class Suite:
    """A copy of the suite under ``root``, which is what a cell has on its path, and its hash.

    ``layered``: it is that of cells with a layer.
    """

    root: Path
    hash: str
    layered: bool = False

    @property
    def folder(self) -> Path:
        """Where the tests are."""
        return self.root / "compat" / (_INLAYER if self.layered else _INCELL)

    @property
    def config(self) -> Path:
        """The suite's own pytest settings."""
        return self.folder / "pytest.ini"

    @property
    def arguments(self) -> tuple[str, ...]:
        """What pytest is given to run it."""
        return ("-c", str(self.config), "--rootdir", str(self.folder), str(self.folder))


def hash_suite(folder: Path = _PACKAGE / _INCELL) -> str:
    """Return the SHA-256 over the suite's files: path, NUL, content, NUL, ordered by path.

    The suite computes the same by itself, inside the cell; a test holds the two equal.
    """
    digest = hashlib.sha256()
    files = [*folder.rglob("*.py"), *folder.glob("pytest.ini")]
    for path in sorted(files, key=lambda path: path.relative_to(folder).as_posix()):
        name = path.relative_to(folder).as_posix()
        digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def hash_layer_suite(package: Path = _PACKAGE) -> str:
    """Return the hash of the suite of cells with a layer, which stands on that of core.

    It is the SHA-256 over the hash of the latter and that of its own files.
    """
    below, own = hash_suite(package / _INCELL), hash_suite(package / _INLAYER)
    return hashlib.sha256(f"{below} {own}".encode()).hexdigest()


def find_suite_hash(*, layered: bool) -> str:
    """Return the hash of the suite that measures cells with a layer, or without."""
    return hash_layer_suite() if layered else hash_suite()


def check_scenarios(
    wanted: tuple[str, ...], package: Path = _PACKAGE, *, layered: bool = False
) -> tuple[str, ...]:
    """Return the scenarios that are wanted, in any case, each known to the suite.

    The suite cannot be imported here, so its sources are read. Raises UsageError.
    """
    folder = package / (_INLAYER if layered else _INCELL) / "scenarios"
    known = {name for path in folder.glob("*.py") for name in _find_declared(path)}
    for name in wanted:
        if name.lower() not in known:
            message = f"unknown pattern {name!r}; {hint_at_nearest(name, known)}"
            raise UsageError(message, "unknown-scenario")
    return tuple(dict.fromkeys(name.lower() for name in wanted))


def _find_declared(path: Path) -> Iterator[str]:
    """Give the first argument of what decorates a module's functions, or is called for its names.

    A test holds the result to the catalogue.
    """
    for statement in ast.parse(path.read_text("utf-8")).body:
        match statement:
            case ast.FunctionDef(decorator_list=calls):
                pass
            case ast.Assign(value=call):
                calls = [call]
            case _:
                continue
        for node in (node for call in calls for node in ast.walk(call)):
            match node:
                case ast.Call(func=ast.Name(id=made), args=[ast.Constant(value=str(name)), *_]):
                    if made.islower():  # a class has a name of another kind
                        yield name
                case _:
                    continue


def hash_engine() -> str:
    """Return the same over what the engine adds inside a cell's process."""
    return hash_suite(_PACKAGE / _WARM)


def stage(work: Path, *, layered: bool = False) -> Suite:
    """Copy the suite under ``work``, so that an edit during a run does not change the run.

    ``layered``: it is to measure cells with a layer.

    Raises DiskError.
    """
    copied = work / "suite" / "compat"
    try:
        for part in (_INCELL, _INLAYER, _WARM):
            shutil.copytree(_PACKAGE / part, copied / part, ignore=_SKIPPED)
        shutil.copy(_PACKAGE / "__init__.py", copied)
    except OSError as error:  # of copytree one that lists every file
        message = f"cannot copy the suite to {copied.parent}; make room there"
        raise DiskError(message) from error
    made = hash_layer_suite(copied) if layered else hash_suite(copied / _INCELL)
    return Suite(root=copied.parent, hash=made, layered=layered)
