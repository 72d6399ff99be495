"""Pairs of tiny matrices, and what is said of them."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import product

from hypothesis import strategies as st

from compat.difference.compare import compare
from compat.difference.comparison import Comparison
from compat.difference.history import Entry
from compat.matrix.build import conclude
from compat.matrix.model import Cell, Finding, Listener, Matrix, Outcome, Verdict
from compat.record.model import Status
from compat.reports.difference.account import describe_entry
from compat.reports.difference.entries import make_atlas, make_entry
from tests.reports.layered import measured_pairs
from tests.reports.sample import Said, measured, tried

PYTHONS = ("3.10", "3.11", "3.12")
RELEASES = ("0.3.0", "0.3.1", "0.3.2", "1.0.0")
GONE = (Status.NOT_INSTALLABLE, "no wheel")
CRASHED = (Status.CRASHED, "signal 11")


def made(cells: Mapping[str, Said], **options: object) -> Matrix:
    """A matrix of cells by a short id, ``3.12 0.3.0``."""
    full = {f"py{name.replace(' ', '-core')}": said for name, said in cells.items()}
    return measured(full, **options)[0]  # type: ignore[arg-type]


def full(said: Said, **others: Said) -> dict[str, Said]:
    """Every Python with every release, all of which say the same."""
    return {f"{p} {r}": said for p, r in product(PYTHONS, RELEASES)} | others


WRITER = tried("stream-writer-node", "naive", group="writers", child="custom_write")


def writing(cells: Mapping[str, Outcome]) -> Matrix:
    """Pairs by id whose node writes to the stream of its own, where that comes to the outcomes.

    No event stream has any of it.
    """
    stream = dict.fromkeys(cells, "absent")
    matrix = measured_pairs(stream, scenarios=(WRITER,))
    told = (_write(cell, cells[cell.id]) for cell in matrix.cells)
    listeners = (Listener.STREAM, Listener.CUSTOM)
    return conclude(replace(matrix, cells=tuple(told), listeners=listeners))


def _write(cell: Cell, seen: Outcome) -> Cell:
    verdict = Verdict.AUTOMATIC if seen is Outcome.NESTED else Verdict.BROKEN
    custom = Finding(verdict=verdict, flags=(), answer=None, outcomes={"naive": seen}, remedies={})
    result = replace(cell.results[WRITER.id], others={Listener.CUSTOM: custom})
    return replace(cell, results={WRITER.id: result})


def with_packages(matrix: Matrix, packages: Mapping[str, Mapping[str, str]]) -> Matrix:
    """The same with other packages in some cells, by full id."""
    return replace(
        matrix,
        cells=tuple(
            replace(c, packages={**c.packages, **packages.get(c.id, {})}) for c in matrix.cells
        ),
    )


def with_provenance(matrix: Matrix, **changes: object) -> Matrix:
    """The same with other provenance."""
    return replace(matrix, provenance=replace(matrix.provenance, **changes))  # type: ignore[arg-type]


def entry_of(before: Matrix, after: Matrix) -> Entry:
    """Two matrices compared, as an entry."""
    return make_entry(make_atlas(before, after), compare(before, after))


def lines(before: Matrix, after: Matrix) -> dict[str, str]:
    """What is said of two matrices, by heading."""
    told = describe_entry(entry_of(before, after)).sections
    return {each.heading: "\n".join(each.lines) for each in told}


def raw(found: Comparison) -> dict[tuple[str, str], str]:
    """Every change of a cell by itself: its kind by cell and scenario."""
    by_result = {
        (cell, each.scenario): str(each.kind) for each in found.changes for cell in each.cells
    }
    by_cell = {(cell, ""): str(each.kind) for each in found.statuses for cell in each.cells}
    return by_result | by_cell


def expanded(place: str, cells: Mapping[tuple[str, str], Cell]) -> set[str]:
    """The ids of all cells that a place such as ``3.9, 3.11–3.12 × 0.3.0–0.3.1`` claims."""
    pythons = sorted({p for p, _ in cells}, key=lambda p: int(p.partition(".")[2]))
    releases = sorted({r for _, r in cells})
    found = set()
    for part in place.split("; "):
        left, right = part.split(" × ")
        for python, release in product(_items(left, pythons), _items(right, releases)):
            if (python, release) in cells:
                found.add(f"py{python}-core{release}")
    return found


def _items(text: str, ordered: list[str]) -> list[str]:
    found = []
    for each in text.split(", "):
        first, last = (each.split("–") * 2)[:2]
        found += ordered[ordered.index(first) : ordered.index(last) + 1]
    return found


SAID: list[Said] = ["nested/nested", "lost/nested", "flattened/nested", "lost/lost"]
STATUSES: list[Said] = [GONE, CRASHED, "harness/nested", "raised/nested", "absent/absent"]


@st.composite
def matrices(draw: st.DrawFn, *, plain: bool = False) -> Matrix:
    """Any small matrix; ``plain``: one in which everything was found out and only naive differs."""
    every: list[Said] = (
        ["nested/nested", "flattened/nested", "lost/nested"] if plain else [*SAID, *STATUSES]
    )
    left_out = st.none() if not plain else st.nothing()
    cells = {
        f"{python} {release}": said
        for python, release in product(PYTHONS[:2], RELEASES)
        if (said := draw(st.sampled_from(every) | left_out)) is not None
    }
    return made(cells or {"3.10 0.3.0": "nested/nested"})
