"""A project's page as the configured indexes tell it together."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Self
from urllib.parse import urlsplit, urlunsplit

import requests
from packaging.utils import (
    InvalidSdistFilename,
    InvalidWheelFilename,
    parse_sdist_filename,
    parse_wheel_filename,
)
from packaging.version import InvalidVersion, Version

from compat.axes.fetch import Entry, fetch_page
from compat.axes.settings import Index, IndexSettings


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the indexes tell of a project: its files by name, none where no index has it.

    ``moment`` is when the first of them says that it answered, None where it does not tell.
    ``default_only``: what other indexes than the default one have is there too.
    """

    files: dict[str, Entry]
    moment: datetime | None
    default_only: bool


@dataclass(frozen=True, kw_only=True)
class Page:
    """A project's page: what uv is given, and its files' names."""

    body: bytes
    filenames: tuple[str, ...]

    @classmethod
    def of(cls, project: str, files: dict[str, Entry]) -> Self:
        """Return the page of these files, by name."""
        page = {"meta": {"api-version": "1.1"}, "name": project, "files": list(files.values())}
        return cls(body=json.dumps(page).encode(), filenames=tuple(files))

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of what the index says: another one is another state of the index."""
        return hashlib.sha256(self.body).hexdigest()

    @cached_property
    def versions(self) -> frozenset[Version]:
        """The versions of its files, whatever Python or system they are for."""
        return frozenset(found for name in self.filenames if (found := _version(name)))


def told_of(settings: IndexSettings, project: str, session: requests.Session) -> Told:
    """Ask the indexes for a project; of two files of one name that of the first index counts.

    An index without the project is passed over, any other failure of one ends the asking: what it
    did not tell would be missing silently. Raises IndexUnreachableError, IndexRubbishError or
    IndexHalfPageError.
    """
    files: dict[str, Entry] = {}
    moment = None
    default_only = True
    for index in settings.indexes:
        answer = fetch_page(index, project, settings.certificates, session=session)
        if answer is None:
            continue
        moment = moment or answer.moment
        new = {f["filename"]: _signed(f, index) for f in answer.files if f["filename"] not in files}
        default_only = default_only and (index.is_default or not new)
        files |= new
        if not settings.merged:
            break
    return Told(files=files, moment=moment, default_only=default_only)


def _signed(entry: Entry, index: Index) -> Entry:
    """Return a file with the index's user and password in its address, where it is on its host."""
    if "@" not in index.url:
        return entry
    try:
        known, place = urlsplit(index.url), urlsplit(entry["url"])
    except ValueError:  # no address: it is for uv to refuse
        return entry
    user, _, host = known.netloc.rpartition("@")
    if not user or "@" in place.netloc or (place.scheme, place.netloc) != (known.scheme, host):
        return entry
    return {**entry, "url": urlunsplit(place._replace(netloc=f"{user}@{host}"))}


def _version(filename: str) -> Version | None:
    try:
        if filename.endswith(".whl"):
            return parse_wheel_filename(filename)[1]
        return parse_sdist_filename(filename)[1]
    except (InvalidWheelFilename, InvalidSdistFilename, InvalidVersion):
        return None
