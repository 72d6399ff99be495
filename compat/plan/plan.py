"""The plan of a request on this machine, with this index."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from packaging.version import Version

from compat.axes.cell import CellId, match_cells
from compat.axes.index import IndexListing
from compat.axes.interpreter import Interpreters
from compat.axes.layer import LAYER, LayerRelease
from compat.axes.pairs import WantedPairs, select_pairs
from compat.axes.python import Python
from compat.axes.release import Release, allows
from compat.axes.selection import FLOOR, Here, select_releases
from compat.plan.model import (
    SCHEMA_VERSION,
    LayerRow,
    Plan,
    PlannedCell,
    PythonColumn,
    ReleaseRow,
    Surroundings,
)
from compat.plan.publication import is_published
from compat.plan.request import Request
from compat.record.model import Status


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What a plan says that nobody asked for: suite, surroundings, moment.

    ``looked_at`` is the moment to resolve for where nobody names one.
    """

    suite_version: str
    suite_hash: str
    command: str
    looked_at: str
    surroundings: Surroundings


Lags = Callable[[CellId], bool]
"""Whether the index lacks what a cell needs, so that it installs only with an override."""


def make_plan(  # noqa: PLR0913, PLR0917 - each is a thing of its own
    request: Request,
    listing: IndexListing,
    interpreters: Interpreters,
    setting: Setting,
    lags: Lags = lambda _: False,
    layers: Sequence[LayerRelease] = (),
) -> Plan:
    """Return every selected cell, each to be run or excluded with a reason.

    ``layers`` are the releases of the layer, if cells with one are asked for.

    ``lags`` is asked of cells with the newest release of all or of a line, where these are selected
    as such: the newest that does not lag is selected then too.

    Raises UsageError or NothingSelectedError.
    """
    pythons = request.wanted_pythons()
    columns = {python.id: _make_column(python, interpreters) for python in pythons}
    selected = {
        name: _select(request, listing.releases, layers, column, lags)
        for name, column in columns.items()
    }
    every = [each for chosen in selected.values() for each in chosen]
    known = _list_known(listing.releases, (each.core for each in every))
    rows = {release.text: _make_row(release) for release in known}
    above = {release.text: _make_layer_row(release) for release in layers}
    cells = _list_cells(selected, request.cells)
    places = _Places(rows=rows, layers=above, columns=columns, interpreters=interpreters)
    return Plan(
        schema_version=SCHEMA_VERSION,
        suite_version=setting.suite_version,
        suite_hash=setting.suite_hash,
        index=listing.label,
        index_dated=listing.dated,
        selection=request.words,
        command=setting.command,
        dependencies_as_of=request.moment or setting.looked_at,
        pinned_moment=request.moment is not None,
        options=request.options,
        required=_find_required(pythons, request),
        pythons=tuple(columns.values()),
        releases=tuple(rows.values()),
        layers=tuple(above.values()),
        cells=tuple(_plan_cell(cell, places) for cell in cells),
        exact=request.exact,
        surroundings=setting.surroundings,
    )


def _find_required(pythons: Iterable[Python], request: Request) -> tuple[str, ...]:
    if request.allow_missing:
        return ()
    return tuple(python.id for python in pythons if python.required)


@dataclass(frozen=True, kw_only=True)
class _Chosen:
    """A release, and one of the layer over it if there is one."""

    core: Release
    layer: LayerRelease | None = None


def _select(
    request: Request,
    releases: Sequence[Release],
    layers: Sequence[LayerRelease],
    column: PythonColumn,
    lags: Lags,
) -> list[_Chosen]:
    """Return what is selected on a Python."""

    def place(layer: LayerRelease | None) -> Here:
        above = layer.text if layer else None
        return Here(
            fits=lambda release: allows(release.requires_python, column.exact or column.id),
            lags=lambda core: lags(CellId(python=column.id, core=core.text, layer=above)),
        )

    if not request.layered:
        words, early = request.wanted_releases(), request.prereleases
        found = select_releases(releases, words, prereleases=early, here=place(None))
        return [_Chosen(core=core) for core in found]
    wanted = WantedPairs(
        cores=request.wanted_releases(),
        layers=request.wanted_layers(),
        prereleases=request.prereleases,
        exact=request.exact,
    )
    pairs = select_pairs(releases, layers, wanted, place)
    return [_Chosen(core=pair.core, layer=pair.layer) for pair in pairs]


def _list_cells(
    selected: Mapping[str, Sequence[_Chosen]], patterns: Sequence[str]
) -> tuple[CellId, ...]:
    every = [
        CellId(python=python, core=each.core.text, layer=each.layer.text if each.layer else None)
        for python, chosen in selected.items()
        for each in chosen
    ]
    return match_cells(patterns, every) if patterns else tuple(every)


@dataclass(frozen=True, kw_only=True)
class _Places:
    """What cells are of, by name."""

    rows: Mapping[str, ReleaseRow]
    layers: Mapping[str, LayerRow]
    columns: Mapping[str, PythonColumn]
    interpreters: Interpreters


def _plan_cell(cell: CellId, places: _Places) -> PlannedCell:
    excluded, reason = None, None
    column, core = places.columns[cell.python], places.rows[cell.core]
    layer = places.layers[cell.layer] if cell.layer else None
    if not is_published(core, column):
        excluded = Status.NOT_PUBLISHED
        reason = f"its Requires-Python is {core.requires_python}"
    elif layer and not is_published(layer, column):
        excluded = Status.NOT_PUBLISHED
        reason = f"the Requires-Python of {LAYER} {layer.version} is {layer.requires_python}"
    elif cell.python in places.interpreters.missing:
        excluded = Status.INTERPRETER_MISSING
        reason = places.interpreters.missing[cell.python]
    return PlannedCell(
        id=str(cell),
        python=cell.python,
        core=cell.core,
        layer=cell.layer,
        excluded=excluded,
        reason=reason,
    )


def _list_known(releases: Iterable[Release], selected: Iterable[Release]) -> list[Release]:
    """Return the stable releases since the floor, and whatever else is selected, oldest first."""
    stable = (r for r in releases if r.version >= FLOOR and not r.prerelease)
    return sorted({*stable, *selected}, key=lambda release: release.version)


def _make_column(python: Python, interpreters: Interpreters) -> PythonColumn:
    found = interpreters.found.get(python.id)
    return PythonColumn(
        id=python.id,
        exact=found.exact if found else None,
        implementation=found.implementation if found else "cpython",
        end_of_life=python.end_of_life,
        prerelease=bool(found and Version(found.exact).is_prerelease),
    )


def _make_layer_row(release: LayerRelease) -> LayerRow:
    return LayerRow(**vars(_make_row(release)), asks=release.asks)


def _make_row(release: Release) -> ReleaseRow:
    return ReleaseRow(
        version=release.text,
        line=release.line,
        uploaded_at=release.uploaded_at,
        requires_python=release.requires_python,
        yanked=release.yanked,
        yanked_reason=release.yanked_reason,
        prerelease=release.prerelease,
    )
