"""JSON that a person gives to a check: bounded, and never more trouble than one line."""

import os
from pathlib import Path
from typing import Any

from pydantic_core import from_json

from compat.axes.text import join_lines
from compat.errors import UsageError
from compat.files import StrangeFileError, read_stranger

_MARK = b"\xef\xbb\xbf"
"""What some editors begin a file with."""


def read_given(path: Path, limit: int) -> bytes | None:
    """Return a file that a person names, of at most ``limit`` bytes; None if there is none.

    A link is followed, but nothing is waited for. Raises UsageError.
    """
    try:
        return read_stranger(Path(os.path.realpath(path)), limit)
    except (StrangeFileError, ValueError) as error:
        message = f"cannot read {path}: {error}"
        raise UsageError(message) from error


def parse_given(content: bytes, name: str) -> Any:  # noqa: ANN401 - JSON is anything
    """Return what JSON says; ``name`` is how it is called. Raises UsageError."""
    try:
        return from_json(content.removeprefix(_MARK))
    except ValueError as error:
        message = f"{name} is no JSON: {join_lines(str(error), limit=200)}"
        raise UsageError(message) from error
