"""What can be known of an expression: that it is a runnable, or how it would give one."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from compat.check.names import Scope


class Tag(Enum):
    """What is known of an expression."""

    RUNNABLE = auto()
    DECLARED = auto()
    IMPORTED = auto()
    OBJECT = auto()
    SUPER = auto()
    CLASS = auto()
    FUNCTION = auto()
    COROUTINE = auto()
    SEQUENCE = auto()
    NOTHING = auto()
    OTHER = auto()
    UNKNOWN = auto()


@dataclass(frozen=True)
class Kind:
    """What an expression is.

    A ``RUNNABLE`` is the framework's own; one that is ``DECLARED`` can be of a class of the
    project's, whose methods need not run anything where they are called.
    ``IMPORTED`` is a class, function or module of the framework's, from ``origin``; what it gives
    when it is called counts as a runnable. An ``OBJECT`` is of the class of ``scope``, as ``SUPER``
    is; a ``CLASS`` and a ``FUNCTION`` are those of the source. A ``SEQUENCE``, or a mapping, has
    ``items``, and a ``COROUTINE`` gives them. ``NOTHING`` is None, ``OTHER`` surely no runnable.
    """

    tag: Tag
    origin: str = ""
    scope: Scope | None = None
    items: "Kind | None" = None


RUNNABLE: Final = Kind(Tag.RUNNABLE)
DECLARED: Final = Kind(Tag.DECLARED)
NOTHING: Final = Kind(Tag.NOTHING)
OTHER: Final = Kind(Tag.OTHER)
UNKNOWN: Final = Kind(Tag.UNKNOWN)


def join(kinds: Iterable[Kind]) -> Kind:
    """Return what something is that is one of these; None is nothing beside others."""
    given = list(kinds)
    told = [kind for kind in given if kind.tag is not Tag.NOTHING]
    if not told:
        return NOTHING if given else UNKNOWN
    first = told[0]
    alike = all(each == first for each in told)
    if alike or all(each.tag is Tag.IMPORTED for each in told):
        return first
    return DECLARED if all(each in (RUNNABLE, DECLARED) for each in told) else UNKNOWN


def take(kind: Kind, tag: Tag) -> Kind:
    """Return what a sequence or a coroutine holds."""
    if kind == NOTHING:
        return NOTHING
    return (kind.items or UNKNOWN) if kind.tag is tag else UNKNOWN
