"""A matrix looked up: its cells by id and by place, what lies between two of them, and where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from packaging.version import Version

from compat.axes.cell import CellId
from compat.matrix.model import Cell, Listener, Matrix
from compat.plan.model import ReleaseRow
from compat.plan.publication import is_published


@dataclass(frozen=True, kw_only=True)
class Index:
    """Lookups over a matrix, each made when it is first asked for.

    Pythons, releases and layers are ordered, oldest first. Pre-releases are among ``releases`` only
    where they were asked for.
    """

    matrix: Matrix

    @property
    def listener(self) -> Listener:
        """For whom its results and statements are."""
        return self.matrix.listeners[0]

    @cached_property
    def cells(self) -> Mapping[str, Cell]:
        """All cells by id."""
        return {cell.id: cell for cell in self.matrix.cells}

    def at(self, python: str, core: str, layer: str | None = None) -> Cell | None:
        """Return the cell at a place, None if nobody asked for it."""
        return self.cells.get(str(CellId(python=python, core=core, layer=layer)))

    def probed(self, python: str, core: str, layer: str | None = None) -> Cell | None:
        """Return the cell if it was probed, and does not stand apart."""
        cell = self.at(python, core, layer)
        return cell if cell and cell.tells else None

    @cached_property
    def pythons(self) -> Sequence[str]:
        """The Pythons' ids."""
        return tuple(sorted((python.id for python in self.matrix.pythons), key=Version))

    @cached_property
    def exact(self) -> Mapping[str, str | None]:
        """The Pythons' full versions, None where no interpreter was there."""
        return {python.id: python.exact for python in self.matrix.pythons}

    @cached_property
    def releases(self) -> Sequence[str]:
        """The releases of langchain-core."""
        return tuple(row.version for row in self._rows)

    @cached_property
    def layers(self) -> Sequence[str]:
        """The releases of the layer that its cells have, none where they have none."""
        return tuple(sorted({each.layer for each in self.matrix.cells if each.layer}, key=Version))

    @cached_property
    def line(self) -> Mapping[str, str]:
        """Every release's line."""
        return {row.version: row.line for row in self._rows}

    @cached_property
    def yanked(self) -> Mapping[str, str]:
        """The releases that were yanked, with the reason given."""
        return {row.version: row.yanked_reason or "" for row in self._rows if row.yanked}

    @cached_property
    def yanked_layers(self) -> frozenset[str]:
        """The releases of the layer that were yanked."""
        return frozenset(row.version for row in self.matrix.layers if row.yanked)

    def is_yanked(self, core: str, layer: str | None = None) -> bool:
        """Tell whether a release was yanked, or that of the layer with it."""
        return core in self.yanked or layer in self.yanked_layers

    @cached_property
    def published(self) -> Mapping[str, Sequence[str]]:
        """For a Python every release that it could have."""
        return {
            python.id: tuple(row.version for row in self._rows if is_published(row, python))
            for python in self.matrix.pythons
        }

    def pythons_between(self, first: str, last: str) -> Sequence[str]:
        """Return the Pythons from one to another, both included, in this direction."""
        return _cut_between(self.pythons, first, last)

    def releases_between(self, python: str, first: str, last: str) -> Sequence[str]:
        """Return a Python's releases from one to another, both included, in this direction."""
        return _cut_between(self.published[python], first, last)

    @cached_property
    def _rows(self) -> Sequence[ReleaseRow]:
        asked = {cell.core for cell in self.matrix.cells}
        known = (r for r in self.matrix.releases if r.version in asked or not r.prerelease)
        return tuple(sorted(known, key=lambda row: Version(row.version)))


def _cut_between(ordered: Sequence[str], first: str, last: str) -> Sequence[str]:
    if first not in ordered or last not in ordered:
        return ()
    start, end = ordered.index(first), ordered.index(last)
    return ordered[start : end + 1] if start <= end else ordered[end : start + 1][::-1]
