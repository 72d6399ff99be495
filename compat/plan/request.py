"""What a person asks for, before anything is known of the machine or the index."""

from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from compat.axes.cell import CellId
from compat.axes.python import PYTHONS, Python, parse_pythons
from compat.plan.model import Options

DEFAULT_RELEASES = ("edges",)
_WHOLE = ("edges", "all")
_GLOB = frozenset("*?[")


@dataclass(frozen=True, kw_only=True)
class Request:
    """A selection and how to run it; empty means the default.

    ``cells`` are ids and globs. ``as_of`` is the moment (ISO 8601) that resolving looks at, None
    for now. With ``allow_missing`` the absence of a required Python is no failure. ``exact`` finds
    every change-over among the releases, by default all of them, without running every cell.
    """

    pythons: tuple[str, ...] = ()
    releases: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    prereleases: bool = False
    exact: bool = False
    allow_missing: bool = False
    as_of: str | None = None
    options: Options = field(default_factory=Options)

    @property
    def whole(self) -> bool:
        """Whether the whole matrix is asked for, not a part of it."""
        every = all(word in _WHOLE for word in self.releases)
        usual = self.options.variation == "highest" and not self.options.scenarios
        return every and usual and not (self.pythons or self.cells)

    @property
    def words(self) -> str:
        """The selection in words."""
        parts = [
            f"releases {' '.join(self.wanted_releases())}",
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
        picky = any(pattern.partition("-core")[2].strip("*") for pattern in globs)
        usual = ("all",) if picky or self.exact else DEFAULT_RELEASES
        return (*(usual if globs or not named else ()), *named)

    def _exact_cells(self) -> list[CellId]:
        return [CellId.parse(pattern) for pattern in self.cells if not _is_glob(pattern)]


def _is_glob(pattern: str) -> bool:
    return not _GLOB.isdisjoint(pattern)


def _may_match(python: Python, glob: str) -> bool:
    """Tell whether a glob, cut before the release, can match a cell of a Python."""
    return fnmatchcase(f"py{python.id}", glob) or fnmatchcase(f"py{python.id}-", glob)
