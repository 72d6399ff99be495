"""The one door for text to the terminal and to logs: a stranger's text stays text.

What cells, records, an index or a file say may hold escape sequences, what rich takes for markup
and, in the log of a CI service, commands: lines that begin with ``::``, or have ``##[`` anywhere
(https://docs.github.com/actions/reference/workflow-commands-for-github-actions, and
``ActionCommand.cs`` of its runner). Azure's and TeamCity's begin with ``##`` and a name.
"""

import re
from typing import Final

from compat.axes.text import strip_controls

_COLOURS: Final = r"(?:[^\S\n]|\x1b\[[0-9;]*m)*"  # rich's own, before what a stranger says
_COMMAND: Final = re.compile(rf"^{_COLOURS}:(?=:)|#(?=#\w*\[)", re.MULTILINE)


def make_plain(text: str) -> str:
    """Return a text that commands nothing, without control characters but the ends of lines."""
    return disarm(strip_controls(text))


def disarm(text: str) -> str:
    """Return a text in which no line is a command of a CI service."""
    return _COMMAND.sub(r"\g<0> ", text)
