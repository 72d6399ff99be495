"""The matrices that answers rest on: those of the folder where a person stands, and our own."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import compat
from compat.errors import MissingReportError
from compat.matrix.index import Index
from compat.matrix.model import Cell, Matrix
from compat.matrix.union import extend
from compat.record.model import FOUND_OUT
from compat.run.suite import hash_suite
from compat.stored.reports import load_matrix

CARRIED: Final = Path(compat.__file__).parent / "data" / "matrix.json"
"""The matrix that a wheel brings along; a checkout has it as ``reports/`` instead."""

PROBED: Final = "probed"
"""Below the program's home: cells that were probed to answer one question."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """A matrix to answer from, and lines about it that a person should read."""

    matrix: Matrix
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class _Source:
    name: str
    matrix: Matrix


def find_known(reports: Path, home: Path, carried: Path = CARRIED) -> Known:
    """Return all that is known here: of the matrices that there are, the latest counts.

    What another one of the same suite has besides is added, so that a cell that was probed for a
    question is known at the next one. Those of other suites are named, and left out. Raises
    MissingReportError if there is none, and what reading one raises.
    """
    places = {
        f"{reports}/": reports,
        f"{home.name}/reports": home / "reports",
        f"{home.name}/{PROBED}": home / PROBED,
        "what this program was published with": carried,
    }
    found = sorted(_read(places), key=lambda each: each.matrix.provenance.generated_at)
    if not found:
        message = (
            f"there is no {reports}/matrix.json; measure first, or name the folder that has it"
        )
        raise MissingReportError(message)
    *others, latest = found
    matrix = latest.matrix
    remarks = [_describe_suite(latest.name)] if _suite(matrix) != hash_suite() else []
    for each in reversed(others):
        if _suite(each.matrix) != _suite(matrix):
            remarks.append(f"{each.name} is of another suite, and not looked at")
        elif more := _more(matrix, each.matrix):
            matrix = extend(matrix, more)
    return Known(matrix=matrix, remarks=tuple(remarks))


def _read(places: dict[str, Path]) -> Iterator[_Source]:
    for name, place in places.items():
        try:
            yield _Source(name=name, matrix=load_matrix(place))
        except MissingReportError:
            continue


def _more(matrix: Matrix, other: Matrix) -> Matrix | None:
    """Return another matrix with only those cells that it knows and the first one does not."""
    known = Index(matrix=matrix).cells
    more = tuple(each for each in other.cells if _tells(each) and not _tells(known.get(each.id)))
    return replace(other, cells=more) if more else None


def _tells(cell: Cell | None) -> bool:
    return cell is not None and cell.status in FOUND_OUT


def _suite(matrix: Matrix) -> str:
    return matrix.provenance.suite_hash


def _describe_suite(name: str) -> str:
    return f"{name} was measured by another suite than this program's, and is what is known"
