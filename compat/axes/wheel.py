"""What a wheel on the index asks for, held to the hash that the index tells."""

import hashlib
import io
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path
from typing import Final

import requests
from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from compat.axes.fetch import Entry, fetch_file
from compat.axes.index_error import rubbish, unreachable, why
from compat.axes.settings import IndexSettings
from compat.errors import DiskError
from compat.files import write_atomic

_HASH: Final = "sha256"
_LONGEST: Final = 1000  # characters of a specifier; the longest so far has 300
_LARGEST: Final = 2**20  # bytes of metadata
_CORE_METADATA: Final = "core-metadata"  # PEP 714
_DIGITS: Final = 64


@dataclass(frozen=True, kw_only=True)
class Wheels:
    """Reads the metadata of wheels, and keeps it in ``cache`` by their hashes."""

    settings: IndexSettings
    session: requests.Session
    cache: Path

    def ask(self, wheel: Entry, project: str) -> str | None:
        """Return the specifier of what a wheel asks of a project, empty for any version.

        None where the index tells no hash, so that nothing that it hands out can be believed, or
        the metadata cannot be read. Raises NotFoundOutError.
        """
        metadata = self._read(wheel)
        return None if metadata is None else _find_specifier(metadata, project)

    def _read(self, wheel: Entry) -> bytes | None:
        digest = str(wheel["hashes"].get(_HASH, ""))
        if len(digest) != _DIGITS or not digest.isalnum():
            return None
        place = self.cache / f"{digest}.txt"
        with suppress(OSError):
            said, _, kept = place.read_bytes().partition(b"\n")
            if said == _sum(kept).encode():
                return kept
        metadata = self._fetch(wheel, digest)
        if metadata is not None:
            with suppress(DiskError):  # a cache that cannot be written to costs time, nothing else
                write_atomic(place, f"{_sum(metadata)}\n".encode() + metadata, lasting=False)
        return metadata

    def _fetch(self, wheel: Entry, digest: str) -> bytes | None:
        """Fetch the metadata alone where the index offers it with a hash, else the wheel."""
        told = wheel.get(_CORE_METADATA)
        if isinstance(told, dict) and (alone := told.get(_HASH)):
            return self._get(f"{wheel['url']}.metadata", str(alone))
        content = self._get(wheel["url"], digest)
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as opened:
                names = [n for n in opened.namelist() if n.endswith(".dist-info/METADATA")]
                if len(names) != 1 or opened.getinfo(names[0]).file_size > _LARGEST:
                    return None
                return opened.read(names[0])
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError):
            return None

    def _get(self, url: str, digest: str) -> bytes:
        index = self.settings.indexes[0]
        try:
            content = fetch_file(url, self.settings, self.session)
        except (OSError, ValueError) as error:
            raise unreachable(index, why(error)) from None
        if _sum(content) != digest:
            raise rubbish(index, "a file that is not of the hash that it tells")
        return content


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _find_specifier(metadata: bytes, project: str) -> str | None:
    """Return what core metadata asks of a project, by its lines without an extra.

    https://packaging.python.org/en/latest/specifications/core-metadata/
    """
    for line in message_from_bytes(metadata).get_all("Requires-Dist", []):
        try:
            required = Requirement(str(line)[: 2 * _LONGEST])
        except InvalidRequirement:
            continue
        extra = required.marker is not None and "extra" in str(required.marker)
        if canonicalize_name(required.name) == project and not extra:
            text = str(required.specifier)
            return text if len(text) <= _LONGEST else None
    return ""
