"""A pair that a person names, a langgraph over a langchain-core, as a cell of its matrix."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from packaging.version import Version

from compat.axes.cell import CellId
from compat.axes.nearest import hint_at_nearest
from compat.axes.spelling import LATEST, Spelled, read_line
from compat.errors import CompatError, NotFoundOutError, NothingSelectedError, UsageError
from compat.matrix import column
from compat.matrix.index import Index
from compat.matrix.model import Cell, Matrix
from compat.plan.model import LayerRow, ReleaseRow
from compat.record.model import FOUND_OUT
from compat.work.configuration import Asking, find_configurations, list_nameable

_MOST: Final = 2
"""Pairs that are named as the nearest."""


def find_pair(spelled: Spelled, layered: Matrix, *, closed: bool = True) -> CellId:
    """Return the pair that is meant, and refuse what there is not, naming the nearest.

    A line of langgraph means its newest release that was measured with that langchain-core on that
    Python, ``latest`` the newest of all; a line of langchain-core the newest below it. Where none
    runs it is one that does not, so that the answer can say why; where none was measured, one that
    could be. Unless ``closed`` other versions may be named too. Raises UsageError.
    """
    place = replace(spelled, layer=None).find(list_nameable(layered, closed=closed))
    wanted = spelled.layer or LATEST
    if closed and not _list_meant(wanted, layered.layers):
        raise _unknown_layer(wanted, layered)
    cells = [
        cell
        for cell in layered.cells
        if cell.python == place.python
        and _is_meant(cell.core, spelled.core or LATEST)
        and _is_meant(cell.layer or "", wanted)
    ]
    telling = [cell for cell in cells if cell.tells]
    if chosen := max(telling or cells, key=_rank, default=None):
        return CellId(python=chosen.python, core=chosen.core, layer=chosen.layer)
    rows = _list_meant(wanted, layered.layers)
    fitting = [row for row in rows if allows(row, place.core)] or rows
    newest = max((row.version for row in fitting), key=Version, default=wanted)
    return replace(place, layer=newest)


def explain_unmeasured_pair(pair: CellId, layered: Matrix) -> CompatError:
    """Return why nothing is known of a pair: it cannot be, or nobody asked, and what is near."""
    row = next((each for each in layered.layers if each.version == pair.layer), None)
    near = ", ".join(map(type_pair, find_nearest_pairs(pair, layered)))
    beside = f"; measured near it: {near}" if near else ""
    if row and not allows(row, pair.core):
        message = (
            f"{pair} does not install: LangGraph {pair.layer} asks for langchain-core{row.asks}"
            f"{beside}"
        )
        return NothingSelectedError(message)
    message = f"{pair} was not measured{beside}; --yes measures it now"
    return NotFoundOutError(message, "never-probed")


def find_nearest_pairs(pair: CellId, layered: Matrix) -> list[CellId]:
    """Return the pairs on the same Python that run, by how many releases lie between.

    Of those that are as near the newer ones come first.
    """
    known = Index(matrix=layered)
    layers = [row.version for row in layered.layers]
    telling = [cell for cell in layered.cells if cell.python == pair.python and cell.tells]

    def measure(cell: Cell) -> int:
        away = _count(known.releases, cell.core, pair.core)
        return away + _count(layers, cell.layer or "", pair.layer or "")

    newest_first = sorted(telling, key=_rank, reverse=True)
    ordered = sorted(newest_first, key=measure)[:_MOST]
    return [CellId(python=each.python, core=each.core, layer=each.layer) for each in ordered]


def type_pair(pair: CellId) -> str:
    """Return a pair as a person types it."""
    return f"{pair.python}/{pair.core} langgraph {pair.layer}"


def allows(row: LayerRow, core: str) -> bool:
    """Tell whether a release of the layer may be installed over one of langchain-core."""
    return column.allows(row.asks, core)


def _rank(cell: Cell) -> tuple[Version, Version]:
    return Version(cell.layer or "0"), Version(cell.core)


def _list_meant(wanted: str, rows: Iterable[LayerRow]) -> list[LayerRow]:
    return [row for row in rows if _is_meant(row.version, wanted)]


def _is_meant(version: str, wanted: str) -> bool:
    """Tell whether a version is what is wanted: by its name, by its line, or as any stable one."""
    line = read_line(wanted)
    if version == wanted or line is None:
        return version == wanted
    release = Version(version)
    return release.release[: len(line)] == line and not release.is_prerelease


def _count(ordered: Sequence[str], one: str, other: str) -> int:
    """Return how many versions lie between two; what is not among them is at its place."""
    first, last = sorted((Version(one), Version(other)))
    return sum(first < Version(each) <= last for each in ordered)


def _unknown_layer(wanted: str, layered: Matrix) -> UsageError:
    usual: list[ReleaseRow] = [row for row in layered.layers if not (row.yanked or row.prerelease)]
    near = hint_at_nearest(wanted, [row.version for row in usual])
    day = layered.provenance.generated_at[:10]
    message = f"unknown LangGraph {wanted}: there was no such release on {day}; {near}"
    return UsageError(message, "unknown-release")


def find_pairs(layered: Matrix, names: Sequence[str], asking: Asking) -> Matrix:
    """Return a matrix that holds all the pairs named, those never probed probed now.

    Raises what ``explain_unmeasured_pair`` returns, or what measuring raises.
    """
    known = Index(matrix=layered).cells
    missing = [name for name in dict.fromkeys(names) if not _is_found_out(known.get(name))]
    if not missing:
        return layered
    why = explain_unmeasured_pair(CellId.parse(missing[0]), layered)
    question = f"{' and '.join(missing)}: never probed. Probe now? It takes a minute or two."
    if isinstance(why, NothingSelectedError) or not asking.agrees(question):
        raise why
    agreed = Asking(agrees=lambda _: True, probe=asking.probe)
    return find_configurations(layered, names, agreed)


def _is_found_out(cell: Cell | None) -> bool:
    return cell is not None and cell.status in FOUND_OUT
