"""The plan of a request on this machine, with this index."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from packaging.version import Version

from compat.axes.cell import CellId, match_cells
from compat.axes.index import IndexListing
from compat.axes.interpreter import Interpreters
from compat.axes.python import Python
from compat.axes.release import Release, allows
from compat.axes.selection import FLOOR, Here, select_releases
from compat.plan.model import (
    SCHEMA_VERSION,
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


def make_plan(
    request: Request,
    listing: IndexListing,
    interpreters: Interpreters,
    setting: Setting,
    lags: Lags = lambda _: False,
) -> Plan:
    """Return every selected cell, each to be run or excluded with a reason.

    ``lags`` is asked of cells with the newest release of all or of a line, where these are selected
    as such: the newest that does not lag is selected then too.

    Raises UsageError or NothingSelectedError.
    """
    pythons = request.wanted_pythons()
    columns = {python.id: _make_column(python, interpreters) for python in pythons}
    selected = {
        name: _select_releases(request, listing.releases, column, lags)
        for name, column in columns.items()
    }
    every = chain.from_iterable(selected.values())
    rows = {release.text: _make_row(release) for release in _list_known(listing.releases, every)}
    cells = _list_cells(selected, request.cells)
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
        cells=tuple(_plan_cell(cell, rows, columns, interpreters) for cell in cells),
        exact=request.exact,
        surroundings=setting.surroundings,
    )


def _find_required(pythons: Iterable[Python], request: Request) -> tuple[str, ...]:
    if request.allow_missing:
        return ()
    return tuple(python.id for python in pythons if python.required)


def _select_releases(
    request: Request, releases: Iterable[Release], column: PythonColumn, lags: Lags
) -> tuple[Release, ...]:
    """Return the releases that are selected on a Python."""
    here = Here(
        fits=lambda release: allows(release.requires_python, column.exact or column.id),
        lags=lambda release: lags(CellId(python=column.id, core=release.text)),
    )
    return select_releases(
        releases, request.wanted_releases(), prereleases=request.prereleases, here=here
    )


def _list_cells(
    selected: Mapping[str, Sequence[Release]], patterns: Sequence[str]
) -> tuple[CellId, ...]:
    every = [
        CellId(python=python, core=release.text)
        for python, releases in selected.items()
        for release in releases
    ]
    return match_cells(patterns, every) if patterns else tuple(every)


def _plan_cell(
    cell: CellId,
    rows: dict[str, ReleaseRow],
    columns: dict[str, PythonColumn],
    interpreters: Interpreters,
) -> PlannedCell:
    excluded, reason = None, None
    if not is_published(rows[cell.core], columns[cell.python]):
        excluded = Status.NOT_PUBLISHED
        reason = f"its Requires-Python is {rows[cell.core].requires_python}"
    elif cell.python in interpreters.missing:
        excluded = Status.INTERPRETER_MISSING
        reason = interpreters.missing[cell.python]
    return PlannedCell(
        id=str(cell), python=cell.python, core=cell.core, excluded=excluded, reason=reason
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
