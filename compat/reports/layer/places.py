"""The cells of a layer by place: pairs of releases across, Pythons down."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from packaging.version import Version

from compat.axes.cell import CellId
from compat.matrix.index import Index
from compat.matrix.model import Cell
from compat.reports.span import list_pythons
from compat.reports.text import format_amount

LAYER = "LangGraph"
CORE = "langchain-core"


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A release of the layer over one of langchain-core."""

    layer: str
    core: str

    def __str__(self) -> str:
        return f"{LAYER} {self.layer} over {CORE} {self.core}"

    @property
    def releases(self) -> str:
        """The two releases, where there is little room."""
        return f"{self.layer} over {self.core}"

    def on(self, python: str) -> CellId:
        """Return the cell of a Python with these two."""
        return CellId(python=python, core=self.core, layer=self.layer)

    @property
    def key(self) -> tuple[bool, Version, Version]:
        """What to sort by: the layer first, pre-releases of it before all others."""
        version = Version(self.layer)
        return not version.is_prerelease, version, Version(self.core)


@dataclass(frozen=True, kw_only=True)
class Places(Index):
    """An index of cells with a layer."""

    @cached_property
    def telling(self) -> tuple[Cell, ...]:
        """The cells that were probed and do not stand apart."""
        return tuple(cell for cell in self.matrix.cells if cell.tells)

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """The pairs of which a cell tells something, the newest first."""
        found = {find_pair(cell) for cell in self.telling}
        return tuple(sorted(found, key=lambda pair: pair.key, reverse=True))

    @cached_property
    def by_python(self) -> dict[str, tuple[Cell, ...]]:
        """The cells that tell something by Python, the newest pairs first."""
        order = {pair: place for place, pair in enumerate(self.pairs)}
        every = sorted(self.telling, key=lambda cell: order[find_pair(cell)])
        return {
            python: tuple(cell for cell in every if cell.python == python)
            for python in self.pythons
        }

    @cached_property
    def newest(self) -> dict[str, Pair]:
        """The newest pair that tells something on a Python, by Python."""
        return {python: find_pair(cells[0]) for python, cells in self.by_python.items() if cells}

    def on(self, python: str, pair: Pair) -> Cell | None:
        """Return the cell of a pair on a Python, None if nobody asked for it."""
        return self.at(python, pair.core, pair.layer)


def find_pair(cell: Cell) -> Pair:
    """Return the pair of a cell."""
    return Pair(layer=cell.layer or "", core=cell.core)


def describe_cells(cells: Iterable[Cell]) -> str:
    """Return how many cells, and between which ends they lie; what lies there need not be one."""
    every = tuple(cells)
    if not every:
        return "no cell"
    pythons = sorted({cell.python for cell in every}, key=Version)
    layers = sorted({cell.layer or "0" for cell in every}, key=Version)
    cores = sorted({cell.core for cell in every}, key=Version)
    return (
        f"Python {list_pythons(pythons)}, {LAYER} {join_ends(layers)}, {CORE} {join_ends(cores)}:"
        f" {format_amount(len(every), 'cell')}"
    )


def join_ends(versions: Sequence[str]) -> str:
    """Return the ends of versions that are sorted; what lies between need not be among them."""
    return versions[0] if len(versions) == 1 else f"{versions[0]} to {versions[-1]}"
