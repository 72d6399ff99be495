"""The map: Pythons down, minor versions across, both newest first; a square for each place."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from compat.matrix.model import Cell
from compat.record.model import Status
from compat.reports.html.map_words import MAP
from compat.reports.table.grid import Grid
from compat.reports.table.part import NOT_MEASURED
from compat.reports.words import (
    OVERRIDDEN,
    Tone,
    describe_status,
    find_result_tone,
    word_result,
)


@dataclass(frozen=True, kw_only=True)
class Square:
    """A minor version on a Python, as the newest release that was measured there says.

    ``cell`` is the id of that, None where there is no cell. ``turn`` says where the releases of
    the minor version change their answer, if they do. ``label`` is all of it as a sentence.
    """

    cell: str | None
    tone: Tone
    words: str
    turn: str
    label: str

    @property
    def text(self) -> str:
        """What is written beside the symbol: nothing where it says all."""
        return self.turn or ("" if self.tone in {Tone.AUTOMATIC, Tone.UNPROBED} else self.words)


@dataclass(frozen=True, kw_only=True)
class Map:
    """A pattern: ``rows`` are by Python, with a square for each of ``lines``."""

    lines: tuple[str, ...]
    rows: dict[str, tuple[Square, ...]]

    @property
    def turns(self) -> tuple[Square, ...]:
        """The squares whose releases do not all say the same."""
        return tuple(each for row in self.rows.values() for each in row if each.turn)


def draw_map(index: Grid, scenario: str) -> Map:
    """Return the map of a pattern."""
    lines = tuple(reversed(index.lines))
    return Map(
        lines=lines,
        rows={
            python: tuple(_draw_square(index, scenario, python, line) for line in lines)
            for python in reversed(index.pythons)
        },
    )


def _draw_square(index: Grid, scenario: str, python: str, line: str) -> Square:
    releases = index.lines[line]
    cells = [cell for each in releases if (cell := index.at(python, each))]
    told = [cell for cell in cells if _is_measured(cell, scenario)]
    chosen = next(reversed(told or cells), None)
    tone, words = _describe(chosen, scenario)
    turn = _find_turns(scenario, releases, told)
    column = MAP["column"].format(name=MAP["core"], line=line)
    fields = {"python": python, "column": column, "words": words, "turn": turn}
    label = MAP["squareTurns" if turn else "square"].format(**fields)
    if chosen:
        label = MAP["leads"].format(label=label, release=chosen.core)
    return Square(
        cell=chosen.id if chosen else None, tone=tone, words=words, turn=turn, label=label
    )


def _find_turns(scenario: str, releases: Sequence[str], told: Sequence[Cell]) -> str:
    """Return the releases at which the verdict changes, oldest first."""
    found = []
    for before, after in pairwise(told):
        if _describe(before, scenario) != _describe(after, scenario):
            exact = releases.index(after.core) - releases.index(before.core) == 1
            found.append(MAP["turn" if exact else "turnBy"].format(release=after.core))
    return ", ".join(found)


def _is_measured(cell: Cell, scenario: str) -> bool:
    return cell.tells and scenario in cell.results


def _describe(cell: Cell | None, scenario: str) -> tuple[Tone, str]:
    if cell is None:
        return Tone.UNPROBED, MAP["notSelected"]
    if cell.status is not Status.PROBED:
        return Tone.UNPROBED, describe_status(cell.status)
    if cell.stands_apart:
        return Tone.UNPROBED, OVERRIDDEN
    if scenario not in cell.results:
        return Tone.UNPROBED, NOT_MEASURED
    result = cell.results[scenario]
    return find_result_tone(result), word_result(result)
