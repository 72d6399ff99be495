"""What runs leave for later ones: how much there is, and removing what is not needed."""

import shutil
import time
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from compat.record.pack import read_references

_DAY = 24 * 3600.0  # seconds
_UNUSED = 30 * _DAY

# Below the home of all runs, and what each is for.
_KINDS = {
    "cache/results": "records of cells that need not run again",
    "cache/resolutions": "what cells resolve to",
    "cache/layers": "packages and releases, unpacked",
    "cache/bytecode": "compiled sources, by content",
    "cache/pythons": "empty environments",
    "evidence": "what records refer to",
    "runs": "runs that can be taken up again or reported",
}
_FOLDERS = ("cache/layers", "cache/pythons")  # whose entries are folders


@dataclass(frozen=True, kw_only=True)
class Usage:
    """One kind of what is kept: how many entries, their bytes, and what they are for."""

    name: str
    entries: int
    bytes: int
    purpose: str


def measure_usage(home: Path) -> tuple[Usage, ...]:
    """Return what is kept below ``home``, by kind."""
    return tuple(
        Usage(
            name=name,
            entries=len(list(_list_entries(home / name))),
            bytes=_measure(home / name),
            purpose=purpose,
        )
        for name, purpose in _KINDS.items()
    )


def prune(home: Path, suites: Collection[str], *, now: float | None = None) -> int:
    """Remove what no run of these suites can use or has used for long; return the bytes freed.

    ``now`` is in seconds since the epoch. Evidence goes when no result and no run refers to it.
    """
    moment = time.time() if now is None else now
    before = _measure(home)
    for folder in (home / "cache" / "results").glob("*"):
        if folder.name not in {suite[:12] for suite in suites}:
            shutil.rmtree(folder, ignore_errors=True)
    for kind in _KINDS:
        if kind not in {"evidence", "runs"}:
            _drop_unused(home / kind, moment)
    _drop_unreferred(home)
    return before - _measure(home)


def _drop_unused(folder: Path, moment: float) -> None:
    for entry in list(_list_entries(folder)):
        with suppress(OSError):
            if moment - entry.stat().st_mtime > _UNUSED:
                _remove(entry)


def _drop_unreferred(home: Path) -> None:
    records = [*home.glob("cache/results/*/*.json"), *home.glob("runs/*/records/*.json")]
    referred = {name for record in records for name in read_references(record)}
    for entry in list(_list_entries(home / "evidence")):
        if entry.stem not in referred:
            with suppress(OSError):
                entry.unlink()


def _list_entries(folder: Path) -> Iterator[Path]:
    """Give the entries of a kind: the files below its folder, or for some the folders in it."""
    whole = folder.as_posix().endswith(_FOLDERS) or folder.name == "runs"
    for path in folder.glob("*") if whole else folder.rglob("*"):
        if path.is_dir() == whole and not path.name.startswith("."):
            yield path


def _remove(entry: Path) -> None:
    if entry.is_dir():
        shutil.rmtree(entry, ignore_errors=True)
    else:
        entry.unlink(missing_ok=True)


def _measure(folder: Path) -> int:
    """Return the bytes of all files below a folder."""
    total = 0
    for path in folder.rglob("*"):
        with suppress(OSError):
            total += path.lstat().st_size if path.is_file() else 0
    return total
