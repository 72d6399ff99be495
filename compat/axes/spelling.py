"""A configuration as a person types it, read as the id of a cell.

``3.14/1.2.0``, ``3.14 1.2``, ``Python 3.14, langchain-core==1.2.0`` and ``3.14/latest`` are read,
and every id. What there is to name is handed in.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Self

from packaging.version import InvalidVersion, Version

from compat.axes.cell import CellId
from compat.axes.free_threaded import refuse_free_threaded
from compat.axes.nearest import hint_at_nearest
from compat.axes.text import join_lines
from compat.errors import UsageError

LATEST: Final = "latest"
_PREFIXES: Final = {
    "py": "python",
    "python": "python",
    "core": "core",
    "langchain-core": "core",
    "lg": "layer",
    "langgraph": "layer",
}
_WORD: Final = re.compile(
    r"(?P<prefix>py(thon)?|(langchain-)?core|lg|langgraph)?[\s=-]*"
    rf"v?(?P<version>{LATEST}|[0-9][0-9a-z.]{{0,39}})(?:[\s/,-]+|$)"
)
_PYTHON: Final = re.compile(r"3\.[0-9]+(\..+)?")
_PARTS: Final = 3  # 1.2 is a line, 1.2.0 a release
_LONGEST: Final = 200


@dataclass(frozen=True, kw_only=True)
class Nameable:
    """What can be named.

    ``choices`` are the cells to choose from where no patch is named: probed as published, with a
    release that an installer takes by itself. On ``day`` the ``releases`` were all there were; None
    lets a person name others.
    """

    pythons: Collection[str]
    releases: Collection[str]
    choices: Collection[CellId]
    day: str | None

    @property
    def stable(self) -> Collection[str]:
        """The releases that are no pre-releases."""
        return [each for each in self.releases if not Version(each).is_prerelease]


@dataclass(frozen=True, kw_only=True)
class Spelled:
    """What somebody named of a configuration: each part as it is written, None if it is not.

    Release and layer may be a line like ``1.2``, or ``latest``.
    """

    python: str | None = None
    core: str | None = None
    layer: str | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a configuration, or half of one, in any case. Raises UsageError.

        Without a prefix ``3.14`` is a Python and any other number a release, whichever comes first;
        of a Python's version the patch is left out, for cells have the minor series.
        """
        plain = text.lower().replace("_", "-").strip()
        if len(plain) > _LONGEST:
            raise _malformed(text)
        words = [(found["prefix"], found["version"]) for found in _WORD.finditer(plain)]
        for _, version in words:
            refuse_free_threaded(version)
        named = {_PREFIXES[prefix]: version for prefix, version in words if prefix}
        bare = [version for prefix, version in words if not prefix]
        free = [half for half in ("python", "core") if half not in named]
        pythons = [bool(_PYTHON.fullmatch(version)) for version in bare]
        if len(free) > 1 and pythons in ([False], [False, True]):
            free.reverse()
        parts = {**named, **dict(zip(free, bare, strict=False))}
        if not words or _WORD.sub("", plain) or len(parts) < len(words):
            raise _malformed(text)
        try:
            return cls(
                python=_shorten(parts.get("python")),
                core=_spell_release(parts.get("core")),
                layer=_spell_release(parts.get("layer")),
            )
        except InvalidVersion:
            raise _malformed(text) from None

    def fill(self, other: "Spelled | CellId") -> "Spelled":
        """Return it with what is missing taken from another; a layer only beside a half."""
        whole = self.python and self.core
        return Spelled(
            python=self.python or other.python,
            core=self.core or other.core,
            layer=self.layer or (None if whole else other.layer),
        )

    def find(self, known: Nameable) -> CellId:
        """Return the cell that is meant, and refuse what there is not, naming the nearest.

        A line like ``1.2`` means its newest release that was probed on that Python as published,
        neither yanked nor a pre-release: the newest that an installer takes there of which
        something can be said. ``latest`` means the same of all lines. Where none was probed on that
        Python it is the newest that there is, so that the answer can say why.

        Raises UsageError.
        """
        if self.python is None or self.core is None:
            halves = {"Python": self.python, "langchain-core": self.core}
            missing = " and no ".join(name for name, half in halves.items() if half is None)
            example = f"{self.python or '3.12'}/{self.core or '0.3.40'}"
            message = f"no {missing} is named; write both, like {example}"
            raise UsageError(message)
        if self.python not in known.pythons:
            hint = hint_at_nearest(self.python, known.pythons)
            message = f"unknown Python {self.python}; {hint}"
            raise UsageError(message, "unknown-python")
        core = self.core if self.core in known.releases else self._find_newest(known)
        if core is None and known.day:
            raise _unknown_release(self.core, known)
        return CellId(python=self.python, core=core or self.core, layer=self.layer)

    def _find_newest(self, known: Nameable) -> str | None:
        """Return the newest release of a line, or of all; None where a release is named."""
        line = read_line(self.core or LATEST)
        if line is None:
            return None
        place = (self.python, self.layer)
        probed = {cell.core for cell in known.choices if (cell.python, cell.layer) == place}
        for some in (probed, known.stable, known.releases):
            if found := [each for each in some if Version(each).release[: len(line)] == line]:
                return max(found, key=Version)
        return None


def asks_for_latest(text: str) -> bool:
    """Tell whether what was typed asks for the newest release of all."""
    return bool(text) and Spelled.parse(text).core == LATEST


def read_line(core: str) -> tuple[int, ...] | None:
    """Return what the releases of a line begin with, nothing of ``latest``; None of a release."""
    if core == LATEST:
        return ()
    version = Version(core)
    whole = len(version.release) >= _PARTS or str(version) != version.base_version
    return None if whole else version.release


def _shorten(python: str | None) -> str | None:
    return python and ".".join(map(str, Version(python).release[:2]))


def _spell_release(core: str | None) -> str | None:
    return core if core in {None, LATEST} else str(Version(core or ""))


def _malformed(text: str) -> UsageError:
    shown = join_lines(text, limit=60)
    message = f"malformed configuration {shown!r}; write it like 3.12/0.3.40, 3.12/1.2 or latest"
    return UsageError(message)


def _unknown_release(core: str, known: Nameable) -> UsageError:
    some = known.releases if core != LATEST and Version(core).is_prerelease else known.stable
    oldest = min(some, key=Version, default=None)
    if oldest and core != LATEST and Version(core) < Version(oldest):
        why = f"older than {oldest}, the oldest that is measured"
    else:
        why = f"there was no such langchain-core on {known.day}"
    message = f"unknown release {core}: {why}; {hint_at_nearest(core, some)}"
    return UsageError(message, "unknown-release")
