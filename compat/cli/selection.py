"""The options that say what to measure and how."""

from dataclasses import dataclass
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number
from packaging.requirements import InvalidRequirement, Requirement

from compat.errors import CompatError, ExitCode
from compat.plan.model import Options
from compat.plan.request import Request

MANY = Parameter(consume_multiple=True, negative="")
SWITCH = Parameter(negative="")
POSITIVE = Parameter(validator=Number(gte=1))


class MalformedOverrideError(CompatError):
    """An override that is no requirement."""

    exit_code = ExitCode.USAGE


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Selection:
    """What to measure."""

    pythons: Annotated[tuple[str, ...], MANY] = ()
    """Pythons, like 3.10 3.14 (default: all)."""

    releases: Annotated[tuple[str, ...], MANY] = ()
    """edges (default), all, latest, versions, or specifiers like '>=0.3,<1'."""

    override: Annotated[tuple[str, ...], MANY] = ()
    """Requirements that replace what packages ask for, where a cell has no solution without."""

    prereleases: Annotated[bool, SWITCH] = False
    """Select pre-releases too."""

    allow_missing: Annotated[bool, SWITCH] = False
    """Do not fail when a required interpreter is missing."""

    as_of: str | None = None
    """Resolve with what the index had at this moment, like 2026-11-22T00:00:00Z."""

    time_limit: Annotated[int, POSITIVE] = 120
    """Seconds that a cell's process may take."""

    allow_builds: Annotated[bool, SWITCH] = False
    """Build packages that have no wheel, which runs their code while installing."""

    download: bool = True
    """Ask uv for interpreters that are missing."""


def request(selection: Selection, cells: tuple[str, ...]) -> Request:
    """Return what is asked for. Raises MalformedOverrideError."""
    for override in selection.override:
        try:
            Requirement(override)
        except InvalidRequirement as error:
            message = f"malformed override {override!r}; write it like certifi or 'certifi>=2026'"
            raise MalformedOverrideError(message) from error
    options = Options(
        overrides=selection.override,
        wheels_only=not selection.allow_builds,
        time_limit=selection.time_limit,
    )
    return Request(
        pythons=selection.pythons,
        releases=selection.releases,
        cells=cells,
        prereleases=selection.prereleases,
        allow_missing=selection.allow_missing,
        as_of=selection.as_of,
        options=options,
    )
