"""What a healthy index has: the one that this machine is configured for, or a recorded one."""

import gzip
import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any, Final, Protocol
from zipfile import ZipFile

import requests
from packaging.utils import canonicalize_name
from pypi_simple import ACCEPT_ANY, DistributionPackage, ProjectPage
from requests_file import FileAdapter

from compat.axes.settings import read_settings

File = Mapping[str, Any]
RECORDED: Final = Path(__file__).with_name("index.json.gz")
FILES: Final = Path(__file__).parents[2] / ".compat" / "proof" / "files"
"""Where files are downloaded to, once."""
_ABSENT: Final = frozenset({403, 404, 410})
_METADATA: Final = ".metadata"
_METADATA_FILE: Final = re.compile(r"[^/]+\.dist-info/METADATA")


class Pages(Protocol):
    """Where a faulty index has from what it relays."""

    def page(self, project: str) -> tuple[File, ...] | None:
        """Return a project's files as PEP 691 writes them, addresses aside; None if absent."""

    def file(self, name: str) -> bytes | None:
        """Return the content of a file that a page has named."""


class Configured:
    """The indexes of this machine, asked once for each page; files are kept in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._settings = read_settings()
        self._session = requests.Session()
        self._session.mount("file://", FileAdapter())
        self._pages: dict[str, tuple[File, ...] | None] = {}
        self._places: dict[str, DistributionPackage] = {}
        self._asking = Lock()

    def page(self, project: str) -> tuple[File, ...] | None:
        """See ``Pages``."""
        with self._asking:
            if project not in self._pages:
                self._pages[project] = self._read(project)
            return self._pages[project]

    def file(self, name: str) -> bytes | None:
        """Return a file, downloaded unless it is kept already, and held to its hash.

        A wheel's metadata is taken out of the wheel: not every index has it as a file.
        """
        if name.endswith(_METADATA):
            wheel = self.file(name.removesuffix(_METADATA))
            return wheel and _metadata(wheel)
        kept = self._folder / name
        if kept.exists():
            return kept.read_bytes()
        self.page(canonicalize_name(name.partition("-")[0]))
        with self._asking:
            if name not in self._places:
                return None
            place = self._places[name]
            content = self._get(place.url)
            expected = (place.digests or {}).get("sha256")
            if expected and hashlib.sha256(content).hexdigest() != expected:
                message = f"{name} is not what the index says it is"
                raise ValueError(message)
            self._folder.mkdir(parents=True, exist_ok=True)
            draft = kept.with_name(f".{name}.{os.getpid()}")
            draft.write_bytes(content)
            draft.replace(kept)
        return content

    def _read(self, project: str) -> tuple[File, ...] | None:
        found: dict[str, DistributionPackage] = {}
        for index in self._settings.indexes:
            local = index.url.lower().startswith("file:")
            url = f"{index.url.rstrip('/')}/{project}/{'index.html' if local else ''}"
            headers = {"Accept": ACCEPT_ANY}
            with self._session.get(
                url, headers=headers, timeout=60, verify=self._verify
            ) as answer:  # a file's would stay open
                if answer.status_code in _ABSENT:
                    continue
                answer.raise_for_status()
                page = ProjectPage.from_response(answer, project)
            found = {file.filename: file for file in page.packages} | found
            if found and not self._settings.merged:
                break
        self._places |= found
        return tuple(map(_as_json, found.values())) or None

    def _get(self, url: str) -> bytes:
        with self._session.get(url, timeout=120, verify=self._verify) as answer:
            answer.raise_for_status()
            return answer.content

    @property
    def _verify(self) -> str | bool:
        return self._settings.certificates or True


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """The state of the index on a day, ``date``; the files themselves come from ``files``."""

    date: str
    projects: Mapping[str, tuple[File, ...]]
    files: Pages

    def page(self, project: str) -> tuple[File, ...] | None:
        """See ``Pages``."""
        return self.projects.get(project)

    def file(self, name: str) -> bytes | None:
        """See ``Pages``."""
        return self.files.file(name)


def recorded(folder: Path = FILES) -> Recorded:
    """Return the recorded index, whose files are downloaded to ``folder``."""
    kept = json.loads(gzip.decompress(RECORDED.read_bytes()))
    return Recorded(
        date=kept["date"],
        projects={name: tuple(files) for name, files in kept["projects"].items()},
        files=Configured(folder),
    )


def _metadata(wheel: bytes) -> bytes:
    with ZipFile(BytesIO(wheel)) as archive:
        (name,) = (name for name in archive.namelist() if _METADATA_FILE.fullmatch(name))
        return archive.read(name)


def _as_json(file: DistributionPackage) -> File:
    told = {
        "filename": file.filename,
        "hashes": {"sha256": (file.digests or {}).get("sha256", "")},
        "requires-python": file.requires_python,
        "upload-time": file.upload_time and file.upload_time.isoformat().replace("+00:00", "Z"),
        "yanked": file.is_yanked,
    }
    return {name: value for name, value in told.items() if value not in (None, False)}
