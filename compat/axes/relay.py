"""A relay of the index on the loopback: uv resolves through it, and it knows what uv was told.

uv's proof that there is no solution carries no HTTP status. So uv is only ever told of pages that
were read well, by the reader that reads releases; to any fault the relay answers 400, on which uv
stops at once with an error instead of a proof. A page is read once a run: all cells see one state.
"""

import hashlib
import json
import re
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final
from urllib.parse import unquote, urlsplit, urlunsplit

from packaging.utils import (
    InvalidSdistFilename,
    InvalidWheelFilename,
    canonicalize_name,
    parse_sdist_filename,
    parse_wheel_filename,
)
from packaging.version import InvalidVersion, Version

from compat.axes.fetch import Entry, fetch_page
from compat.axes.settings import Index, IndexSettings
from compat.errors import CompatError

_WORD: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_PREFIX: Final = "/simple/"
_JSON: Final = "application/vnd.pypi.simple.v1+json"
_KEPT: Final = "max-age=86400"  # seconds; uv's cache of a run's pages goes with the run


@dataclass(frozen=True, kw_only=True)
class Page:
    """A project's page: what uv is given, and its files' names."""

    body: bytes
    filenames: tuple[str, ...]

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of what the index says: another one is another state of the index."""
        return hashlib.sha256(self.body).hexdigest()

    @cached_property
    def versions(self) -> frozenset[Version]:
        """The versions of its files, whatever Python or system they are for."""
        return frozenset(found for name in self.filenames if (found := _version(name)))


class Relay:
    """Serves the pages of the configured indexes while it is open; see ``opened``.

    ``url`` is the address of its simple API. Pages that were read well are kept; one that was not
    is asked for again the next time.
    """

    def __init__(self, settings: IndexSettings, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}{_PREFIX}"
        self._settings = settings
        self._pages: dict[str, Page] = {}
        self._faults: dict[str, str] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def page(self, project: str) -> Page | None:
        """Return a project's page, or None if it cannot be read; then ``fault`` says why."""
        name = canonicalize_name(project)
        with self._lock:
            lock = self._locks.setdefault(name, threading.Lock())
        with lock:
            if name not in self._pages:
                self._read(name)
            return self._pages.get(name)

    def versions(self, project: str) -> frozenset[Version]:
        """Return every version on a project's page, none if it cannot be read."""
        page = self.page(project)
        return page.versions if page else frozenset()

    def fault(self, said: str) -> tuple[str, str] | None:
        """Return the project whose page uv could not have, by uv's words, and why; else None."""
        for project, why in self._faults.items():
            if f"{self.url}{project}/" in said:
                return project, why
        return None

    def digests(self, said: str) -> dict[str, str]:
        """Return the digests of the pages that were read of projects that uv's words name."""
        words = {str(canonicalize_name(word)) for word in _WORD.findall(said)}
        return {name: self._pages[name].digest for name in sorted(words & self._pages.keys())}

    def still(self, digests: Mapping[str, str]) -> bool:
        """Tell whether pages are today as they were then."""
        pages = ((self.page(project), digest) for project, digest in digests.items())
        return all(page is not None and page.digest == digest for page, digest in pages)

    def _read(self, project: str) -> None:
        try:
            files = self._files(project)
        except CompatError as error:
            self._faults[project] = str(error)
            return
        if not files:
            self._faults[project] = f"no index has a file of {project}"
            return
        self._faults.pop(project, None)
        page = {"meta": {"api-version": "1.1"}, "name": project, "files": list(files.values())}
        self._pages[project] = Page(body=json.dumps(page).encode(), filenames=tuple(files))

    def _files(self, project: str) -> dict[str, Entry]:
        """Return the files of all indexes that count, by name; the first index to have one wins."""
        found: dict[str, Entry] = {}
        for index in self._settings.indexes:
            answer = fetch_page(index, project, self._settings.certificates)
            if answer is None:
                continue
            for entry in answer.files:
                found.setdefault(entry["filename"], _signed(entry, index))
            if not self._settings.merged:
                break
        return found


@contextmanager
def opened(settings: IndexSettings) -> Iterator[Relay]:
    """Serve the pages of these indexes on the loopback."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.relay = relay = Relay(settings, server.server_port)  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield relay
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing where uv has hung up, as it does once it has one error, or no thread is left.

        uv says itself what it could not have.
        """
        if not isinstance(sys.exc_info()[1], OSError | RuntimeError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer with a page that was read well, or with 400."""
        path = unquote(urlsplit(self.path).path)
        project = path.removeprefix(_PREFIX).strip("/")
        relay: Relay = self.server.relay  # type: ignore[attr-defined]
        page = relay.page(project) if path.startswith(_PREFIX) and "/" not in project else None
        body = page.body if page else b""
        self.send_response(200 if page else 400)
        self.send_header("Content-Type", _JSON)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", _KEPT if page else "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _signed(entry: Entry, index: Index) -> Entry:
    """Return a file with the index's user and password in its address, where it is on its host."""
    known, place = urlsplit(index.url), urlsplit(entry["url"])
    if "@" not in known.netloc or "@" in place.netloc:
        return entry
    user, _, host = known.netloc.rpartition("@")
    if (place.scheme, place.netloc) != (known.scheme, host):
        return entry
    return {**entry, "url": urlunsplit(place._replace(netloc=f"{user}@{host}"))}


def _version(filename: str) -> Version | None:
    try:
        if filename.endswith(".whl"):
            return parse_wheel_filename(filename)[1]
        return parse_sdist_filename(filename)[1]
    except (InvalidWheelFilename, InvalidSdistFilename, InvalidVersion):
        return None
