"""Text from outside, made fit for one line of a terminal, a page or an error."""

import unicodedata
from typing import Final

# Control, format (bidirectional overrides), surrogate, private and unassigned characters: none of
# them is needed to read a reason, each can disturb a terminal or a file. Line and paragraph
# separators become spaces with the other white space.
_DROPPED: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def join_lines(text: str, *, limit: int = 300) -> str:
    """Return the text on one line, without control characters, of at most ``limit`` characters."""
    # Cut first, generously, so that a huge text costs nothing.
    kept = strip_controls(" ".join(text[: limit * 10].split()))
    return kept if len(kept) <= limit else f"{kept[: limit - 1]}…"


def strip_controls(text: str) -> str:
    """Return the text without control characters: its lines stay, other white space is a space."""
    if text.isprintable():
        return text
    return "".join(
        char if char == "\n" else " " if char.isspace() else char
        for char in text
        if char.isspace() or unicodedata.category(char) not in _DROPPED
    )
