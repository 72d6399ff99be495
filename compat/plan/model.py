"""The plan: which cells a run will probe, and why it will not probe the others."""

from dataclasses import dataclass
from typing import Literal

from compat.axes.cell import Layer
from compat.record.model import Status
from compat.schema import strict

SCHEMA_VERSION = "1.0"

Resolution = Literal["highest", "lowest", "as-of-release"]
Variation = Resolution | Literal["repeat"]


@strict
@dataclass(frozen=True, kw_only=True)
class PythonColumn:
    """A Python of the matrix. ``exact`` is None where no interpreter could be had."""

    id: str
    exact: str | None
    implementation: str
    end_of_life: str | None
    prerelease: bool


@strict
@dataclass(frozen=True, kw_only=True)
class ReleaseRow:
    """A release as the index describes it.

    All known since the floor are listed, selected or not, so that statements can be derived again
    from the matrix alone.
    """

    version: str
    line: str
    uploaded_at: str | None
    requires_python: str | None
    yanked: bool
    yanked_reason: str | None
    prerelease: bool


@strict
@dataclass(frozen=True, kw_only=True)
class PlannedCell:
    """A selected cell; ``excluded`` is the status of one that will not be run, else None."""

    id: str
    python: str
    core: str
    layer: Layer = None
    excluded: Status | None
    reason: str | None


@strict
@dataclass(frozen=True, kw_only=True)
class Options:
    """How cells are prepared and run; part of what makes two runs the same run.

    ``overrides`` are requirements that replace what packages ask for, where a cell cannot be
    resolved without. ``time_limit`` is in seconds, for one cell's process; ``repeat`` is how often
    each cell runs in its environment. ``extras`` are packages whose scenarios run too.
    ``resolution`` says which dependencies: the newest as of the plan, the oldest that resolve, or
    the newest as of the day of each release. ``scenarios`` are the only ones to run, unless empty.
    """

    overrides: tuple[str, ...] = ()
    wheels_only: bool = True
    time_limit: int = 120
    repeat: int = 1
    extras: tuple[str, ...] = ()
    resolution: Resolution = "highest"
    scenarios: tuple[str, ...] = ()

    @property
    def variation(self) -> Variation:
        """What sets the run apart: "highest" for one as it is published."""
        return "repeat" if self.resolution == "highest" and self.repeat > 1 else self.resolution


@strict
@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a run is going to do. ``dependencies_as_of`` is the moment that resolving looks at.

    ``pinned_moment`` says that a person named that moment; else it is when a first run looked, and
    releases that are younger are resolved as of today.

    ``index_dated`` says whether the index tells upload times, without which that moment cannot be
    asked for. ``required`` are the Pythons whose absence is a failure.
    ``selection`` and ``command`` are what the person asked, in words and as typed. Of the cells of
    an ``exact`` plan only those are run that the search asks for. ``cpus`` is how many the machine
    has, ``commit`` the program's, None outside a repository, ``modified`` whether it was changed,
    ``containment`` how far cells are kept from everything else.
    """

    schema_version: str
    suite_version: str
    suite_hash: str
    platform: str
    tools: dict[str, str]
    index: str
    index_dated: bool
    selection: str
    command: str
    dependencies_as_of: str
    pinned_moment: bool = False
    options: Options
    required: tuple[str, ...]
    pythons: tuple[PythonColumn, ...]
    releases: tuple[ReleaseRow, ...]
    cells: tuple[PlannedCell, ...]
    exact: bool = False
    cpus: int | None = None
    commit: str | None = None
    modified: bool = False
    containment: str | None = None
