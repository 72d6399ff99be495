"""The matrix looked up by place: Pythons down, releases across, both oldest first."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import groupby

from compat.matrix.index import Index
from compat.matrix.model import Cell, Statement
from compat.reports.span import Span, find_spans, join_spans, list_pythons
from compat.reports.text import TIMES


@dataclass(frozen=True, kw_only=True)
class Grid(Index):
    """An index that knows the order in which the selected part of a matrix is shown."""

    @cached_property
    def selected(self) -> tuple[str, ...]:
        """The releases of which a cell was selected."""
        chosen = {cell.core for cell in self.matrix.cells}
        return tuple(release for release in self.releases if release in chosen)

    @cached_property
    def lines(self) -> dict[str, tuple[str, ...]]:
        """The selected releases of each line."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for release in self.selected:
            found[self.line[release]].append(release)
        return {line: tuple(releases) for line, releases in found.items()}

    @cached_property
    def place(self) -> dict[str, int]:
        """The place of a release among those selected."""
        return {release: n for n, release in enumerate(self.selected)}

    @cached_property
    def telling(self) -> tuple[Cell, ...]:
        """The cells that were probed and do not stand apart, by Python and release."""
        found = (self.probed(p, r) for p in self.pythons for r in self.selected)
        return tuple(cell for cell in found if cell)

    @cached_property
    def statements(self) -> dict[tuple[str, str, str], tuple[Statement, ...]]:
        """The statements by scenario, Python and line, oldest release first."""
        found: defaultdict[tuple[str, str, str], list[Statement]] = defaultdict(list)
        for each in sorted(self.matrix.statements, key=lambda said: self.place[said.from_release]):
            found[each.scenario, each.python, each.line].append(each)
        return {key: tuple(said) for key, said in found.items()}

    def near(self, before: str, after: str) -> bool:
        """Tell whether no other line exists between two releases."""
        return self._rank[self.line[after]] - self._rank[self.line[before]] in {0, 1}

    def follows(self, python: str, before: str, after: str) -> bool:
        """Tell whether no other line and no cell of the Python lies between two of its own."""
        step = self._order[python, after] - self._order[python, before]
        return step == 1 and self.near(before, after)

    def listed_lines(self, lines: Sequence[str]) -> str:
        """Return lines as text, those with no other between them as a range."""
        return join_spans(find_spans(lines, lambda a, b: self._rank[b] - self._rank[a] == 1))

    @cached_property
    def _rank(self) -> dict[str, int]:
        """The place of a line among all that exist."""
        return {line: n for n, line in enumerate(dict.fromkeys(self.line.values()))}

    @cached_property
    def _order(self) -> dict[tuple[str, str], int]:
        """The place of a cell among those of its Python."""
        return {
            (python, release): n
            for python in self.pythons
            for n, release in enumerate(r for r in self.selected if self.at(python, r))
        }


def describe_place(index: Grid, cells: Iterable[Cell]) -> str:
    """Return the place of cells as text: equal Pythons merged, neighbouring releases as ranges.

    A range never runs over a cell of its Python that is not among ``cells``, nor over a line of
    which nothing was selected.
    """
    chosen: defaultdict[str, set[str]] = defaultdict(set)
    for cell in cells:
        chosen[cell.python].add(cell.core)
    rows = [
        (python, _find_spans(index, python, chosen[python]))
        for python in index.pythons
        if chosen[python]
    ]
    return "; ".join(
        f"{list_pythons([python for python, _ in group])} {TIMES} {join_spans(ranges)}"
        for ranges, group in groupby(rows, key=lambda row: row[1])
    )


def _find_spans(index: Grid, python: str, releases: set[str]) -> tuple[Span, ...]:
    ordered = sorted(releases, key=index.place.__getitem__)
    return find_spans(ordered, partial(index.follows, python))
