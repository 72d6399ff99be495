"""What the page's script looks up to answer for any two cells with a layer.

It answers by the same functions as for langchain-core alone; what these look up is put together
here from less: few cells were measured of many, and packages change in nearly every one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from packaging.version import Version

from compat.difference.layered import hear_layer
from compat.difference.targets import find_alive
from compat.matrix.column import allows
from compat.matrix.index import Index
from compat.matrix.model import Cell, Matrix
from compat.matrix.packages import CORE, HARNESS
from compat.plan.model import LayerRow, ReleaseRow
from compat.record.model import Status
from compat.reports.difference.end_words import describe_obstacle
from compat.reports.difference.sentence import Codes
from compat.reports.html.places import Places
from compat.reports.html.states import HeardScenario, Meanings, Meant, States


@dataclass(frozen=True, kw_only=True)
class PairKind:
    """What cells have in common; ``obstacle`` is as in ``CellKind``."""

    status: Status
    obstacle: str
    reason: str | None
    overrides: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Release:
    """A release of langchain-core; ``usual`` ones an installer takes: no pre-release, not yanked.

    ``yanked`` has the reason given for one that was, None for others.
    """

    name: str
    usual: bool
    yanked: str | None


@dataclass(frozen=True, kw_only=True)
class LayerRelease:
    """A release of the layer: whether a cell has it, and over which releases it may be installed.

    ``over`` are stretches of places among the releases, both ends included.
    """

    name: str
    asked: bool
    usual: bool
    yanked: bool
    over: tuple[tuple[int, int], ...]


@dataclass(frozen=True, kw_only=True)
class Installed:
    """A package: its versions, None where it is not there, and which of them each set has."""

    versions: tuple[str | None, ...]
    sets: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class HeardPairs:
    """What one listener heard: the place of each cell's row in ``states``, and the scenarios."""

    says: tuple[int, ...]
    states: tuple[tuple[int, ...], ...]
    scenarios: tuple[HeardScenario, ...]


@dataclass(frozen=True, kw_only=True)
class PairLookup:
    """All of it. Cells and scenarios are in the order of the layer's replies, which name them.

    ``kind`` and ``set`` are the places of each cell's kind and of its set of packages.
    """

    pythons: tuple[str, ...]
    alive: tuple[bool, ...]
    releases: tuple[Release, ...]
    layers: tuple[LayerRelease, ...]
    kinds: tuple[PairKind, ...]
    kind: tuple[int, ...]
    packages: dict[str, Installed]
    set: tuple[int, ...]
    harness: tuple[str, ...]
    whose: tuple[str, ...]
    row: tuple[str, ...]
    heard: dict[str, HeardPairs]
    meanings: Meanings


def look_up_pairs(matrix: Matrix, codes: Codes) -> PairLookup:
    """Return what the script looks up of a layer's matrix; ``codes`` are as in ``make_lookup``."""
    known, meant = Index(matrix=matrix), Meant()
    kinds, sets = Places[PairKind](), Places[dict[str, str]]()
    kind = tuple(kinds(_make_kind(cell)) for cell in matrix.cells)
    installed = tuple(sets(_list_others(cell)) for cell in matrix.cells)
    heard = {each.value: _hear(hear_layer(matrix, each), meant) for each in matrix.listeners}
    return PairLookup(
        pythons=tuple(known.pythons),
        alive=tuple(python in find_alive(known) for python in known.pythons),
        releases=tuple(_list_releases(known)),
        layers=tuple(_list_layers(known)),
        kinds=tuple(kinds.values),
        kind=kind,
        packages=dict(_list_packages(sets.values)),
        set=installed,
        harness=tuple(sorted(HARNESS)),
        whose=tuple(codes.get(each.id, "") for each in matrix.scenarios),
        row=tuple(each.row for each in matrix.scenarios),
        heard=heard,
        meanings=meant.all,
    )


def _hear(matrix: Matrix, meant: Meant) -> HeardPairs:
    states = {each.id: States(each) for each in matrix.scenarios}
    rows = Places[tuple[int, ...]]()

    def row(cell: Cell) -> int:
        said = (states[each.id](cell.results.get(each.id)) for each in matrix.scenarios)
        return rows(tuple(said) if cell.status is Status.PROBED else ())

    return HeardPairs(
        says=tuple(map(row, matrix.cells)),
        states=tuple(rows.values),
        scenarios=tuple(each.tell(meant) for each in states.values()),
    )


def _make_kind(cell: Cell) -> PairKind:
    return PairKind(
        status=cell.status,
        obstacle=describe_obstacle(cell.status, cell.reason, cell.reason_class),
        reason=cell.reason,
        overrides=cell.overrides,
    )


def _list_others(cell: Cell) -> dict[str, str]:
    return {name: version for name, version in sorted(cell.packages.items()) if name != CORE}


def _list_packages(sets: Sequence[Mapping[str, str]]) -> Iterator[tuple[str, Installed]]:
    """Give each package with what each set has of it: neighbours mostly have the same."""
    for name in sorted({name for each in sets for name in each}):
        versions = Places[str | None]()
        found = tuple(versions(each.get(name)) for each in sets)
        yield name, Installed(versions=tuple(versions.values), sets=found)


def _list_releases(known: Index) -> Iterator[Release]:
    rows = {row.version: row for row in known.matrix.releases}
    for name in known.releases:
        yield Release(name=name, usual=_is_usual(rows[name]), yanked=known.yanked.get(name))


def _list_layers(known: Index) -> Iterator[LayerRelease]:
    """Give the releases of the layer, the oldest first, those too that are not listed any more."""
    rows = {row.version: row for row in known.matrix.layers}
    for name in sorted({*rows, *known.layers}, key=Version):
        row = rows.get(name)
        yield LayerRelease(
            name=name,
            asked=name in known.layers,
            usual=row is not None and _is_usual(row),
            yanked=name in known.yanked_layers,
            over=tuple(_list_stretches(row, known.releases)),
        )


def _is_usual(row: ReleaseRow) -> bool:
    return not (row.yanked or row.prerelease)


def _list_stretches(row: LayerRow | None, releases: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Give the stretches of releases over which one of the layer may be installed."""
    first: int | None = None
    places = list(releases)
    for place, name in enumerate(places):
        fits = allows(row.asks if row else None, name)
        if fits and first is None:
            first = place
        if not fits and first is not None:
            yield first, place - 1
            first = None
    if first is not None:
        yield first, len(places) - 1
