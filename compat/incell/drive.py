"""One drive of an object under test: what went in, and all that came of it."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from langchain_core.tools import BaseTool

from compat.incell.child import GenericFakeChatModel
from compat.incell.handler import RunHandler

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from compat.incell.registry import Case

NOTES: dict[str, Any] = {}


@dataclass
class Drive:
    """``value`` is the very object that the caller passed, looked at after the drive.

    ``root`` is the object under test, if it could be built, and ``lasts`` if it can be driven a
    second time, ``items`` are what a stream yielded,
    ``returned`` is what a plain call returned. ``handler`` is passed by the caller; ``hook`` is
    in the context, where it was installed.
    """

    value: object
    handler: RunHandler
    hook: RunHandler = field(default_factory=RunHandler)
    root: object = None
    lasts: bool = False
    items: list[Mapping[str, Any]] = field(default_factory=list)
    returned: object = None
    error: BaseException | None = None


def make_drive(case: Case) -> Drive:
    """Return a drive that has not begun, with an input of its own."""
    return Drive(value=copy.deepcopy(case.value), handler=RunHandler())


def build_roots(case: Case) -> Sequence[Any]:
    """Build what a case is about, one or several; raises whatever the release raises."""
    built = case.build()
    return built if isinstance(built, (list, tuple)) else [built]


def build_lasting(case: Case) -> tuple[Sequence[Any], bool]:
    """Build what a case is about, and tell whether it can be driven a second time.

    A tool can that holds no model: its body makes all that it runs. It is what costs most to build.
    """
    made = GenericFakeChatModel.made
    roots = build_roots(case)
    lasts = len(roots) == 1 and isinstance(roots[0], BaseTool)
    return roots, lasts and GenericFakeChatModel.made == made


def refuse_own_failure(drives: Iterable[Drive]) -> None:
    """Raise what a method of ours raised in a listener, which the framework swallowed."""
    for drive in drives:
        for listener in (drive.handler, drive.hook):
            if listener.failure is not None:
                raise listener.failure


def note(**facts: Any) -> None:  # noqa: ANN401 - facts are text, numbers, truth or nothing
    """Let code under test tell something that no event tells, for the record's ``facts``.

    A plain place, not a context variable: it is written from threads and tasks whose context is
    the very thing in question.
    """
    NOTES.update(facts)
