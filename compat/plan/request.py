"""What a person asks for, before anything is known of the machine or the index."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from typing import Annotated, Final

from cyclopts import Parameter

from compat.axes.cell import CellId
from compat.axes.layer import LAYER, LayerName
from compat.axes.nearest import hint_at_nearest
from compat.axes.python import PYTHONS, Python, parse_pythons
from compat.errors import UsageError
from compat.options import HOW, MANY, SWITCH, WHICH, Options

_RELEASE: Final = "release"
_NOW: Final = "now"
DEFAULT_RELEASES = ("edges",)
_WHOLE = ("edges", "all")
_GLOB = frozenset("*?[")


def _moment(as_of: str | None) -> str | None:
    """Return the moment that is named, as the index's are written: ISO 8601, in UTC.

    Raises UsageError.
    """
    if as_of is None or as_of in {_RELEASE, _NOW}:
        return None
    try:
        moment = datetime.fromisoformat(as_of)
    except ValueError as error:
        message = f"malformed moment {as_of!r}; write it like 2026-11-22, or release"
        raise UsageError(message) from error
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Request:
    """A selection and how to run it, as it was asked; empty means the default."""

    pythons: Annotated[tuple[str, ...], MANY, WHICH] = ()
    """Pythons, like 3.10 3.14 (default: all)."""

    releases: Annotated[tuple[str, ...], MANY, WHICH] = ()
    """edges (default), all, latest, versions, or specifiers like '>=0.3,<1'."""

    cells: Annotated[tuple[str, ...], Parameter(parse=False)] = ()
    """Ids and globs, which need no flag."""

    exact: Annotated[bool, SWITCH, WHICH] = False
    """Find the exact release of every change among those selected (default: all): start from the
    ends of every line, and measure between neighbours that differ."""

    layer: Annotated[str | None, WHICH, Parameter(validator=lambda _, name: _find_layer(name))] = (
        None
    )
    """Measure what stands on top of langchain-core: langgraph."""

    langgraph: Annotated[tuple[str, ...], MANY, WHICH] = ()
    """Releases of langgraph, in the same words; those of langchain-core are then for each of them
    the ones that it allows."""

    prereleases: Annotated[bool, SWITCH, WHICH] = False
    """Select pre-releases too, where --releases has all or specifiers."""

    allow_missing: Annotated[bool, SWITCH, HOW] = False
    """Do not fail when a required interpreter is missing."""

    as_of: Annotated[str | None, HOW, Parameter(validator=lambda _, as_of: _moment(as_of))] = None
    """Resolve with what the index had at a moment, like 2026-11-22, or on the day of each release
    ("release", the same as --resolution as-of-release). The moment of the first run is kept for
    later ones; "now" replaces it with the present."""

    how: Options = field(default_factory=Options)

    download: Annotated[bool, HOW] = True
    """Ask uv for interpreters that are missing."""

    @property
    def options(self) -> Options:
        """How cells are prepared and run, whichever flag says so."""
        if self.as_of != _RELEASE:
            return self.how
        return replace(self.how, resolution="as-of-release")

    @property
    def moment(self) -> str | None:
        """The moment to resolve for, if one is named: ISO 8601, in UTC."""
        return _moment(self.as_of)

    @property
    def renews(self) -> bool:
        """Whether the moment that runs share is moved to now."""
        return self.as_of == _NOW

    @property
    def whole(self) -> bool:
        """Whether the whole matrix is asked for, not a part of it."""
        every = all(word in _WHOLE for word in self.releases)
        usual = self.options.variation == "highest" and not self.options.scenarios
        picky = self.pythons or self.cells or (self.layered and (self.releases or self.langgraph))
        return every and usual and not picky

    @property
    def layered(self) -> bool:
        """Whether cells with a layer are asked for. Raises UsageError where others are too."""
        told = [each for each in self.cells if not _is_glob(each) or "-lg" in each]
        named = {("-lg" in each) for each in told}
        if len(named) > 1:
            message = "cells with langgraph and cells without are measured in runs of their own"
            raise UsageError(message)
        asked = bool(_find_layer(self.layer) or self.langgraph)
        if asked and False in named:
            message = f"{told[0]} has no {LAYER}; an id with it ends like -lg1.2.24"
            raise UsageError(message)
        dated = self.options.resolution != "highest" or self.as_of not in {None, _NOW}
        if (asked or True in named) and dated:
            message = (
                f"with {LAYER} a cell is resolved as of its own day: drop --resolution, --as-of"
            )
            raise UsageError(message)
        return asked or True in named

    @property
    def words(self) -> str:
        """The selection in words."""
        parts = [
            f"releases {' '.join(self.wanted_releases())}",
            *([f"{LAYER} {' '.join(self.wanted_layers())}"] if self.layered else []),
            f"Pythons {' '.join(python.id for python in self.wanted_pythons())}",
        ]
        if self.cells:
            parts.append(f"cells {' '.join(self.cells)}")
        if self.prereleases:
            parts.append("pre-releases too")
        if self.options.scenarios:
            parts.append(f"scenarios {' '.join(self.options.scenarios)}")
        if self.exact:
            parts.append("exact")
        return ", ".join(parts)

    def wanted_pythons(self) -> tuple[Python, ...]:
        """Return the Pythons to look for. Raises UsageError."""
        if self.pythons:
            return parse_pythons(self.pythons)
        if not self.cells:
            return PYTHONS
        named = parse_pythons(cell.python for cell in self._exact_cells())
        globs = [pattern.partition("-core")[0] for pattern in self.cells if _is_glob(pattern)]
        return tuple(
            python
            for python in PYTHONS
            if python in named or any(_may_match(python, glob) for glob in globs)
        )

    def wanted_releases(self) -> tuple[str, ...]:
        """Return the releases to select, as words; an id names its own."""
        if self.releases:
            return self.releases
        named = tuple(dict.fromkeys(cell.core for cell in self._exact_cells()))
        globs = [pattern for pattern in self.cells if _is_glob(pattern)]
        # A glob over releases means whichever there are, one over Pythons the usual ones.
        picky = any(_read_part(pattern, "-core").strip("*") for pattern in globs)
        # With a layer an exact search has what lies between the usual ones.
        usual = ("all",) if picky or (self.exact and not self.layered) else DEFAULT_RELEASES
        return (*(usual if globs or not named else ()), *named)

    def wanted_layers(self) -> tuple[str, ...]:
        """Return the releases of the layer to select, as words; an id names its own."""
        if self.langgraph:
            return self.langgraph
        named = tuple(dict.fromkeys(cell.layer for cell in self._exact_cells() if cell.layer))
        globs = [pattern for pattern in self.cells if _is_glob(pattern)]
        picky = any(_read_part(pattern, "-lg").strip("*") for pattern in globs)
        usual = ("all",) if picky else DEFAULT_RELEASES
        return (*(usual if globs or not named else ()), *named)

    def _exact_cells(self) -> list[CellId]:
        return [CellId.parse(pattern) for pattern in self.cells if not _is_glob(pattern)]


def _find_layer(name: str | None) -> LayerName | None:
    """Return the layer of a name. Raises UsageError."""
    if name is None or name == LAYER:
        return LAYER if name else None
    message = f"unknown layer {name!a}; {hint_at_nearest(name, [LAYER])}"
    raise UsageError(message)


def _read_part(pattern: str, mark: str) -> str:
    """Return what a glob says after a mark, up to the next one."""
    return pattern.partition(mark)[2].partition("-lg")[0]


def _is_glob(pattern: str) -> bool:
    return not _GLOB.isdisjoint(pattern)


def _may_match(python: Python, glob: str) -> bool:
    """Tell whether a glob, cut before the release, can match a cell of a Python."""
    return fnmatchcase(f"py{python.id}", glob) or fnmatchcase(f"py{python.id}-", glob)
