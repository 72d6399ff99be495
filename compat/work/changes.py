"""The history of reports, one entry longer where they change."""

from dataclasses import replace
from pathlib import Path

from compat.difference.compare import compare
from compat.difference.history import Entry, History, grown
from compat.errors import CompatError
from compat.matrix.model import Matrix
from compat.reports.difference.entries import atlas, beginning, entry
from compat.stored.reports import MATRIX, load_matrix


def grown_by(
    folder: Path, matrix: Matrix, text: str, history: History | None, reason: str | None = None
) -> History | None:
    """Return the history with what a matrix changes, compared with the one that it replaces.

    ``text`` is what the matrix's file will hold, ``reason`` why a person replaced what was there.
    Where nothing changes the history stays as it is; where there is no matrix to compare with, or
    none that can be read, it begins.
    """
    if history and _is_there(folder, text):
        return history
    new = _entry(folder, matrix, begun=history is not None, reason=reason)
    return grown(history, new) if new else history


def _is_there(folder: Path, text: str) -> bool:
    try:
        return (folder / MATRIX).read_text("utf-8") == text
    except (OSError, ValueError):
        return False


def _entry(folder: Path, matrix: Matrix, *, begun: bool, reason: str | None) -> Entry | None:
    try:
        before = load_matrix(folder)
    except CompatError:
        return replace(beginning(matrix), reason=reason)
    found = compare(before, matrix)
    if found.empty and reason is None:
        return None if begun else beginning(matrix)
    return replace(entry(atlas(before, matrix), found), reason=reason)
