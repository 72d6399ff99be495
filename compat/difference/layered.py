"""What is otherwise under a layer: which of its rows are like one of core, and what they are."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from packaging.version import Version

from compat.difference.effect import find_seen
from compat.matrix.hearing import hear
from compat.matrix.index import Index
from compat.matrix.model import Cell, Listener, Matrix, Outcome, Result, Verdict
from compat.record.model import ChildKind

ROWS: Final[Mapping[str, tuple[str, ...]]] = {
    "tool-async": ("toolnode-async", "node-async"),
    "tool-sync": ("toolnode-sync", "node-sync"),
    "tool-runtime-values": ("toolnode-runtime",),
    "tool-model": ("create-agent",),
    "lambda-async": ("node-async",),
    "lambda-sync": ("node-sync",),
    "lambda-config-renamed": ("node-config-renamed",),
    "gather": ("node-gather",),
    "create-task": ("node-task",),
    "tool-abatch": ("node-map",),
    "custom-event": ("custom-event-node",),
    "opt-out-empty": ("node-opt-out-empty",),
    "events-v3": ("graph-events-v3",),
}
"""Rows of core, each with those of the layer in which people write such code, the likest first."""

_JUDGED: Final = (Verdict.AUTOMATIC, Verdict.MANUAL, Verdict.BROKEN)
_KNOWN: Final = (
    Outcome.NESTED,
    Outcome.FLATTENED,
    Outcome.SPLIT,
    Outcome.LOST,
    Outcome.RAISED,
)


@dataclass(frozen=True, kw_only=True)
class Beside:
    """What comes of code like a row of core's under the layer, where that is something else.

    ``row`` is the layer's. ``never``: on this ``python`` it is not complete by itself in any pair
    that was measured; else it is of one pair, ``core`` and ``layer``.
    """

    row: str
    child: ChildKind
    seen: Outcome
    python: str
    core: str
    layer: str
    never: bool


def hear_layer(matrix: Matrix, listener: Listener) -> Matrix:
    """Return a matrix as a listener hears it, that of a layer too.

    No event stream has what code writes to the stream of its own; there it is told of who reads
    that. Raises NotFoundOutError for a listener that it was not measured with.
    """
    if listener is not Listener.STREAM or Listener.CUSTOM not in matrix.listeners:
        return hear(matrix, listener)
    written = {each.id for each in matrix.scenarios if each.child == "custom_write"}
    heard = cache(lambda result: result.heard_by(Listener.CUSTOM))

    def pick(name: str, result: Result) -> Result:
        return heard(result) if name in written else result

    cells = (
        replace(cell, results={name: pick(name, result) for name, result in cell.results.items()})
        for cell in matrix.cells
    )
    return replace(matrix, cells=tuple(cells))


def find_beside(known: Index, layered: Index, cell: Cell, scenario: str) -> Beside | None:
    """Return how it is otherwise under the layer for code like a row of core in a cell.

    Both are of one listener. None where it is the same, or nothing like it was measured on this
    Python.
    """
    return Beholder(known, layered).find(cell, scenario)


class Beholder:
    """How it is otherwise under the layer; what many cells of core ask is found once."""

    def __init__(self, known: Index, layered: Index) -> None:
        self.known = known
        self.layered = layered
        self._places = {core: place for place, core in enumerate(known.releases)}
        self._pairs = cache(self._list_pairs)
        self._completes = cache(self._find_completes)

    def find(self, cell: Cell, scenario: str) -> Beside | None:
        """Return what ``find_beside`` does."""
        found = (self._hold(cell, scenario, row) for row in ROWS.get(scenario, ()))
        return next((each for each in found if each), None)

    def _hold(self, cell: Cell, scenario: str, row: str) -> Beside | None:
        known, own = self.known, cell.results.get(scenario)
        mine = find_seen(own) if own else None
        if own is None or mine not in _KNOWN or own.verdict not in _JUDGED:
            return None
        pairs, never = self._pairs(row, cell.python)
        if not pairs:
            return None
        nearest = min(pairs, key=lambda each: self._measure(cell, each))
        last = self._completes(cell.python, scenario)
        if never and last is not None and last >= self._places[cell.core]:
            return _make(self.layered, row, nearest, never=True)
        if nearest.core != cell.core and known.line.get(nearest.core) != known.line.get(cell.core):
            return None
        return (
            None if _see(nearest, row) is mine else _make(self.layered, row, nearest, never=False)
        )

    def _list_pairs(self, row: str, python: str) -> tuple[tuple[Cell, ...], bool]:
        """Return the newest pair of each release that tells of a row on a Python, newest first.

        Beside them: whether it is not complete by itself in any pair.
        """
        pairs = [each for each in self.layered.matrix.cells if _tells(each, row, python)]
        newest_first = sorted(pairs, key=lambda each: Version(each.layer or "0"), reverse=True)
        newest: dict[str, Cell] = {}
        for each in newest_first:
            newest.setdefault(each.core, each)
        never = all(_see(each, row) is not Outcome.NESTED for each in pairs)
        return tuple(newest.values()), never

    def _measure(self, cell: Cell, other: Cell) -> int:
        """Return how many releases of langchain-core lie between a cell and a pair."""
        if other.core not in self._places:
            return len(self._places)
        return abs(self._places[cell.core] - self._places[other.core])

    def _find_completes(self, python: str, scenario: str) -> int | None:
        """Return the place of the last release with which a row of core is complete by itself."""
        for place, core in reversed(list(enumerate(self.known.releases))):
            cell = self.known.probed(python, core)
            result = cell.results.get(scenario) if cell else None
            if result and result.verdict is Verdict.AUTOMATIC:
                return place
        return None


def _tells(cell: Cell, row: str, python: str) -> bool:
    if cell.python != python or not cell.tells or row not in cell.results:
        return False
    return cell.results[row].verdict in (*_JUDGED, Verdict.UNKNOWN) and _see(cell, row) in _KNOWN


def _see(cell: Cell, row: str) -> Outcome | None:
    return find_seen(cell.results[row])


def _make(layered: Index, row: str, cell: Cell, *, never: bool) -> Beside:
    child = next(each.child for each in layered.matrix.scenarios if each.id == row)
    return Beside(
        row=row,
        child=child,
        seen=_see(cell, row) or Outcome.UNKNOWN,
        python=cell.python,
        core=cell.core,
        layer=cell.layer or "",
        never=never,
    )
