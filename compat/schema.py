"""The version of a file's schema, read before anything else of it."""

from enum import StrEnum


class Age(StrEnum):
    """How a schema stands to the one that this program writes."""

    NEWER = "newer"
    OLDER = "older"  # of another major version
    READABLE = "readable"


def age(content: object, known: str) -> tuple[Age, str]:
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
