"""The one door for text to the terminal and to logs: a stranger's text stays text.

What cells, records, an index or a file say may hold escape sequences, what rich takes for markup
and, in the log of a CI service, commands: lines that begin with ``::``, or have ``##[`` anywhere
(https://docs.github.com/actions/reference/workflow-commands-for-github-actions, and
``ActionCommand.cs`` of its runner). Azure's and TeamCity's begin with ``##`` and a name.
"""

import re
import sys
from typing import Any, Final, TextIO, cast

from rich.console import Console
from rich.text import Text

from compat.axes.text import uncontrolled

_COLOURS: Final = r"(?:[^\S\n]|\x1b\[[0-9;]*m)*"  # rich's own, before what a stranger says
_COMMAND: Final = re.compile(rf"^{_COLOURS}:(?=:)|#(?=#\w*\[)", re.MULTILINE)
_HIDDEN: Final = re.compile(
    r"[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|(?<=#)#(?=\w*\[)"
)


def console(*, stderr: bool = False) -> Console:
    """Return a console whose text goes through the door; nothing in a text is markup."""
    stream = _Log(sys.stderr if stderr else sys.stdout)
    return _Console(file=cast("TextIO", stream), stderr=stderr, markup=False, emoji=False)


def plain(text: str) -> str:
    """Return a text that commands nothing, without control characters but the ends of lines."""
    return obeyed_by_none(uncontrolled(text))


def obeyed_by_none(text: str) -> str:
    """Return a text in which no line is a command of a CI service."""
    return _COMMAND.sub(r"\g<0> ", text)


def print_json(text: str) -> None:
    """Print JSON: the same data, in which nothing commands a terminal or a CI service."""
    escaped = _HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    sys.stdout.write(escaped)


def print_text(text: str) -> None:
    """Print Markdown, with the same care."""
    sys.stdout.write(obeyed_by_none(text))


class _Console(Console):
    """A console that takes control characters out of what it is given."""

    def render_str(self, text: str, **how: Any) -> Text:  # noqa: ANN401 - rich's own
        return super().render_str(plain(text), **how)


class _Log:
    """A stream in which no line is a command, wherever a long one was wrapped."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write a text. Rich hands over whole lines."""
        if not self._stream.isatty():
            text = obeyed_by_none(text)
        return self._stream.write(text)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the stream has
        return getattr(self._stream, name)
