"""The error of a settings file that cannot be read."""

from pathlib import Path
from typing import Literal

from compat.errors import NotFoundOutError


def unreadable(place: Path, why: Exception, *, tool: Literal["pip", "uv"]) -> NotFoundOutError:
    """Return the error with its message; its file is one of a ``tool``, and makes no sense."""
    kind = type(why).__name__  # not its text: that may quote a password
    message = f"cannot read {tool}'s settings in {place} ({kind}); fix or remove it"
    return NotFoundOutError(message, "unreadable-settings")
