"""An index on the loopback that relays a healthy one, and breaks what it is told to break.

with FaultyIndex(pages) as index:
index.page("orjson", status(403))
...                                 # a program that has index.url for its index
index.heal()
"""

import json
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from fnmatch import fnmatch
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from threading import Event, Thread
from types import TracebackType
from typing import Any, Final, Self

from tests.proof.pages import File, Pages

_JSON: Final = "application/vnd.pypi.simple.v1+json"
_BYTES: Final = "application/octet-stream"
PORTAL: Final = b"<!doctype html><html><body>To go on, <a href='/login'>sign in</a>.</body></html>"


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the index answers. ``pause``: seconds before each byte; ``cut``: hang up half-way."""

    body: bytes
    kind: str
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    pause: float = 0.0
    cut: bool = False

    @property
    def page(self) -> dict[str, Any]:
        """The page, where it is one of JSON."""
        found: dict[str, Any] = json.loads(self.body)
        return found

    def of(self, page: Any) -> "Answer":  # noqa: ANN401 - whatever JSON can be
        """Return the answer with another page."""
        return replace(self, body=json.dumps(page).encode())


Change = Callable[[Answer], Answer]


def status(code: int) -> Change:
    """Answer with a status and a few words instead of the page."""
    return lambda answer: replace(answer, status=code, body=b"no\n", kind="text/plain")


def portal(answer: Answer) -> Answer:
    """Answer 200 and the page of a portal that asks to log in."""
    return replace(answer, body=PORTAL, kind="text/html")


def body(content: bytes, kind: str = _JSON) -> Change:
    """Answer 200 and this."""
    return lambda answer: replace(answer, body=content, kind=kind)


def no_files(answer: Answer) -> Answer:
    """Answer a good page without a file."""
    return answer.of({**answer.page, "files": [], "versions": []})


def cut(answer: Answer) -> Answer:
    """Promise everything and hang up half-way."""
    return replace(answer, cut=True)


def half(answer: Answer) -> Answer:
    """Answer the first half of the page as if it were all."""
    return replace(answer, body=answer.body[: len(answer.body) // 2])


def typed(kind: str) -> Change:
    """Answer with another content type."""
    return lambda answer: replace(answer, kind=kind)


def drip(answer: Answer) -> Answer:
    """Answer a byte a second."""
    return replace(answer, pause=1.0)


def around(answer: Answer) -> Answer:
    """Redirect to where this is redirected from."""
    return replace(answer, status=302, body=b"", headers=(("Location", "./"),))


def crowded(files: int) -> Change:
    """Add so many files to the page."""

    def change(answer: Answer) -> Answer:
        page = answer.page
        first = page["files"][0]
        more = [{**first, "filename": f"x-{n}.tar.gz", "url": f"x-{n}"} for n in range(files)]
        return answer.of({**page, "files": [*page["files"], *more]})

    return change


def without(versions: Collection[str]) -> Change:
    """Leave these versions out, as a mirror does that lags."""

    def change(answer: Answer) -> Answer:
        page = answer.page
        left = [file for file in page["files"] if _version(file) not in versions]
        return answer.of({**page, "files": left, "versions": []})

    return change


def only(versions: Collection[str]) -> Change:
    """Leave all but these versions out."""

    def change(answer: Answer) -> Answer:
        page = answer.page
        left = [file for file in page["files"] if _version(file) in versions]
        return answer.of({**page, "files": left, "versions": list(versions)})

    return change


def told(**words: object) -> Change:
    """Say something else of every file; a word that is None is left out (``_`` reads ``-``)."""
    said = {name.replace("_", "-"): value for name, value in words.items()}

    def change(answer: Answer) -> Answer:
        page = answer.page
        files = [
            {name: value for name, value in {**file, **said}.items() if value is not None}
            for file in page["files"]
        ]
        return answer.of({**page, "files": files})

    return change


def first(times: int, change: Change) -> Change:
    """Change only the first so many answers: an index that flaps."""
    asked = count()
    return lambda answer: change(answer) if next(asked) < times else answer


class FaultyIndex:
    """The server. ``asked`` are the paths in order; ``skew`` is how far its clock is ahead."""

    def __init__(self, pages: Pages) -> None:
        self.asked: list[str] = []
        self.skew = timedelta()
        self._pages = pages
        self._faults: list[tuple[str, Change]] = []
        self._closing = Event()
        self._server = _Server(self)
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        """The address, for a tool's settings."""
        return f"http://127.0.0.1:{self._server.server_port}/simple/"

    def page(self, project: str, change: Change) -> None:
        """Break the page of a project; the name may be a glob."""
        self._faults.append((f"/simple/{project}/", change))

    def file(self, name: str, change: Change) -> None:
        """Break a file, or those of a glob; a wheel's metadata is a file that ends so."""
        self._faults.append((f"/files/{name}", change))

    def heal(self) -> None:
        """Break nothing any more."""
        self._faults.clear()
        self.skew = timedelta()

    def answer(self, path: str) -> Answer:
        """Return what a path is answered with."""
        self.asked.append(path)
        found = self._healthy(path)
        for pattern, change in self._faults:
            if fnmatch(path, pattern):
                found = change(found)
        return found

    def wait(self, seconds: float) -> bool:
        """Wait; return whether the server goes on."""
        return not self._closing.wait(seconds)

    def _healthy(self, path: str) -> Answer:
        kind, _, name = path.strip("/").partition("/")
        absent = Answer(status=404, body=b"no\n", kind="text/plain")
        if kind == "files":
            content = self._pages.file(name)
            return absent if content is None else Answer(body=content, kind=_BYTES)
        files = self._pages.page(name) if kind == "simple" else None
        if files is None:
            return absent
        return Answer(body=json.dumps(_page(name, files)).encode(), kind=_JSON)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()


def _page(project: str, files: Sequence[File]) -> dict[str, object]:
    return {
        "meta": {"api-version": "1.1"},
        "name": project,
        "versions": list(dict.fromkeys(filter(None, map(_version, files)))),
        "files": [
            {
                **file,
                "url": f"../../files/{file['filename']}",
                "core-metadata": file["filename"].endswith(".whl"),
            }
            for file in files
        ],
    }


def _version(file: File) -> str | None:
    if not file["filename"].endswith(".whl"):
        return None
    return str(file["filename"].split("-")[1])


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, index: FaultyIndex) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.index = index

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: clients that hang up are what is tried here."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        answer = self.server.index.answer(self.path)
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(answer.body)))
        for name, value in answer.headers:
            self.send_header(name, value)
        self.end_headers()
        if self.command == "HEAD":
            return
        if answer.cut:
            self.wfile.write(answer.body[: len(answer.body) // 2])
            self.close_connection = True
        elif answer.pause:
            for byte in answer.body:
                if not self.server.index.wait(answer.pause):
                    return
                self.wfile.write(bytes([byte]))
        else:
            self.wfile.write(answer.body)

    do_HEAD = do_GET  # noqa: N815 - the library's name

    def date_time_string(self, timestamp: float | None = None) -> str:
        now = time.time() if timestamp is None else timestamp
        return super().date_time_string(now + self.server.index.skew.total_seconds())

    def log_message(self, *_: object) -> None:  # the library's signature
        """Say nothing."""
