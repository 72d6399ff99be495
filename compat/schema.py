"""Files of a schema: classes that take nothing else, versions, and what is wrong with a file."""

from enum import StrEnum
from typing import TypeVar

from pydantic import ConfigDict, ValidationError

_Class = TypeVar("_Class", bound=type)


class Age(StrEnum):
    """How a schema stands to the one that this program writes."""

    NEWER = "newer"
    OLDER = "older"  # of another major version
    READABLE = "readable"


def find_age(content: object, known: str) -> tuple[Age, str]:
    """Return how old the schema of a parsed file is, and its version; ``known`` is what we write.

    A file that names no version is as good as one of today: its schema finds out what it is.
    """
    version = content.get("schema_version") if isinstance(content, dict) else None
    major, _, lesser = version.partition(".") if isinstance(version, str) else ("", "", "")
    if not (major.isdecimal() and lesser.isdecimal()):
        return Age.READABLE, ""
    parts, reads = (int(major), int(lesser)), tuple(map(int, known.split(".")))
    if parts > reads:
        return Age.NEWER, f"{version}"
    return (Age.OLDER if parts[0] < reads[0] else Age.READABLE), f"{version}"


def strict(class_: _Class) -> _Class:
    """Let a dataclass, where it is validated, have its own fields and no other."""
    class_.__pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[attr-defined]
    return class_


def first_error(error: ValidationError) -> tuple[str, str]:
    """Return where the first thing is that is wrong, like ``cells.0.id``, and what is."""
    first = error.errors(include_url=False, include_input=False)[0]
    return ".".join(map(str, first["loc"])), first["msg"]
