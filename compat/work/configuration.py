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
from compat.run.suite import find_suite_hash
from compat.symptoms.model import load_codes


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
    same = matrix.provenance.suite_hash == find_suite_hash(layered=matrix.layered)
    probed = asking.probe(tuple(missing if same else dict.fromkeys(names)))
    return extend(matrix, probed) if same else probed


def choose_scenarios(
    matrix: Matrix, only: Collection[str], groups: Collection[str]
) -> frozenset[str]:
    """Return the ids of the scenarios that are named, or whose group is; all if nothing is named.

    Names are in any case, and of a group a part is enough. Raises UsageError.
    """
    wanted = frozenset(find_pattern(name, {each.id for each in matrix.scenarios}) for name in only)
    every = {each.group for each in matrix.scenarios}
    whole = frozenset(_find_group(name, every) for name in groups)
    named = wanted | {each.id for each in matrix.scenarios if each.group in whole}
    return named if only or groups else frozenset(each.id for each in matrix.scenarios)


def find_pattern(name: str, known: Collection[str]) -> str:
    """Return the pattern that a name means. Raises UsageError."""
    if found := _find_name(name, known):
        return found
    if left_out := _find_name(name, load_codes()):
        message = f"{left_out} is not in this matrix; compat matrix --only {left_out} measures it"
    else:
        near = hint_at_nearest(name, known)
        message = f"unknown pattern {name!a}; {near}; compat list WORDS finds one"
    raise UsageError(message, "unknown-scenario")


def _find_group(name: str, known: Collection[str]) -> str:
    """Return the group that a name, or a part of one, means. Raises UsageError."""
    parts = [group for group in known if name.casefold() in group.casefold()]
    if found := _find_name(name, known) or (parts[0] if len(parts) == 1 else None):
        return found
    near = f"it may be {' or '.join(sorted(parts))}" if parts else hint_at_nearest(name, known)
    message = f"unknown group {name!a}; {near}"
    raise UsageError(message, "unknown-scenario")


def _find_name(name: str, known: Collection[str]) -> str | None:
    return next((each for each in known if each.casefold() == name.casefold()), None)


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
    return f"nearest: {', '.join(near)}" if near else f"no {wanted.python} cell was probed"
