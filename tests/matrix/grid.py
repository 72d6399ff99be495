"""Matrices whose cells say a letter each, for tests of what is made of many cells."""

from collections import Counter
from collections.abc import Collection, Mapping
from itertools import pairwise, product

from hypothesis import strategies as st

from compat.matrix.model import (
    SCHEMA_VERSION,
    Cell,
    Matrix,
    Outcome,
    Provenance,
    Result,
    Verdict,
)
from compat.matrix.statement import fold_statements, map_published
from compat.plan.exact import make_track, order_tracks
from compat.plan.model import ReleaseRow
from compat.plan.search import Known, Spot, Track
from compat.record.model import Status
from tests.build import python, release

SCENARIO = "tool-async"


def said(letter: str) -> Result:
    """A fact whose answer, and trace, is a letter."""
    return Result(
        verdict=Verdict.RECORDED,
        flags=(),
        answer=letter,
        outcomes={"naive": Outcome.NESTED},
        remedies={},
        traces={"naive": letter},
        repeats={},
    )


def cell(spot: Spot, letter: str | None) -> Cell:
    """A cell that says a letter; None: it could not be probed."""
    return Cell(
        id=f"py{spot[0]}-core{spot[1]}",
        python=spot[0],
        core=spot[1],
        status=Status.PROBED if letter else Status.NOT_INSTALLABLE,
        reason=None if letter else "no",
        reason_class=None,
        packages={},
        overrides=(),
        replay="",
        results={SCENARIO: said(letter)} if letter else {},
    )


def matrix(cells: Known, releases: Collection[ReleaseRow]) -> Matrix:
    """A matrix of cells by Python and release."""
    made = tuple(cell(spot, letter) for spot, letter in cells.items())
    pythons = tuple(map(python, dict.fromkeys(spot[0] for spot in cells)))
    return Matrix(
        schema_version=SCHEMA_VERSION,
        provenance=PROVENANCE,
        pythons=pythons,
        releases=tuple(releases),
        scenarios=(),
        cells=made,
        statements=fold_statements(made, map_published(releases, pythons)),
    )


def line(*texts: str, name: str = "1.0") -> dict[Spot, str | None]:
    """A full grid from a text a Python, of a letter a release; ``.`` could not be probed."""
    return {
        (f"3.{9 + n}", f"{name}.{place}"): None if letter == "." else letter
        for n, text in enumerate(texts)
        for place, letter in enumerate(text)
    }


def rows(truth: Known) -> tuple[ReleaseRow, ...]:
    """The releases of a grid."""
    return tuple(release(name) for name in dict.fromkeys(core for _, core in truth))


def tracks(truth: Known) -> tuple[Track, ...]:
    """Every line of every Python of a grid, in the order in which they teach."""
    places: dict[tuple[str, str], list[ReleaseRow]] = {}
    for name, core in truth:
        places.setdefault((name, core.rpartition(".")[0]), []).append(release(core))
    made = [make_track(*place, found) for place, found in places.items()]
    return order_tracks(made, Counter(name for name, _ in truth))


def only(truth: Known, asked: Collection[Spot]) -> dict[Spot, str | None]:
    """The part of a grid that was asked for."""
    return {spot: letter for spot, letter in truth.items() if spot in asked}


@st.composite
def free(draw: st.DrawFn) -> dict[Spot, str | None]:
    """Any grid of one line: islands, and holes anywhere."""
    size = draw(st.integers(1, 12))
    text = st.text("aab.", min_size=size, max_size=size)
    return line(*draw(st.lists(text, min_size=1, max_size=4)))


@st.composite
def orderly(draw: st.DrawFn) -> dict[Spot, str | None]:
    """A grid of one line in which nothing comes back once it has changed.

    Change-overs are shared or a Python's own. What cannot be probed lies anywhere inside, or all at
    one end: between two ends of that kind nobody looks.
    """
    size = draw(st.integers(1, 14))
    places = st.sets(st.integers(1, 13), max_size=3)
    shared = draw(places)
    texts = []
    for _ in range(draw(st.integers(1, 4))):
        own = draw(places)
        kept = {place for place in shared if draw(st.integers(0, 3))}
        changes = [place in own | kept for place in range(size)]
        letters = ["abcdefgh"[sum(changes[: n + 1])] for n in range(size)]
        texts.append("".join(_holed(draw, letters)))
    return line(*texts)


def _holed(draw: st.DrawFn, letters: list[str]) -> list[str]:
    size = len(letters)
    if draw(st.booleans()):
        place, before = draw(st.integers(0, size)), draw(st.booleans())
        return ["." if (n < place) is before else x for n, x in enumerate(letters)]
    holes = draw(st.sets(st.integers(1, 12)))
    inner = range(1, size - 1)
    return ["." if n in holes and n in inner else x for n, x in enumerate(letters)]


def changes(truth: Known, tracks_: Collection[Track]) -> set[tuple[Spot, Spot]]:
    """The change-overs of a grid: probed neighbours, apart from what cannot be probed, differ."""
    found = set()
    for each in tracks_:
        probed = [(each.column, r) for r in each.releases if truth[each.column, r] is not None]
        found |= {(one, other) for one, other in pairwise(probed) if truth[one] != truth[other]}
    return found


LINES: Mapping[str, int] = {
    "0.2": 28, "0.3": 87, "1.0": 8, "1.1": 4, "1.2": 32, "1.3": 4, "1.4": 10, "1.5": 7, "1.6": 14,
    "1.7": 8, "1.8": 3,
}  # fmt: skip
"""About how many releases the lines of langchain-core have."""


@st.composite
def like_the_real_one(draw: st.DrawFn) -> dict[Spot, str | None]:
    """A grid of seven Pythons: most change-overs are every Python's, some the newer ones'."""
    random = draw(st.randoms(use_true_random=False))
    every = [(name, place) for name, size in LINES.items() for place in range(1, size)]
    shared = set(random.sample(every, draw(st.integers(0, 25))))
    newer = set(random.sample(every, draw(st.integers(0, 10))))
    truth: dict[Spot, str | None] = {}
    for number, (name, size) in product(range(9, 16), LINES.items()):
        if (number == 9 and name >= "1") or (number == 10 and name == "1.8"):
            continue
        own = {random.choice(every)} if draw(st.booleans()) else set()
        changing = shared | own | (newer if number > 10 else set())
        level = 0
        for place in range(size):
            level += (name, place) in changing
            truth[f"3.{number}", f"{name}.{place}"] = None if number == 15 else f"s{level}"
    return truth


PROVENANCE = Provenance(
    generated_at="2026-01-01T00:00:00Z",
    dependencies_as_of="2026-01-01T00:00:00Z",
    suite_version="1",
    suite_hash="abc",
    platform="test",
    tools={},
    index="PyPI",
    selection="all",
    repeated=1,
    command="nox -s matrix",
    plan="abc",
    planned=0,
    probed=0,
    not_probed={},
    required=(),
    failures=0,
    complete=True,
)
