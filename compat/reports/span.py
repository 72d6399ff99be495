"""Ranges of releases, lines and Pythons, without claiming what lies between."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from compat.reports.text import DASH

_MINOR = re.compile(r"(\d+)\.(\d+)")


@dataclass(frozen=True, kw_only=True)
class Span:
    """A closed range."""

    first: str
    last: str

    def __str__(self) -> str:
        return self.first if self.first == self.last else f"{self.first}{DASH}{self.last}"


def parse_minor(python: str) -> tuple[int, int]:
    """Return ``3.12`` as (3, 12); (0, 0) if it does not look like a Python."""
    found = _MINOR.match(python)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def find_spans(items: Sequence[str], near: Callable[[str, str], bool]) -> tuple[Span, ...]:
    """Return the items as ranges; ``near`` tells whether nothing lies between two of them."""
    found: list[Span] = []
    for each in items:
        if found and near(found[-1].last, each):
            found[-1] = Span(first=found[-1].first, last=each)
        else:
            found.append(Span(first=each, last=each))
    return tuple(found)


def list_pythons(pythons: Sequence[str]) -> str:
    """Return Pythons as text, those with none between them as a range: ``3.9``, ``3.11-3.13``."""
    return join_spans(find_spans(pythons, _is_adjacent))


def join_spans(ranges: Iterable[Span]) -> str:
    """Return ranges as one text."""
    return ", ".join(map(str, ranges))


def _is_adjacent(before: str, after: str) -> bool:
    first, second = parse_minor(before), parse_minor(after)
    return first[0] == second[0] != 0 and second[1] - first[1] == 1
