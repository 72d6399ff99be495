"""The site from a folder of reports and the docs, built aside and then put in its place."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from compat.axes.layer import LAYER
from compat.axes.listed import list_releases
from compat.axes.release import PROJECT
from compat.axes.settings import read_settings
from compat.errors import DiskError, MissingReportError, NotFoundOutError, UsageError
from compat.files import make_folder, write_atomic
from compat.reports.layer.places import LAYER as LAYER_NAME
from compat.reports.site.content import Source
from compat.reports.site.newer import Newer, find_newer
from compat.reports.site.site import render_site
from compat.stored.reports import (
    HISTORY,
    LAYERED,
    MATRIX,
    SCHEMA,
    TRACES,
    load,
    load_history,
    load_sensitivities,
)

MARK: Final = "site.json"
"""The file by which an earlier site of ours is known: it lists all that belongs to it."""

_PAGE: Final = "matrix.html"
_ALONG: Final = (MATRIX, SCHEMA, TRACES, HISTORY, "changes.atom", "badge.svg", "badge.json")
_BESIDE: Final = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md")
"""Pages of a clone that the docs lead to."""

_NAMES: Final = {PROJECT: PROJECT, LAYER: LAYER_NAME}
_PATIENCE: Final = 60  # seconds to wait for another writer


def read_source(reports: Path, docs: Path, base: str) -> Source:
    """Return what the site is made from, held to the manifest of the reports.

    Raises EvidenceError, MissingReportError, NewerVersionError, TornReportsError or UsageError.
    """
    matrix, traces = load(reports)
    if matrix.layered:
        message = f"{reports} knows LangGraph alone; name the folder that it lies in"
        raise UsageError(message)
    layer = reports / LAYERED
    return Source(
        matrix=matrix,
        traces=traces,
        page=_read_page(reports / _PAGE),
        found=load_sensitivities(reports),
        layered=load(layer) if (layer / MATRIX).exists() else None,
        history=load_history(reports),
        docs=_read_docs(docs),
        files=tuple(_find_files(reports, docs)),
        base=base,
    )


def _read_page(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as error:
        message = f"there is no {path}; compat report {path.parent} renders it"
        raise MissingReportError(message) from error


def _read_docs(docs: Path) -> dict[str, str]:
    """Return the Markdown of the docs by its path in a clone. Raises UsageError."""
    found = {f"docs/{path.name}": path for path in sorted(docs.glob("*.md"))}
    if not found:
        message = f"there is no Markdown in {docs}; name the folder of the docs with --docs"
        raise UsageError(message)
    beside = {name: docs.absolute().parent / name for name in _BESIDE}
    every = {**found, **{name: path for name, path in beside.items() if path.is_file()}}
    return {name: path.read_text("utf-8") for name, path in every.items()}


def _find_files(reports: Path, docs: Path) -> Iterator[str]:
    """Give the places of what goes along as it is."""
    for folder in ("", f"{LAYERED}/"):
        yield from (f"{folder}{name}" for name in _ALONG if (reports / folder / name).is_file())
    yield from sorted(f"docs/{path.name}" for path in docs.glob("*.json"))


def ask_newer(source: Source, today: date) -> tuple[Source, NotFoundOutError | None]:
    """Return the source with what the index has that is newer, and why if it did not say.

    Raises NotFoundOutError if settings cannot be read.
    """
    known = {PROJECT: source.matrix}
    if source.layered:
        known[LAYER] = source.layered[0]
    settings = read_settings()
    try:
        found = {
            _NAMES[project]: find_newer(matrix, list_releases(settings, project))
            for project, matrix in known.items()
        }
    except NotFoundOutError as error:
        return replace(source, newer=Newer(day=today.isoformat(), found=None)), error
    return replace(source, newer=Newer(day=today.isoformat(), found=found)), None


def write_site(folder: Path, source: Source, reports: Path, docs: Path) -> tuple[int, int]:
    """Write the site, whole or not at all; return how many pages and how many bytes it has.

    What is in the folder must be an earlier site and nothing else. Raises DiskError or UsageError.
    """
    folder = folder.resolve()  # a link to a folder stays one
    refuse_foreign(folder)
    pages = render_site(source)
    content = {name: text.encode() for name, text in pages.items()}
    along = {name: _find_along(name, reports, docs) for name in source.files}
    with _aside(folder) as new:
        names = sorted({*content, *along, MARK})
        made = {"made_by": "compat site", "files": names}
        write_atomic(new / MARK, (json.dumps(made, indent=1) + "\n").encode(), lasting=False)
        for name, data in content.items():
            write_atomic(new / name, data, lasting=False)
        for name, path in along.items():
            write_atomic(new / name, path.read_bytes(), lasting=False)
        size = sum(path.stat().st_size for path in new.rglob("*") if path.is_file())
        _swap(new, folder)
    return sum(name.endswith(".html") for name in pages), size


def _find_along(name: str, reports: Path, docs: Path) -> Path:
    return docs / name.removeprefix("docs/") if name.startswith("docs/") else reports / name


def refuse_foreign(folder: Path) -> None:
    """Refuse a folder that has anything but an earlier site of ours. Raises UsageError."""
    if not folder.exists():
        return
    if not folder.is_dir():
        message = f"{folder} is no folder; name another one for the site"
        raise UsageError(message)
    there = [each for each in sorted(folder.rglob("*")) if each.is_symlink() or not each.is_dir()]
    known = _read_mark(folder / MARK)
    foreign = [path for path in there if path.relative_to(folder).as_posix() not in known]
    if foreign:
        message = (
            f"{foreign[0]} is no file of an earlier site: name an empty folder, or move it away"
        )
        raise UsageError(message)


def _read_mark(path: Path) -> frozenset[str]:
    with suppress(OSError, ValueError):
        match json.loads(path.read_bytes()):
            case {"made_by": "compat site", "files": [*names]}:
                return frozenset(name for name in names if isinstance(name, str))
    return frozenset()


@contextmanager
def _aside(folder: Path) -> Iterator[Path]:
    """Make a folder beside another one, and leave nothing of it behind. Raises DiskError."""
    make_folder(folder.parent)
    new, old = (folder.with_name(f".{folder.name}.{word}") for word in ("new", "old"))
    lock = FileLock(folder.with_name(f".{folder.name}.lock"))
    try:
        lock.acquire(timeout=_PATIENCE)
    except (Timeout, OSError) as error:
        message = f"cannot write {folder}: another process writes there, or nobody may"
        raise DiskError(message) from error
    try:
        for left in (new, old):
            shutil.rmtree(left, ignore_errors=True)
        yield new
    except OSError as error:
        message = f"cannot write {folder}: {error.strerror or error}"
        raise DiskError(message) from error
    finally:
        for left in (new, old):
            shutil.rmtree(left, ignore_errors=True)
        with suppress(OSError):
            Path(lock.lock_file).unlink()
        lock.release()


def _swap(new: Path, folder: Path) -> None:
    """Put a new site in the place of what is there; if that fails, what was there stays."""
    old = folder.with_name(f".{folder.name}.old")
    there = folder.exists()
    if there:
        folder.rename(old)
    try:
        new.rename(folder)
    except BaseException:
        if there:
            old.rename(folder)
        raise
