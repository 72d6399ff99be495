"""From the files that an index lists to releases."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version
from pypi_simple import DistributionPackage

from compat.axes.release import PROJECT, Release
from compat.axes.text import join_lines

_KINDS: Final = frozenset({"wheel", "sdist"})
_VERSION_LIMIT: Final = 40
_HASH: Final = "sha256"
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


def parse_releases(
    files: Iterable[DistributionPackage], project: str = PROJECT
) -> tuple[tuple[Release, ...], int]:
    """Return a project's releases, oldest first, and how many files were skipped.

    Skipped are files of another project or kind and those whose version cannot be read.
    """
    by_version: dict[Version, list[DistributionPackage]] = {}
    skipped = 0
    for file in files:
        version = _parse_version(file, project)
        if version is None:
            skipped += 1
        else:
            by_version.setdefault(version, []).append(file)
    releases = (_make_release(version, group) for version, group in sorted(by_version.items()))
    return tuple(releases), skipped


def _parse_version(file: DistributionPackage, project: str) -> Version | None:
    if file.package_type not in _KINDS or canonicalize_name(file.project or "") != project:
        return None
    text = file.version or ""
    try:
        version = Version(text[: _VERSION_LIMIT + 1])
    except ValueError:
        return None
    # An epoch or a local version is nothing that an index publishes, nor fit for a cell id.
    odd = version.epoch or version.local or len(str(version)) > _VERSION_LIMIT
    return None if odd else version


def _make_release(version: Version, files: list[DistributionPackage]) -> Release:
    # The wheel is what a cell installs, so its word on Python counts first.
    files = sorted(files, key=lambda file: file.package_type != "wheel")
    times = [moment for file in files if (moment := _to_utc(file.upload_time))]
    reasons = (join_lines(file.yanked_reason or "") for file in files)
    yanked = all(file.is_yanked for file in files)
    return Release(
        version=version,
        uploaded_at=min(times).isoformat().replace("+00:00", "Z") if times else None,
        requires_python=next(filter(None, (_parse_specifier(file) for file in files)), None),
        yanked=yanked,
        yanked_reason=next(filter(None, reasons), None) if yanked else None,
        hashes=_collect_hashes(files),
    )


def _collect_hashes(files: Iterable[DistributionPackage]) -> tuple[str, ...]:
    """Return the hashes of all files, or none if a file has none: it could not be installed."""
    found = [(file.digests or {}).get(_HASH, "") for file in files]
    usable = all(_DIGEST.fullmatch(digest) for digest in found)
    return tuple(sorted(f"{_HASH}:{digest}" for digest in found)) if usable else ()


def _parse_specifier(file: DistributionPackage) -> str | None:
    text = join_lines(file.requires_python or "", limit=100)
    try:
        SpecifierSet(text)
    except InvalidSpecifier:
        return None
    return text


def _to_utc(moment: datetime | None) -> datetime | None:
    if moment is None:
        return None
    try:
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except OverflowError:  # the first or last day that a date can have, in another zone
        return None
