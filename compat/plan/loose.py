"""A plan for records that were made without one, by the plain hosts."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from packaging.version import Version

from compat.axes.cell import CellId
from compat.axes.python import PYTHONS
from compat.options import Options
from compat.plan.model import (
    NOWHERE,
    SCHEMA_VERSION,
    Plan,
    PlannedCell,
    PythonColumn,
    ReleaseRow,
)
from compat.record.model import Record

NO_INDEX = "not recorded"
"""In the place of an index's label: which releases it had is not known."""


def make_loose_plan(records: Collection[Record]) -> Plan:
    """Return the plan that these records complete: their cells, and no other releases known.

    ``records`` has one at least. Raises UsageError.
    """
    cells = {record.cell: CellId.parse(record.cell) for record in records}
    newest = max(records, key=lambda record: record.timing.finished_at)
    suite = next((record.suite for record in records if record.suite), None)
    return Plan(
        schema_version=SCHEMA_VERSION,
        suite_version=suite.version if suite else "unknown",
        suite_hash=suite.hash if suite else "unknown",
        surroundings=replace(NOWHERE, platform=newest.platform or "unknown"),
        index=NO_INDEX,
        index_dated=False,
        selection=f"{len(cells)} records",
        command="nox -s probe",
        dependencies_as_of=newest.timing.finished_at,
        options=Options(),
        required=(),
        pythons=_list_pythons(cells.values(), records),
        releases=_list_releases(cells.values()),
        cells=tuple(
            PlannedCell(id=name, python=cell.python, core=cell.core, excluded=None, reason=None)
            for name, cell in cells.items()
        ),
    )


def _list_pythons(cells: Iterable[CellId], records: Iterable[Record]) -> tuple[PythonColumn, ...]:
    builds = {CellId.parse(record.cell).python: record.python for record in records}
    ends = {python.id: python.end_of_life for python in PYTHONS}
    return tuple(
        PythonColumn(
            id=name,
            exact=build.exact if build else None,
            implementation=build.implementation if build else "cpython",
            end_of_life=ends.get(name),
            prerelease=bool(build and Version(build.exact).is_prerelease),
        )
        for name in sorted({cell.python for cell in cells}, key=Version)
        for build in (builds[name],)
    )


def _list_releases(cells: Iterable[CellId]) -> tuple[ReleaseRow, ...]:
    versions = sorted({Version(cell.core) for cell in cells})
    return tuple(
        ReleaseRow(
            version=str(version),
            line=f"{version.major}.{version.minor}",
            uploaded_at=None,
            requires_python=None,
            yanked=False,
            yanked_reason=None,
            prerelease=version.is_prerelease,
        )
        for version in versions
    )
