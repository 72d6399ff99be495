"""The history of reports, one entry longer where they change."""

from dataclasses import replace
from pathlib import Path

from compat.difference.compare import compare
from compat.difference.history import Entry, History, grow
from compat.difference.layered import hear_layer
from compat.errors import CompatError
from compat.matrix.model import Listener, Matrix
from compat.reports.difference.entries import make_atlas, make_beginning, make_entry
from compat.stored.reports import MATRIX, load_matrix


def grow_history(
    folder: Path, matrix: Matrix, text: str, history: History | None, reason: str | None = None
) -> History | None:
    """Return the history with what a matrix changes, compared with the one that it replaces.

    ``text`` is what the matrix's file will hold, ``reason`` why a person replaced what was there.
    Where nothing changes the history stays as it is; where there is no matrix to compare with, or
    none that can be read, it begins.
    """
    if history and _is_there(folder, text):
        return history
    new = _make_entry(folder, matrix, begun=history is not None, reason=reason)
    return grow(history, new) if new else history


def _is_there(folder: Path, text: str) -> bool:
    try:
        return (folder / MATRIX).read_text("utf-8") == text
    except (OSError, ValueError):
        return False


def _make_entry(folder: Path, matrix: Matrix, *, begun: bool, reason: str | None) -> Entry | None:
    try:
        before = load_matrix(folder)
    except CompatError:
        return replace(make_beginning(matrix), reason=reason)
    found = compare(*(hear_layer(each, Listener.STREAM) for each in (before, matrix)))
    if found.empty and reason is None:
        return None if begun else make_beginning(matrix)
    return replace(make_entry(make_atlas(before, matrix), found), reason=reason)
