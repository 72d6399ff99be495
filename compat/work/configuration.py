"""Configurations that a person names, as cells of a matrix; what was never probed is probed now."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from compat.axes.cell import CellId
from compat.axes.nearest import find_nearest, hint_at_nearest
from compat.axes.python import parse_pythons
from compat.errors import NotFoundOutError, UsageError
from compat.matrix.index import Index
from compat.matrix.model import Cell, Matrix
from compat.matrix.union import extend
from compat.record.model import FOUND_OUT, Status
from compat.run.suite import hash_suite


@dataclass(frozen=True, kw_only=True)
class Asking:
    """How to find out about what was never probed: ``probe`` it if a person ``agrees``."""

    agrees: Callable[[str], bool]
    probe: Callable[[tuple[str, ...]], Matrix]


def find_configurations(matrix: Matrix, names: Sequence[str], asking: Asking) -> Matrix:
    """Return a matrix that holds all the cells named, those never probed probed now.

    Raises UsageError, NotFoundOutError, or what measuring raises.
    """
    parse_pythons(CellId.parse(name).python for name in names)
    known = Index(matrix=matrix).cells
    missing = [name for name in dict.fromkeys(names) if _is_wanted(known.get(name))]
    if not missing:
        return matrix
    _refuse_without_consent(matrix, missing, asking)
    same = matrix.provenance.suite_hash == hash_suite()
    probed = asking.probe(tuple(missing if same else dict.fromkeys(names)))
    return extend(matrix, probed) if same else probed


def choose_scenarios(
    matrix: Matrix, only: Collection[str], groups: Collection[str]
) -> frozenset[str]:
    """Return the ids of the scenarios that are named, or whose group is; all if nothing is named.

    Raises UsageError.
    """
    ids = {each.id for each in matrix.scenarios}
    known_groups = {each.group for each in matrix.scenarios}
    for what, wanted, known in (("scenario", only, ids), ("group", groups, known_groups)):
        for name in wanted:
            if name not in known:
                message = f"unknown {what} {name!a}; {hint_at_nearest(name, known)}"
                raise UsageError(message, "unknown-scenario")
    if not only and not groups:
        return frozenset(ids)
    return frozenset(only) | {each.id for each in matrix.scenarios if each.group in groups}


def _is_wanted(cell: Cell | None) -> bool:
    """Tell whether a configuration was never tried, or could not be found out about."""
    return cell is None or cell.status not in FOUND_OUT


def _refuse_without_consent(matrix: Matrix, names: Sequence[str], asking: Asking) -> None:
    listed = " and ".join(names)
    if asking.agrees(f"{listed}: never probed. Probe now? It takes a minute or two."):
        return
    message = f"never probed: {listed} ({_describe_near(matrix, names[0])}); --yes probes it now"
    raise NotFoundOutError(message, "never-probed")


def _describe_near(matrix: Matrix, name: str) -> str:
    """Return the nearest probed cells on the same Python, for a message."""
    wanted = CellId.parse(name)
    known = [
        cell.core
        for cell in matrix.cells
        if cell.python == wanted.python and cell.status is Status.PROBED
    ]
    near = [f"py{wanted.python}-core{core}" for core in find_nearest(wanted.core, known)]
    return f"nearest: {', '.join(near)}" if near else f"nothing on Python {wanted.python} was"
