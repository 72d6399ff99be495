"""The Pythons of the matrix."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from compat.axes.free_threaded import refuse_free_threaded
from compat.axes.nearest import hint_at_nearest
from compat.axes.text import join_lines
from compat.errors import UsageError


@dataclass(frozen=True, kw_only=True)
class Python:
    """A minor series of CPython, like ``3.12``.

    ``end_of_life`` is an ISO date. ``required`` ones are measured always, the others whenever an
    interpreter is there.
    """

    id: str
    end_of_life: str
    required: bool


# https://devguide.python.org/versions/ gives a month for those still alive: here its last day.
PYTHONS: Final = (
    Python(id="3.9", end_of_life="2025-10-31", required=True),
    Python(id="3.10", end_of_life="2026-10-31", required=True),
    Python(id="3.11", end_of_life="2027-10-31", required=True),
    Python(id="3.12", end_of_life="2028-10-31", required=True),
    Python(id="3.13", end_of_life="2029-10-31", required=True),
    Python(id="3.14", end_of_life="2030-10-31", required=False),
    Python(id="3.15", end_of_life="2031-10-31", required=False),
)


def parse_pythons(wanted: Iterable[str]) -> tuple[Python, ...]:
    """Return the Pythons named, oldest first, each once.

    Raises UsageError, or NothingSelectedError of a free-threaded one.
    """
    known = {python.id: python for python in PYTHONS}
    names = {name.strip() for name in wanted}
    for name in sorted(names - known.keys()):
        refuse_free_threaded(name)
        message = f"unknown Python {join_lines(name, limit=40)}; {hint_at_nearest(name, known)}"
        raise UsageError(message, "unknown-python")
    return tuple(python for python in PYTHONS if python.id in names)
