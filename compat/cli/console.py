"""A console for progress and tables, whose text goes through the one door that ``harmless`` is.

It is apart from ``terminal``, for rich takes longer to import than an answer takes to print.
"""

import sys
from typing import Any, TextIO, cast

from rich.console import Console
from rich.text import Text

from compat.cli.harmless import disarm, make_plain


def make_console(*, stderr: bool = False) -> Console:
    """Return a console whose text goes through the door; nothing in a text is markup."""
    stream = _Log(sys.stderr if stderr else sys.stdout)
    return _Console(file=cast("TextIO", stream), stderr=stderr, markup=False, emoji=False)


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
