"""Values, exceptions and tracebacks as text that is the same on every run and machine."""

from __future__ import annotations

import re
import traceback
from pathlib import Path

_ADDRESS = re.compile(r"0x[0-9a-fA-F]{4,}")
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_FOLDERS = re.compile(r"(?<![\w.:/\\])(?:[A-Za-z]:)?[/\\](?:[^\s'\"/\\:]+[/\\])+")
_ROOT = Path(__file__).parents[2]


def scrub(text: str) -> str:
    """Replace what names one run or one machine: addresses, ids, the folders of absolute paths."""
    return _FOLDERS.sub("", _ID.sub("<id>", _ADDRESS.sub("<address>", text)))


def as_text(value: object) -> str | None:
    """Return an output as text: a string as it is, a message by its content, None as None."""
    if value is None or isinstance(value, str):
        return value
    content = getattr(value, "content", None)
    return content if isinstance(content, str) else scrub(repr(value))


def qualified(kind: type) -> str:
    """Return a class's name with its module, as in ``asyncio.exceptions.CancelledError``."""
    prefix = "" if kind.__module__ == "builtins" else f"{kind.__module__}."
    return f"{prefix}{kind.__qualname__}"


def headline(error: BaseException) -> str:
    """Return ``ExceptionType: first line of the message``."""
    lines = scrub(str(error)).splitlines()
    return f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__


def trace(error: BaseException) -> str:
    """Return where an exception came from, a line a frame, innermost last, then what it says.

    The frames of whoever called the suite are left out.
    """
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"{_relative(frame.filename)}:{frame.lineno} in {frame.name}" for frame in frames]
    ours = [number for number, line in enumerate(lines) if line.startswith("compat/")]
    shown = lines[ours[0] :] if ours else lines
    return "\n".join([*shown, f"{qualified(type(error))}: {scrub(str(error))}"])


def _relative(filename: str) -> str:
    path = Path(filename)
    if _ROOT in path.parents:
        return path.relative_to(_ROOT).as_posix()
    parts = path.parts
    if "site-packages" in parts:
        return "/".join(parts[parts.index("site-packages") + 1 :])
    return path.name
