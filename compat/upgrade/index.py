"""A matrix looked up by Python and release, with what lies between two of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from packaging.version import Version

from compat.matrix.model import Cell, Matrix
from compat.plan.published import published
from compat.record.model import ScenarioInfo, Status
from compat.upgrade.effect import Effects


@dataclass(frozen=True, kw_only=True)
class Index:
    """Cells by Python and release. ``pythons`` and ``releases`` are ordered, oldest first.

    ``published`` has for a Python every release that it could have, pre-releases only where they
    were asked for. ``lines`` has every release's line, ``exact`` the Pythons' full versions,
    ``yanked`` the releases that were, with the reason given. ``effects`` tells what the difference
    between two results means.
    """

    cells: Mapping[tuple[str, str], Cell]
    pythons: Sequence[str]
    releases: Sequence[str]
    published: Mapping[str, Sequence[str]]
    lines: Mapping[str, str]
    exact: Mapping[str, str | None]
    yanked: Mapping[str, str]
    scenarios: Sequence[ScenarioInfo]
    effects: Effects = field(default_factory=Effects)

    def probed(self, python: str, core: str) -> Cell | None:
        """Return the cell if it was probed, and does not stand apart."""
        cell = self.cells.get((python, core))
        tells = cell and cell.status is Status.PROBED and not cell.stands_apart
        return cell if tells else None

    def pythons_between(self, first: str, last: str) -> Sequence[str]:
        """Return the Pythons from one to another, both included, in this direction."""
        return _between(self.pythons, first, last)

    def releases_between(self, python: str, first: str, last: str) -> Sequence[str]:
        """Return a Python's releases from one to another, both included, in this direction."""
        return _between(self.published[python], first, last)


def index(matrix: Matrix) -> Index:
    """Return a matrix looked up by place."""
    asked = {cell.core for cell in matrix.cells}
    known = sorted(
        (row for row in matrix.releases if row.version in asked or not row.prerelease),
        key=lambda row: Version(row.version),
    )
    pythons = sorted(matrix.pythons, key=lambda python: Version(python.id))
    return Index(
        cells={(cell.python, cell.core): cell for cell in matrix.cells},
        pythons=tuple(python.id for python in pythons),
        releases=tuple(row.version for row in known),
        published={
            python.id: tuple(row.version for row in known if published(row, python))
            for python in pythons
        },
        lines={row.version: row.line for row in known},
        yanked={row.version: row.yanked_reason or "" for row in known if row.yanked},
        exact={python.id: python.exact for python in pythons},
        scenarios=matrix.scenarios,
    )


def _between(ordered: Sequence[str], first: str, last: str) -> Sequence[str]:
    if first not in ordered or last not in ordered:
        return ()
    start, end = ordered.index(first), ordered.index(last)
    return ordered[start : end + 1] if start <= end else ordered[end : start + 1][::-1]
