"""The way along one axis of cells with a layer, while all else stays: what its neighbours are.

The same for change-overs and for the way of an upgrade. On it lie the releases that may be
installed with what stays, and whatever was asked for. What is known not to run is stepped over: it
lies between no two others. Where nothing is known, something may lie: what nobody asked for, what
was not found out, what stands apart.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

from packaging.specifiers import SpecifierSet
from packaging.version import Version

from compat.matrix.model import Along, Cell
from compat.plan.model import LayerRow, ReleaseRow
from compat.record.model import FOUND_OUT, Status

_PAIRS: Final = 1 << 17
"""More than there are of a release of the layer with one of core: each is asked about often."""

Step = tuple[str, Cell | None]
"""What moves, and its cell; None if nothing is known of it."""


def list_fitting(
    along: Along, held: str, releases: Iterable[ReleaseRow], layers: Iterable[LayerRow]
) -> list[str]:
    """Return the releases along an axis that a person may install with the other one held."""
    rows: Iterable[ReleaseRow]
    if along == "layer":
        rows = [row for row in layers if allows(row.asks, held)]
    else:
        asks = next((row.asks for row in layers if row.version == held), "")
        rows = [row for row in releases if allows(asks, row.version)]
    return [row.version for row in rows if not (row.yanked or row.prerelease)]


def list_steps(fitting: Iterable[str], cells: Mapping[str, Cell]) -> tuple[Step, ...]:
    """Return the way along releases, the oldest first. ``cells`` are those that stand on it."""
    asked = {name for name, cell in cells.items() if not cell.stands_apart}
    return follow(sorted({*fitting, *asked}, key=Version), cells)


def follow(names: Sequence[str], cells: Mapping[str, Cell]) -> tuple[Step, ...]:
    """Return the way along names in their order."""
    found = ((name, cells.get(name)) for name in names)
    return tuple(
        (name, cell if cell and cell.tells else None)
        for name, cell in found
        if not (cell and _cannot_run(cell))
    )


def _cannot_run(cell: Cell) -> bool:
    return cell.status in FOUND_OUT and cell.status is not Status.PROBED


@lru_cache(maxsize=_PAIRS)
def allows(asks: str | None, core: str) -> bool:
    """Tell whether what a release of the layer asks for may be installed with one of core."""
    return SpecifierSet(asks or "").contains(core, prereleases=True)
