"""Lines, JSON and Markdown for a terminal, through the one door that ``harmless`` is."""

import re
import sys
from collections.abc import Iterable
from shutil import get_terminal_size
from typing import Final

from compat.cli.harmless import disarm, make_plain
from compat.reports.text import wrap

_HIDDEN: Final = re.compile(
    r"[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|(?<=#)#(?=\w*\[)"
)


def print_remark(line: str) -> None:
    """Print a line that a person should know, beside the output."""
    width = get_terminal_size().columns if sys.stderr.isatty() else 0
    shown = "\n".join(wrap(make_plain(line), width))
    sys.stderr.write(disarm(f"{shown}\n"))


def print_json(text: str) -> None:
    """Print JSON: the same data, in which nothing commands a terminal or a CI service."""
    escaped = _HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    sys.stdout.write(escaped)


def print_commands(lines: Iterable[str]) -> None:
    """Print lines that are commands of a CI service, and that escape what strangers say."""
    for line in lines:
        sys.stdout.write(f"{' '.join(line.splitlines())}\n")


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
