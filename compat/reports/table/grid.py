"""The matrix looked up by place: Pythons down, releases across, both oldest first."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import groupby

from packaging.version import Version

from compat.matrix.model import Cell, Matrix, Statement
from compat.record.model import Status
from compat.reports.span import Span, listed, spanned, spans
from compat.reports.text import TIMES


@dataclass(frozen=True, kw_only=True)
class Grid:
    """An index over the selected part of a matrix.

    ``lines`` maps a line to its selected releases, ``line`` a release to its line, ``place`` a
    release to its place among those selected. ``rank`` is the place of a line among all that
    exist, ``order`` the place of a cell among those of its Python. ``statements`` are by scenario,
    Python and line.
    """

    pythons: tuple[str, ...]
    lines: dict[str, tuple[str, ...]]
    line: dict[str, str]
    place: dict[str, int]
    rank: dict[str, int]
    order: dict[tuple[str, str], int]
    cells: dict[tuple[str, str], Cell]
    statements: dict[tuple[str, str, str], tuple[Statement, ...]]

    @cached_property
    def probed(self) -> tuple[Cell, ...]:
        """The cells that were probed and do not stand apart, by Python and release."""
        found = (self.cells.get((p, r)) for p in self.pythons for r in self.place)
        probed = (cell for cell in found if cell and cell.status is Status.PROBED)
        return tuple(cell for cell in probed if not cell.stands_apart)

    def near(self, before: str, after: str) -> bool:
        """Tell whether no other line exists between two releases."""
        return self.rank[self.line[after]] - self.rank[self.line[before]] in {0, 1}

    def follows(self, python: str, before: str, after: str) -> bool:
        """Tell whether no other line and no cell of the Python lies between two of its own."""
        step = self.order[python, after] - self.order[python, before]
        return step == 1 and self.near(before, after)

    def listed_lines(self, lines: Sequence[str]) -> str:
        """Return lines as text, those with no other between them as a range."""
        return spanned(spans(lines, lambda a, b: self.rank[b] - self.rank[a] == 1))


def grid(matrix: Matrix) -> Grid:
    """Return the matrix indexed."""
    known = sorted(matrix.releases, key=lambda release: Version(release.version))
    selected = {cell.core for cell in matrix.cells}
    chosen = [release for release in known if release.version in selected]
    lines: defaultdict[str, list[str]] = defaultdict(list)
    for release in chosen:
        lines[release.line].append(release.version)
    place = {release.version: n for n, release in enumerate(chosen)}
    statements: defaultdict[tuple[str, str, str], list[Statement]] = defaultdict(list)
    for each in matrix.statements:
        statements[each.scenario, each.python, each.line].append(each)
    cells = {(cell.python, cell.core): cell for cell in matrix.cells}
    order = {
        (python.id, release): n
        for python in matrix.pythons
        for n, release in enumerate(release for release in place if (python.id, release) in cells)
    }
    existing = [r.line for r in known if not r.prerelease or r.version in selected]
    return Grid(
        pythons=tuple(python.id for python in matrix.pythons),
        lines={line: tuple(releases) for line, releases in lines.items()},
        line={release.version: release.line for release in chosen},
        place=place,
        rank={line: n for n, line in enumerate(dict.fromkeys(existing))},
        order=order,
        cells=cells,
        statements={
            key: tuple(sorted(found, key=lambda statement: place[statement.from_release]))
            for key, found in statements.items()
        },
    )


def where(index: Grid, cells: Iterable[Cell]) -> str:
    """Return the place of cells as text: equal Pythons merged, neighbouring releases as ranges.

    A range never runs over a cell of its Python that is not among ``cells``, nor over a line of
    which nothing was selected.
    """
    chosen: defaultdict[str, set[str]] = defaultdict(set)
    for cell in cells:
        chosen[cell.python].add(cell.core)
    rows = [
        (python, _spans(index, python, chosen[python]))
        for python in index.pythons
        if chosen[python]
    ]
    return "; ".join(
        f"{listed([python for python, _ in group])} {TIMES} {spanned(ranges)}"
        for ranges, group in groupby(rows, key=lambda row: row[1])
    )


def _spans(index: Grid, python: str, releases: set[str]) -> tuple[Span, ...]:
    ordered = sorted(releases, key=index.place.__getitem__)
    return spans(ordered, partial(index.follows, python))
