"""The table of a pattern: minor versions down, the newest first, and Pythons across."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from packaging.version import Version

from compat.matrix.model import Cell
from compat.record.model import ScenarioInfo
from compat.reports.layer.places import Places, join_ends
from compat.reports.layer.row import Said, describe_cell
from compat.reports.site.words import SAID
from compat.reports.span import join_spans
from compat.reports.table.grid import Grid
from compat.reports.table.part import Part, make_parts
from compat.reports.words import Tone


@dataclass(frozen=True, kw_only=True)
class Told:
    """What is said in a place of the table; ``where`` is a part of it, "" for all.

    ``cell`` is the newest that says so, "" if there is none.
    """

    words: str
    tone: Tone
    flags: tuple[str, ...]
    where: str
    cell: str


@dataclass(frozen=True, kw_only=True)
class VerdictRow:
    """A minor version, with what is said of it on each Python."""

    line: str
    cells: tuple[tuple[Told, ...], ...]


@dataclass(frozen=True, kw_only=True)
class VerdictTable:
    """All of it: the Pythons, and the minor versions with the newest first."""

    of: str
    pythons: tuple[str, ...]
    rows: tuple[VerdictRow, ...]

    @property
    def flags(self) -> tuple[str, ...]:
        """The flags in it, in the order of their first use."""
        every = (
            flag for row in self.rows for cell in row.cells for said in cell for flag in said.flags
        )
        return tuple(dict.fromkeys(every))


def tabulate(index: Grid, scenario: str) -> VerdictTable:
    """Return the table of a pattern of langchain-core, on the Pythons that tell something."""
    probed = {cell.python for cell in index.telling}
    pythons = tuple(python for python in reversed(index.pythons) if python in probed)
    return VerdictTable(
        of="langchain-core",
        pythons=pythons,
        rows=tuple(
            VerdictRow(
                line=line,
                cells=tuple(tuple(_tell_parts(index, scenario, each, line)) for each in pythons),
            )
            for line in reversed(index.lines)
        ),
    )


def _tell_parts(index: Grid, scenario: str, python: str, line: str) -> Iterator[Told]:
    """Give what is said, the newest first; what was not probed only where nothing else is said."""
    every = make_parts(index, scenario, python, [line])
    said = [part for part in every if part.tone is not Tone.UNPROBED] or every
    for part in reversed(said):
        yield Told(
            words=SAID.get(part.tone, part.words),
            tone=part.tone,
            flags=part.flags,
            where=join_spans(part.spans) if len(said) > 1 else "",
            cell=_find_newest(index, python, part),
        )


def _find_newest(index: Grid, python: str, part: Part) -> str:
    cell = index.at(python, part.spans[-1].last)
    return cell.id if cell else ""


def tabulate_layer(places: Places, scenario: ScenarioInfo) -> VerdictTable:
    """Return the table of a row of the layer: its minor versions over all of langchain-core."""
    pythons = tuple(python for python in reversed(places.pythons) if places.by_python[python])
    lines = dict.fromkeys(_find_line(pair.layer) for pair in places.pairs)
    return VerdictTable(
        of="LangGraph",
        pythons=pythons,
        rows=tuple(
            VerdictRow(
                line=line,
                cells=tuple(tuple(_tell_cells(places, scenario, each, line)) for each in pythons),
            )
            for line in lines
        ),
    )


def _find_line(version: str) -> str:
    return ".".join(version.split(".")[:2])


def _tell_cells(places: Places, scenario: ScenarioInfo, python: str, line: str) -> Iterator[Told]:
    own = [cell for cell in places.by_python[python] if _find_line(cell.layer or "") == line]
    groups: dict[Said, list[Cell]] = {}
    for cell in own:
        groups.setdefault(describe_cell(cell, scenario), []).append(cell)
    if not own:
        yield Told(words="not measured", tone=Tone.UNPROBED, flags=(), where="", cell="")
    for said, cells in groups.items():
        yield Told(
            words=SAID.get(said.tone, said.words) if said.tone is not Tone.BROKEN else said.words,
            tone=said.tone,
            flags=said.flags,
            where="" if len(groups) == 1 else _describe(cells),
            cell=cells[0].id,
        )


def _describe(cells: Sequence[Cell]) -> str:
    """Return the releases of some cells; what lies between their ends need not be among them."""
    layers = _sort(cell.layer or "0" for cell in cells)
    cores = _sort(cell.core for cell in cells)
    return f"{join_ends(layers)} over {join_ends(cores)}"


def _sort(versions: Iterable[str]) -> list[str]:
    return sorted(set(versions), key=Version)
