"""A release of langchain-core as the index describes it."""

from dataclasses import dataclass
from typing import Final

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import Version

PROJECT: Final = "langchain-core"

# No CPython series had, or by its calendar will have, as many bug-fix releases.
_PATCHES: Final = range(50)


@dataclass(frozen=True, kw_only=True)
class Release:
    """One version with at least one file on the index.

    ``uploaded_at`` is the moment (ISO 8601, UTC) of its earliest file, None where the index does
    not tell. ``yanked`` only when all its files are; ``yanked_reason`` is the index's text on one
    line. ``hashes`` are those of its files, like ``sha256:…``; none where the index tells none.
    """

    version: Version
    uploaded_at: str | None
    requires_python: str | None
    yanked: bool
    yanked_reason: str | None
    hashes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The version in its canonical spelling."""
        return str(self.version)

    @property
    def line(self) -> str:
        """The minor series, like ``0.3``."""
        return f"{self.version.major}.{self.version.minor}"

    @property
    def prerelease(self) -> bool:
        """Whether it is an alpha, beta, candidate or development release."""
        return self.version.is_prerelease


def allows(requires_python: str | None, python: str) -> bool:
    """Tell whether a Requires-Python allows an interpreter's version, like ``3.12.1``.

    As in pip, which compares ``sys.version_info[:3]``: 3.15.0rc1 counts as 3.15.0, and a
    specifier that cannot be read excludes nothing (``pip/_internal/utils/packaging.py``).
    A version without a patch, like ``3.15`` of an interpreter that is missing, is allowed when
    any patch of it would be.
    """
    try:
        specifier = SpecifierSet(requires_python or "")
    except InvalidSpecifier:
        return True
    major, minor, *patch = Version(python).release
    return any(
        specifier.contains(f"{major}.{minor}.{micro}", prereleases=True)
        for micro in patch[:1] or _PATCHES
    )
