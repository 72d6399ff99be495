"""The terminal gets words, with or without colour, and obeys no markup."""

from io import StringIO

import pytest
from rich.console import Console

from compat.record.model import Status
from compat.reports.terminal import show
from tests.reports.sample import Said, haunted, measured

CELLS: dict[str, Said] = {
    "py3.10-core0.3.0": "lost/nested",
    "py3.11-core0.3.0": "nested/nested",
    "py3.15-core0.3.0": (Status.NOT_INSTALLABLE, "no wheel"),
}


def printed(*, hostile: bool = False, terminal: bool = False) -> str:
    file = StringIO()
    matrix, traces = measured(CELLS)
    shown = haunted(matrix, traces)[0] if hostile else matrix
    show(
        shown,
        Console(
            file=file,
            width=200,
            force_terminal=terminal,
            color_system="auto" if not terminal else "standard",
        ),
    )
    return file.getvalue()


def test_words_and_counts_stand_without_colour() -> None:
    text = printed()
    assert "3 cells (3 Pythons × 1 release of langchain-core, 0.3.0 to 0.3.0), 2 probed" in text
    for words in ("◐ manual [a] 0.3.0", "● automatic 0.3.0", "— not installable 0.3.0"):
        assert words in text
    assert "a  naive: fails silently" in text
    assert "\x1b" not in text


def test_no_color_is_honoured_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b[1;33m" in printed(terminal=True)
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[1;33m" not in printed(terminal=True)


def test_hostile_text_reaches_no_terminal() -> None:
    text = printed(hostile=True)
    assert "\x1b" not in text
    assert "\\x1b[31m \\u202e" in text
