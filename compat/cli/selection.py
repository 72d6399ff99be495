"""The options that say what to measure and how."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number
from packaging.requirements import InvalidRequirement, Requirement

from compat.errors import UsageError
from compat.plan.model import Options, Resolution
from compat.plan.request import Request
from compat.run.suite import known_scenarios

MANY = Parameter(consume_multiple=True, negative="")
SWITCH = Parameter(negative="")
POSITIVE = Parameter(validator=Number(gte=1))
_RELEASE = "release"
NOW = "now"


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Selection:
    """What to measure."""

    pythons: Annotated[tuple[str, ...] | None, MANY] = None
    """Pythons, like 3.10 3.14 (default: all)."""

    releases: Annotated[tuple[str, ...] | None, MANY] = None
    """edges (default), all, latest, versions, or specifiers like '>=0.3,<1'."""

    override: Annotated[tuple[str, ...] | None, MANY] = None
    """Requirements that replace what packages ask for, where a cell has no solution without.
    What the index has only older versions of is overridden by itself."""

    exact: Annotated[bool, SWITCH] = False
    """Find the very release of every change among those selected (default: all): start from the
    ends of every line, and probe between neighbours that differ."""

    prereleases: Annotated[bool, SWITCH] = False
    """Let all and specifiers select pre-releases too."""

    allow_missing: Annotated[bool, SWITCH] = False
    """Do not fail when a required interpreter is missing."""

    as_of: str | None = None
    """Resolve with what the index had at a moment, like 2026-11-22, or on the day of each release
    ("release", the same as --resolution as-of-release). The moment of the first run is kept for
    later ones; "now" moves it."""

    time_limit: Annotated[int, POSITIVE] = 120
    """Seconds that a cell's process may take."""

    repeat: Annotated[int, POSITIVE] = 1
    """Run each cell so often in its environment; what then disagrees is inconsistent."""

    extra: Annotated[tuple[str, ...] | None, MANY] = None
    """Packages whose scenarios run too: anyio, uvloop."""

    only: Annotated[tuple[str, ...] | None, MANY] = None
    """Scenarios, like tool-async gather (default: all)."""

    resolution: Resolution = "highest"
    """Dependencies: the newest, the oldest that resolve, or as of the day of each release."""

    allow_builds: Annotated[bool, SWITCH] = False
    """Build packages that have no wheel, which runs their code while installing."""

    download: bool = True
    """Ask uv for interpreters that are missing."""


def request(selection: Selection, cells: tuple[str, ...]) -> Request:
    """Return what is asked for.

    Raises UsageError for an option without a value, an override or extra that is no requirement, a
    moment that is none, and an unknown scenario.
    """
    overrides = _given("override", selection.override)
    extras = _given("extra", selection.extra)
    for requirement in (*overrides, *extras):
        try:
            Requirement(requirement)
        except InvalidRequirement as error:
            message = (
                f"malformed requirement {requirement!r}; write it like certifi or 'certifi>=2026'"
            )
            raise UsageError(message) from error
    options = Options(
        overrides=overrides,
        wheels_only=not selection.allow_builds,
        time_limit=selection.time_limit,
        repeat=selection.repeat,
        extras=extras,
        scenarios=known_scenarios(_given("only", selection.only)),
        resolution="as-of-release" if selection.as_of == _RELEASE else selection.resolution,
    )
    return Request(
        pythons=_given("pythons", selection.pythons),
        releases=_given("releases", selection.releases),
        cells=cells,
        prereleases=selection.prereleases,
        exact=selection.exact,
        allow_missing=selection.allow_missing,
        as_of=None if selection.as_of in {_RELEASE, NOW} else _moment(selection.as_of),
        options=options,
    )


def refuse_idle_reason(reason: str | None, *, usual: bool) -> None:
    """Refuse a reason to replace reports where none would be. Raises UsageError.

    ``usual``: it is about reports/, and the usual dependencies.
    """
    if reason is not None and not reason.strip():
        message = '--replace needs the reason, like --replace "3.9 is no longer measured"'
        raise UsageError(message)
    if reason is not None and not usual:
        message = "--replace is about reports/ and the usual dependencies: leave out what asks else"
        raise UsageError(message)


def _given(name: str, values: tuple[str, ...] | None) -> tuple[str, ...]:
    if values is not None and not values:
        message = f"--{name} needs a value; leave it out for the default"
        raise UsageError(message)
    return values or ()


def _moment(text: str | None) -> str | None:
    """Return a moment as the index's are written: ISO 8601, in UTC."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        message = f"malformed moment {text!r}; write it like 2026-11-22, or release"
        raise UsageError(message) from error
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
