"""A relay of the index on the loopback: uv resolves through it, and it knows what uv was told.

uv's proof that there is no solution carries no HTTP status. So uv is only ever told of pages that
were read well, by the reader that reads releases; to any fault the relay answers 400, on which uv
stops at once with an error instead of a proof. A page is read once a run: all cells see one state.

What uv reads of a file, which is its metadata, is handed on, and may be kept for the run: uv would
ask for that again in every question.
"""

import re
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import unquote, urlsplit, urlunsplit

import requests
from packaging.utils import canonicalize_name
from packaging.version import Version

from compat.axes.fetch import AT_ONCE, DEADLINE, TIMEOUT, open_session
from compat.axes.project import FILES, RelayedPage, ask_project
from compat.axes.settings import IndexSettings
from compat.axes.thread import start_thread
from compat.errors import CompatError

_WORD: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_PREFIX: Final = "/simple/"
_JSON: Final = "application/vnd.pypi.simple.v1+json"
_METADATA: Final = ".metadata"  # PEP 658
_TOLD: Final = ("Content-Type", "Content-Length", "Content-Range", "Accept-Ranges", "ETag")
_NOTHING: Final[Mapping[str, str]] = MappingProxyType({"Content-Length": "0"})
_GOOD: Final = frozenset({200, 206})
_PIECE: Final = 2**16  # bytes
_KEPT: Final = "max-age=86400"  # seconds; uv's cache of a run's pages goes with the run
_SLOW: Final = 1.0  # seconds: a fault that takes longer is not asked for again at once
_NONE: Final[Mapping[str, RelayedPage]] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class _Fault:
    """Why a page could not be read; ``until`` a moment (monotonic) it is not asked for again."""

    why: str
    until: float


class Relay:
    """Serves the pages of the configured indexes while it is open; see ``serve_pages``.

    Of a ``dated`` index, for whose moments uv resolves, a page without upload times is a fault: its
    files would not be there for uv.

    ``url`` is the address of its simple API. Pages that were read well are kept; one that was not
    is asked for again. Where that took long, it is not for three times as long: of an index that
    hangs every cell would wait for an answer of its own.
    """

    def __init__(
        self,
        settings: IndexSettings,
        port: int,
        session: requests.Session,
        known: Mapping[str, RelayedPage] = _NONE,
        *,
        dated: bool,
    ) -> None:
        self.url = f"http://127.0.0.1:{port}{_PREFIX}"
        self._settings = settings
        self._session = session
        self._dated = dated
        self._pages = dict(known)
        self._faults: dict[str, _Fault] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()
        self._room = threading.Semaphore(AT_ONCE)

    @property
    def patience(self) -> int:
        """The seconds after which an answer of it is late, by the indexes' own deadlines."""
        return int(DEADLINE * (len(self._settings.indexes) + 1))

    def page(self, project: str) -> RelayedPage | None:
        """Return a project's page, or None if it cannot be read; then ``fault`` says why."""
        name = canonicalize_name(project)
        with self._lock:
            lock = self._locks.setdefault(name, threading.Lock())
        with lock:
            known = self._faults.get(name)
            if name not in self._pages and not (known and time.monotonic() < known.until):
                self._read(name)
            return self._pages.get(name)

    def place(self, project: str, filename: str) -> str | None:
        """Return the address of a file of a page that was read, or of its metadata; else None."""
        page = self._pages.get(project)
        places = page.places if page else {}
        if filename in places:
            return places[filename]
        found = urlsplit(places.get(filename.removesuffix(_METADATA), ""))
        return urlunsplit(found._replace(path=found.path + _METADATA)) if found.path else None

    @contextmanager
    def file(self, method: str, place: str, wanted: str | None) -> Iterator[requests.Response]:
        """Ask for a file, or for the range of it that is ``wanted``. Raises OSError, ValueError."""
        headers = {"Accept-Encoding": "identity"} | ({"Range": wanted} if wanted else {})
        with (
            self._room,
            self._session.request(
                method,
                place,
                headers=headers,
                timeout=TIMEOUT,
                verify=self._settings.certificates or True,
                stream=True,
                allow_redirects=True,
            ) as response,
        ):
            yield response

    def versions(self, project: str) -> frozenset[Version]:
        """Return every version on a project's page, none if it cannot be read."""
        page = self.page(project)
        return page.versions if page else frozenset()

    def fault(self, said: str) -> tuple[str, str] | None:
        """Return the project whose page uv could not have, by uv's words, and why; else None."""
        base = re.escape(self.url.removesuffix(_PREFIX))
        if found := re.search(rf"{base}{_PREFIX}(?P<project>[\w.-]+)/", said):
            project = found["project"]
            fault = self._faults.get(project)
            return project, fault.why if fault else "uv could not get its page"
        if found := re.search(rf"{base}{FILES}(?P<project>[\w.-]+)/(?P<file>[\w.%+-]+)", said):
            return found["project"], f"uv could not read {unquote(found['file'])}"
        return None

    def half(self, said: str) -> tuple[str, str] | None:
        """Return a project that uv's words name of which an index should know more, and why."""
        pages = (self._pages.get(name) for name in _find_names(said))
        why = "the index that should have all projects lacks it, though another one has it"
        return next(((page.project, why) for page in pages if page and page.partial), None)

    def digests(self, said: str) -> dict[str, str]:
        """Return the digests of the pages that were read of projects that uv's words name."""
        pages = {name: self._pages.get(name) for name in _find_names(said)}
        return {name: page.digest for name, page in pages.items() if page}

    def still(self, digests: Mapping[str, str]) -> bool:
        """Tell whether pages are today as they were then."""
        pages = ((self.page(project), digest) for project, digest in digests.items())
        return all(page is not None and page.digest == digest for page, digest in pages)

    def _read(self, project: str) -> None:
        began = time.monotonic()
        try:
            with self._room:
                told = ask_project(self._settings, project, self._session)
        except (CompatError, RuntimeError, MemoryError) as error:  # no thread, or no memory
            self._remember(project, str(error) or type(error).__name__, began)
            return
        page = RelayedPage.of(project, told) if told.files else None
        if page is None:
            self._remember(project, f"no index has a file of {project}", began)
        elif self._dated and not page.dated:
            self._remember(project, "it tells no upload time of some of its files", began)
        else:
            self._pages[project] = page
            self._faults.pop(project, None)

    def _remember(self, project: str, why: str, began: float) -> None:
        ended = time.monotonic()
        took = ended - began
        until = ended + (3 * took if took > _SLOW else 0)
        self._faults[project] = _Fault(why=why, until=until)


def _find_names(said: str) -> list[str]:
    """Return the words that can be names of projects, each once."""
    return sorted({str(canonicalize_name(word)) for word in _WORD.findall(said)})


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256  # uv opens up to fifty connections, and there are many of it
    relay: Relay

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - its own
        """Answer in a thread that is not waited for."""
        start_thread(self.process_request_thread, request, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - its own
        """Say nothing where uv has hung up, as it does after one error, or the machine ran short.

        uv says itself what it could not have.
        """
        if not isinstance(sys.exc_info()[1], OSError | RuntimeError | MemoryError):
            super().handle_error(request, client_address)


@contextmanager
def serve_pages(
    settings: IndexSettings, known: Mapping[str, RelayedPage] = _NONE, *, dated: bool
) -> Iterator[Relay]:
    """Serve the pages of these indexes on the loopback; those that are ``known`` are not read.

    ``dated``: they tell when each file was uploaded.
    """
    with open_session() as session:
        server = _Server(("127.0.0.1", 0), _Handler)
        server.relay = relay = Relay(settings, server.server_port, session, known, dated=dated)
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield relay
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        """Answer with a page that was read well, or with 400; with a file as it is."""
        path = urlsplit(self.path).path
        if path.startswith(FILES):
            self._hand_on(path)
            return
        project = unquote(path).removeprefix(_PREFIX).strip("/")
        known = path.startswith(_PREFIX) and "/" not in project
        page = self.server.relay.page(project) if known else None
        body = page.body if page else b""
        self._begin(200 if page else 400, {"Content-Type": _JSON, "Content-Length": str(len(body))})
        self.wfile.write(body)

    def do_HEAD(self) -> None:
        """Answer as to a GET of a file, without it."""
        self._hand_on(urlsplit(self.path).path)

    def _hand_on(self, path: str) -> None:
        project, _, filename = path.removeprefix(FILES).partition("/")
        relay = self.server.relay
        place = relay.place(project, unquote(filename))
        begun = False
        try:
            if place is None:
                self._begin(400, _NOTHING)
                return
            with relay.file(self.command, place, self.headers.get("Range")) as answer:
                told = {name: answer.headers[name] for name in _TOLD if name in answer.headers}
                if "Content-Encoding" in answer.headers:  # unpacked here it has another length
                    told.pop("Content-Length", None)
                self.close_connection = "Content-Length" not in told
                begun = True
                self._begin(answer.status_code, told)
                # Read to its end also where it has none, or the connection is not used again.
                for piece in answer.iter_content(_PIECE):
                    self.wfile.write(piece)
        except (OSError, ValueError):
            self.close_connection = True
            if not begun:
                self._begin(400, _NOTHING)

    def _begin(self, status: int, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Cache-Control", _KEPT if status in _GOOD else "no-store")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""
