"""A small map of verdicts: Pythons down, lines across, a strip of releases in each place."""

from dataclasses import dataclass
from itertools import groupby

from compat.matrix.model import Cell
from compat.record.model import Status
from compat.reports.span import Span
from compat.reports.table.grid import Grid
from compat.reports.table.part import NOT_MEASURED
from compat.reports.words import OVERRIDDEN, Tone, describe_status, describe_verdict, find_tone

NOT_SELECTED = "not selected"

SHAPES = {
    Tone.AUTOMATIC: (0, 10),
    Tone.MANUAL: (4, 6),
    Tone.BROKEN: (8, 2),
    Tone.NEUTRAL: (3, 4),
    Tone.UNSURE: (4, 2),
    Tone.UNPROBED: (9, 1),
}
"""Where a tone's bar begins and how high it is, of 10: told apart without colour."""


@dataclass(frozen=True, kw_only=True)
class Bar:
    """Neighbouring releases that say the same; ``start`` and ``length`` count releases."""

    tone: Tone
    words: str
    start: int
    length: int
    span: Span


@dataclass(frozen=True, kw_only=True)
class Strip:
    """A line on a Python, of ``length`` releases."""

    length: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, kw_only=True)
class Map:
    """A scenario: ``rows`` are by Python, with a strip for each of ``lines``."""

    lines: tuple[tuple[str, int], ...]
    rows: dict[str, tuple[Strip, ...]]


def draw_map(index: Grid, scenario: str) -> Map:
    """Return the map of a scenario."""
    return Map(
        lines=tuple((line, len(releases)) for line, releases in index.lines.items()),
        rows={
            python: tuple(_draw_strip(index, scenario, python, line) for line in index.lines)
            for python in index.pythons
        },
    )


def _draw_strip(index: Grid, scenario: str, python: str, line: str) -> Strip:
    releases = index.lines[line]
    said = [_describe(index.at(python, release), scenario) for release in releases]
    bars = []
    for (tone_, words), same in groupby(range(len(releases)), key=said.__getitem__):
        places = list(same)
        span = Span(first=releases[places[0]], last=releases[places[-1]])
        bars.append(Bar(tone=tone_, words=words, start=places[0], length=len(places), span=span))
    return Strip(length=len(releases), bars=tuple(bars))


def _describe(cell: Cell | None, scenario: str) -> tuple[Tone, str]:
    if cell is None:
        return Tone.UNPROBED, NOT_SELECTED
    if cell.status is not Status.PROBED:
        return Tone.UNPROBED, describe_status(cell.status)
    if cell.stands_apart:
        return Tone.UNPROBED, OVERRIDDEN
    if scenario not in cell.results:
        return Tone.UNPROBED, NOT_MEASURED
    result = cell.results[scenario]
    return find_tone(result.verdict), describe_verdict(result.verdict, result.answer)
