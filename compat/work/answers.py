"""The matrices that answers rest on: those of the folder where a person stands, and our own."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import compat
from compat.axes.layer import LAYER
from compat.errors import MissingReportError
from compat.matrix.index import Index
from compat.matrix.model import Cell, Matrix
from compat.matrix.union import extend
from compat.record.model import FOUND_OUT
from compat.run.suite import find_suite_hash
from compat.stored.reports import load_matrix

_DATA: Final = Path(compat.__file__).parent / "data"
CARRIED: Final = _DATA / "matrix.json"
"""The matrix that a wheel brings along; a checkout has it as ``reports/`` instead."""

CARRIED_LAYER: Final = _DATA / "langgraph.json"
"""The same of the layer; a checkout has it as ``reports/langgraph/``."""

PROBED: Final = "probed"
"""Below the program's home: cells that were probed to answer one question."""

PROBED_LAYER: Final = "probed-langgraph"
"""The same of cells with a layer."""


_HOW: Final = "measure first, or name the folder that has it"
_HOW_LAYER: Final = f"nox -s matrix -- --layer {LAYER} measures it, in a clone of this project"
_OTHERWISE: Final = frozenset(
    {"--resolution", "--as-of", "--override", "--allow-builds", "--extra", "--only"}
)
"""Options by which cells have other dependencies, or tell of some patterns alone."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """A matrix to answer from, and lines about it that a person should read."""

    matrix: Matrix
    remarks: tuple[str, ...] = ()


def find_known(reports: Path, home: Path, carried: Path = CARRIED) -> Known:
    """Return all that is known here: of the matrices that there are, the latest counts.

    What another one of the same suite has besides is added, so that a cell that was probed for a
    question is known at the next one. Named and left out are those of other suites, and what was
    measured here of some patterns or with other dependencies than the usual. Raises
    MissingReportError if there is none, and what reading one raises.
    """
    here = f"{home.name}/reports"
    places = {
        f"{reports}/": reports,
        here: home / "reports",
        f"{home.name}/{PROBED}": home / PROBED,
        "what this program was published with": carried,
    }
    return _join(places, here, layered=False)


def find_known_layer(reports: Path, home: Path, carried: Path = CARRIED_LAYER) -> Known:
    """Return the same of the layer, whose reports lie in ``reports/langgraph/``.

    Raises MissingReportError if there is none, and what reading one raises.
    """
    place = reports / LAYER
    here = f"{home.name}/reports"
    places = {
        f"{place}/": place,
        here: home / "reports",
        f"{home.name}/{PROBED_LAYER}": home / PROBED_LAYER,
        "what this program was published with": carried,
    }
    return _join(places, here, layered=True)


def _join(places: Mapping[str, Path], here: str, *, layered: bool) -> Known:
    """Return what the matrices at some places say together; ``here`` holds what a run left over."""
    read = {name: _read(place) for name, place in places.items()}
    every = {name: found for name, found in read.items() if found and found.layered is layered}
    ours = find_suite_hash(layered=layered)
    remarks = []
    if here in every and (options := _list_unusual(every[here].provenance.command)):
        remarks.append(f"{here} was measured with {', '.join(options)}, so it is ignored")
        del every[here]
    if not every:
        message = f"there is no {next(iter(places))}matrix.json; {_HOW_LAYER if layered else _HOW}"
        raise MissingReportError(message)
    *others, latest = sorted(every, key=lambda name: every[name].provenance.generated_at)
    matrix = every[latest]
    if _suite(matrix) != ours:
        remarks.append(_describe_suite(latest))
    for name in reversed(others):
        if _suite(every[name]) != _suite(matrix):
            remarks.append(f"{name} was measured with another suite, so it is ignored")
        elif more := _more(matrix, every[name]):
            matrix = extend(matrix, more)
    return Known(matrix=matrix, remarks=tuple(remarks))


def _read(place: Path) -> Matrix | None:
    try:
        return load_matrix(place)
    except MissingReportError:
        return None


def _list_unusual(command: str) -> list[str]:
    """Return the options of a command by which a matrix is no answer to the usual question."""
    words = (word.partition("=")[0] for word in command.replace("--as-of now", "").split())
    return [word for word in words if word in _OTHERWISE]


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
    return f"{name} is the newest, so it is used, though another suite measured it"
