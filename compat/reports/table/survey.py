"""The map: a pattern a row, what is said of the newest release of each Python, newest first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile

from compat.record.model import ScenarioInfo
from compat.reports.table.grid import Grid
from compat.reports.table.part import NOT_MEASURED, Part, make_parts
from compat.reports.words import Tone


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What is said of the newest release of a Python.

    ``since`` is the first of the releases that say so, None if all that were measured do.
    """

    tone: Tone
    words: str
    since: str | None


@dataclass(frozen=True, kw_only=True)
class Column:
    """Neighbouring Pythons of which the same is said; ``release`` is the newest measured there."""

    pythons: tuple[str, ...]
    release: str


@dataclass(frozen=True, kw_only=True)
class Survey:
    """The map. ``rows`` has by the id of a pattern a standing for each column."""

    columns: tuple[Column, ...]
    rows: Mapping[str, tuple[Standing, ...]]

    @property
    def tones(self) -> tuple[Tone, ...]:
        """What stands in it, in the order of the tones: a legend needs no more."""
        there = {each.tone for row in self.rows.values() for each in row}
        return tuple(tone for tone in Tone if tone in there)


def make_survey(index: Grid, scenarios: Sequence[ScenarioInfo]) -> Survey:
    """Return the map of Pythons on which something was measured."""
    newest = {cell.python: cell.core for cell in index.telling}  # the last one stays
    found = {
        python: tuple(_find_standing(index, each.id, python) for each in scenarios)
        for python in reversed(index.pythons)
        if python in newest
    }
    same = groupby(found, key=lambda python: (newest[python], found[python]))
    groups = [(release, told, tuple(pythons)) for (release, told), pythons in same]
    return Survey(
        columns=tuple(
            Column(pythons=pythons[::-1], release=release) for release, _, pythons in groups
        ),
        rows={
            each.id: tuple(told[place] for _, told, _ in groups)
            for place, each in enumerate(scenarios)
        },
    )


def _find_standing(index: Grid, scenario: str, python: str) -> Standing:
    parts = _pick_measured(make_parts(index, scenario, python, index.lines))
    if not parts:
        return Standing(tone=Tone.UNPROBED, words=NOT_MEASURED, since=None)
    last = parts[-1]
    alike = [*takewhile(lambda part: _says(part) == _says(last), reversed(parts))]
    since = alike[-1].spans[0].first if len(alike) < len(parts) else None
    return Standing(tone=last.tone, words=last.words, since=since)


def _pick_measured(parts: Iterable[Part]) -> list[Part]:
    """Leave out what was not probed, which is the same for every pattern."""
    return [part for part in parts if part.tested or part.words == NOT_MEASURED]


def _says(part: Part) -> tuple[Tone, str]:
    return part.tone, part.words
