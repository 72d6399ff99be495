"""A project's page as the configured indexes tell it together."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Final, Self
from urllib.parse import quote, urlsplit, urlunsplit

import requests
from packaging.version import Version

from compat.axes.fetch import Entry, fetch_page
from compat.axes.filename import parse_filename
from compat.axes.settings import IndexAddress, IndexSettings

FILES: Final = "/files/"
"""Where on the relay the files of a page are; relative to the page, so that it is always alike."""
_REMOTE: Final = ("https://", "http://")
_METADATA: Final = ("core-metadata", "dist-info-metadata", "data-dist-info-metadata")


@dataclass(frozen=True, kw_only=True)
class ProjectFiles:
    """What the indexes tell of a project: its files by name, none where no index has it.

    ``moment`` is when the first of them says that it answered, None where it does not tell.
    ``default_only``: what other indexes than the default one have is there too. ``partial``: the
    index that should have all projects says that it has not this one, which others have.
    """

    files: dict[str, Entry]
    moment: datetime | None
    default_only: bool
    partial: bool = False


@dataclass(frozen=True, kw_only=True)
class RelayedPage:
    """A project's page: what uv is given, and its files' names.

    ``places`` are the addresses of files by name, which may hold a password; on the page such a
    file is below ``FILES``, in a folder of the project's name. ``partial``: see ``ProjectFiles``.
    ``dated``: the upload time of every file is told.
    """

    project: str
    body: bytes
    filenames: tuple[str, ...]
    places: Mapping[str, str] = field(default_factory=dict, repr=False)
    partial: bool = False
    dated: bool = True

    @classmethod
    def of(cls, project: str, told: ProjectFiles) -> Self:
        """Return the page of a project that is there."""
        files = [_drop_unchecked(entry) for entry in told.files.values()]
        places = {
            each["filename"]: each["url"] for each in files if each["url"].startswith(_REMOTE)
        }
        for each in files:
            if each["filename"] in places:
                each["url"] = f"../..{FILES}{project}/{quote(each['filename'], safe='')}"
        page = {"meta": {"api-version": "1.1"}, "name": project, "files": files}
        return cls(
            project=project,
            body=json.dumps(page).encode(),
            filenames=tuple(told.files),
            places=places,
            partial=told.partial,
            dated=all(entry.get("upload-time") for entry in files),
        )

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of what the index says: another one is another state of the index.

        Where it keeps the files is no part of it.
        """
        return hashlib.sha256(self.body).hexdigest()

    @cached_property
    def versions(self) -> frozenset[Version]:
        """The versions of its files, whatever Python or system they are for."""
        return frozenset(
            found.version
            for name in self.filenames
            if (found := parse_filename(name)) and found.project == self.project
        )


def ask_project(settings: IndexSettings, project: str, session: requests.Session) -> ProjectFiles:
    """Ask the indexes for a project; of two files of one name that of the first index counts.

    An index without the project is passed over, any other failure of one ends the asking: what it
    did not tell would be missing silently. Raises NotFoundOutError.
    """
    files: dict[str, Entry] = {}
    moment = None
    default_only = True
    fullest_lacks = False
    for index in settings.indexes:
        answer = fetch_page(index, project, settings.certificates, session=session)
        if answer is None:
            fullest_lacks = fullest_lacks or index == settings.fullest
            continue
        moment = moment or answer.moment
        new = {f["filename"]: _sign(f, index) for f in answer.files if f["filename"] not in files}
        default_only = default_only and (index.is_default or not new)
        files |= new
        if not settings.merged:
            break
    return ProjectFiles(
        files=files,
        moment=moment,
        default_only=default_only,
        partial=fullest_lacks and bool(files),
    )


def _sign(entry: Entry, index: IndexAddress) -> Entry:
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


def _drop_unchecked(entry: Entry) -> Entry:
    """Return a file without what it says of its metadata, where no hash is told of that.

    uv believes metadata that is cut, unless it has a hash to hold it to.
    """
    told = [name for name in _METADATA if name in entry]
    loose = [
        name for name in told if not (isinstance(entry[name], dict) and entry[name].get("sha256"))
    ]
    return {name: value for name, value in entry.items() if name not in loose}
