"""``compat list``: patterns by the words of a person with a problem."""

import sys
from collections.abc import Mapping
from pathlib import Path
from shutil import get_terminal_size
from typing import Annotated

from cyclopts import Parameter

from compat.cli import terminal
from compat.cli.harmless import make_plain
from compat.cli.known import Matrices, load_known
from compat.difference.layered import hear_layer
from compat.errors import ExitCode, MissingReportError, NothingSelectedError
from compat.matrix.index import Index
from compat.matrix.model import Listener
from compat.reports.symptoms import describe_found, render_all, render_found, render_found_json
from compat.reports.table.grid import Grid
from compat.symptoms.model import Pattern, Word, load_symptoms
from compat.symptoms.search import find_near_names, has_all, search

_MOST = 10
"""Patterns that a person is shown where none has all of the words."""


def list_patterns(
    *words: str,
    folder: Path | None = None,
    as_json: Annotated[bool, Parameter(name="--json", negative="")] = False,
) -> int:
    """List the patterns that are measured, or find them by an API or a symptom.

    Parameters
    ----------
    words
        What you use or see, like astream_events or 'tokens tool' (default: list all).
    folder
        The matrix, for what is measured: its file, or a folder of reports (default: all that is
        known here).
    as_json
        Print them as JSON.
    """
    known = load_symptoms()
    words = tuple(word for word in words if word.strip())
    found = search(known, words) if words else known.every
    if not found:
        message = f"{_explain_nothing(find_near_names(known, words))}; compat list shows all"
        raise NothingSelectedError(message)
    if words and not has_all(known, words):
        near = find_near_names(known, words)
        why = _explain_nothing(near) if near else "no pattern has all of these words"
        left_out = 0 if as_json else max(0, len(found) - _MOST)
        more = f"; {left_out} more are not shown" if left_out else ""
        terminal.print_remark(f"{why}; what follows has most of them{more}")
        found = found[: len(found) - left_out]
    index = _load_index(folder) if words else None
    layered = _load_layer(folder) if any(_needs_layer(each) for each in found) and words else None
    if as_json:
        terminal.print_json(render_found_json(found, index, layered))
        return ExitCode.OK
    width = get_terminal_size().columns if sys.stdout.isatty() else None
    text = (
        render_found(describe_found(found, index, layered), width)
        if words
        else render_all(known, width)
    )
    terminal.print_text(f"{make_plain(text)}\n")
    return ExitCode.OK


def _load_index(folder: Path | None) -> Grid | None:
    try:
        known = load_known(folder)
    except MissingReportError:
        return None
    return None if known.layered else Grid(matrix=known)


def _needs_layer(each: Pattern | Word) -> bool:
    return isinstance(each, Pattern) and each.layer is not None


def _load_layer(folder: Path | None) -> Index | None:
    found = Matrices(folder=folder).layer_if_any
    return Index(matrix=hear_layer(found, Listener.STREAM)) if found else None


def _explain_nothing(near: Mapping[str, tuple[str, ...]]) -> str:
    unknown = "; ".join(
        f"{word!r}, nearest: {', '.join(names)}" if names else repr(word)
        for word, names in near.items()
    )
    return f"no pattern has the word {unknown}"
