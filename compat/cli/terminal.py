"""The one door for text to the terminal and to logs: a stranger's text stays text.

What cells, records, an index or a file say may hold escape sequences, and, in the log of a CI
service, workflow commands: lines that begin with ``::`` or ``##[``
(https://docs.github.com/actions/reference/workflow-commands-for-github-actions).
"""

import re
import sys
import unicodedata
from typing import Any, Final, TextIO, cast

from rich.console import Console
from rich.text import Text

_DROPPED: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_COMMAND: Final = re.compile(r"^(\s*)(::|##\[)", re.MULTILINE)


def console(*, stderr: bool = False) -> Console:
    """Return a console whose text goes through the door."""
    stream = _Log(sys.stderr if stderr else sys.stdout)
    return _Console(file=cast("TextIO", stream), stderr=stderr)


def plain(text: str) -> str:
    """Return a text that commands nothing, without control characters but the ends of lines."""
    kept = "".join(
        char for char in text if char == "\n" or unicodedata.category(char) not in _DROPPED
    )
    return _COMMAND.sub(_broken, kept)


def _broken(found: re.Match[str]) -> str:
    return f"{found[1]}{' '.join(found[2])}"


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
            text = _COMMAND.sub(_broken, text)
        return self._stream.write(text)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the stream has
        return getattr(self._stream, name)
