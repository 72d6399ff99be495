"""The terminal: consoles, JSON and Markdown, through the one door that ``harmless`` is."""

import re
import sys
from collections.abc import Iterable
from shutil import get_terminal_size
from typing import Any, Final, TextIO, cast

from rich.console import Console
from rich.text import Text

from compat.cli.harmless import disarm, make_plain
from compat.reports.text import wrap

_HIDDEN: Final = re.compile(
    r"[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|(?<=#)#(?=\w*\[)"
)


def make_console(*, stderr: bool = False) -> Console:
    """Return a console whose text goes through the door; nothing in a text is markup."""
    stream = _Log(sys.stderr if stderr else sys.stdout)
    return _Console(file=cast("TextIO", stream), stderr=stderr, markup=False, emoji=False)


def print_remark(line: str) -> None:
    """Print a line that a person should know, beside the output."""
    width = get_terminal_size().columns if sys.stderr.isatty() else 0
    shown = "\n".join(wrap(make_plain(line), width))
    sys.stderr.write(disarm(f"{shown}\n"))


def print_json(text: str) -> None:
    """Print JSON: the same data, in which nothing commands a terminal or a CI service."""
    escaped = _HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    sys.stdout.write(escaped)


def print_text(text: str) -> None:
    """Print Markdown, with the same care."""
    sys.stdout.write(disarm(text))


def print_lines(lines: Iterable[str]) -> None:
    """Print lines: whole where a program reads them, else wrapped between words.

    What is indented as code (see ``compat.reports.text``) is never wrapped: it is copied.
    """
    width = get_terminal_size().columns if sys.stdout.isatty() else 0
    for line in lines:
        shown = "\n".join(wrap(line, width))
        sys.stdout.write(disarm(f"{shown}\n"))


class _Console(Console):
    """A console that takes control characters out of what it is given."""

    def render_str(self, text: str, **how: Any) -> Text:  # noqa: ANN401 - rich's own
        return super().render_str(make_plain(text), **how)


class _Log:
    """A stream in which no line is a command, wherever a long one was wrapped."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write a text. Rich hands over whole lines."""
        if not self._stream.isatty():
            text = disarm(text)
        return self._stream.write(text)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the stream has
        return getattr(self._stream, name)
