"""Configurations that a person names, as cells of a matrix; what was never probed is probed now."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from compat.axes.cell import CellId
from compat.axes.nearest import find_nearest, hint_at_nearest
from compat.axes.python import PYTHONS, parse_pythons
from compat.axes.spelling import Nameable
from compat.errors import NotFoundOutError, UsageError
from compat.matrix.index import Index
from compat.matrix.model import Cell, Matrix
from compat.matrix.union import extend
from compat.record.model import FOUND_OUT, Status
from compat.run.suite import hash_suite


@dataclass(frozen=True, kw_only=True)
class Asking:
    """How to measure what was never probed: ``probe`` it if a person ``agrees``."""

    agrees: Callable[[str], bool]
    probe: Callable[[tuple[str, ...]], Matrix]


def list_nameable(matrix: Matrix, *, closed: bool = True) -> Nameable:
    """Return what can be named beside a matrix; unless it is ``closed``, other releases too.

    That is for who agrees to probing: the index may have had new ones since.
    """
    kept = {row.version for row in matrix.releases if not (row.yanked or row.prerelease)}
    return Nameable(
        pythons=[python.id for python in PYTHONS],
        releases=[row.version for row in matrix.releases],
        choices=[
            CellId(python=cell.python, core=cell.core, layer=cell.layer)
            for cell in matrix.cells
            if cell.tells and cell.core in kept
        ],
        day=matrix.provenance.generated_at[:10] if closed else None,
    )


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

    Names are in any case. Raises UsageError.
    """
    wanted = _find_names("pattern", only, {each.id for each in matrix.scenarios})
    whole = _find_names("group", groups, {each.group for each in matrix.scenarios})
    named = wanted | {each.id for each in matrix.scenarios if each.group in whole}
    return named if only or groups else frozenset(each.id for each in matrix.scenarios)


def _find_names(what: str, names: Collection[str], known: Collection[str]) -> frozenset[str]:
    """Return the known names that are meant. Raises UsageError."""
    by_letters = {name.casefold(): name for name in known}
    for name in names:
        if name.casefold() not in by_letters:
            message = f"unknown {what} {name!a}; {hint_at_nearest(name, known)}"
            raise UsageError(message, "unknown-scenario")
    return frozenset(by_letters[name.casefold()] for name in names)


def _is_wanted(cell: Cell | None) -> bool:
    """Tell whether a configuration was never tried, or is not known."""
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
