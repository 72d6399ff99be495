"""One drive of an object under test: what went in, and all that came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from compat.incell.handler import RunHandler

NOTES: dict[str, Any] = {}


@dataclass
class Drive:
    """``value`` is the very object that the caller passed, looked at after the drive.

    ``root`` is the object under test, if it could be built, ``items`` are what a stream yielded,
    ``returned`` is what a plain call returned.
    """

    value: object
    handler: RunHandler
    root: object = None
    items: list[Mapping[str, Any]] = field(default_factory=list)
    returned: object = None
    error: BaseException | None = None


def note(**facts: Any) -> None:  # noqa: ANN401 - facts are text, numbers, truth or nothing
    """Let code under test tell something that no event tells, for the record's ``facts``.

    A plain place, not a context variable: it is written from threads and tasks whose context is
    the very thing in question.
    """
    NOTES.update(facts)
