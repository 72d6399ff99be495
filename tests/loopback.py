"""A small index on the loopback, of wheels in a folder, that answers otherwise where it is told."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from compat.axes.settings import IndexAddress, IndexSettings

JSON = "application/vnd.pypi.simple.v1+json"


@dataclass(frozen=True, kw_only=True)
class Fault:
    """An answer in the place of a page, after so many seconds."""

    status: int = 200
    body: bytes = b""
    kind: str = JSON
    wait: float = 0.0


FAULTS = {
    "refused": Fault(status=403),
    "absent": Fault(status=404),
    "broken": Fault(status=500),
    "empty": Fault(body=b""),
    "no files": Fault(body=b'{"meta": {"api-version": "1.1"}, "name": "x", "files": []}'),
    "portal": Fault(
        body=b"<html><body><a href='/login'>Sign in</a></body></html>", kind="text/html"
    ),
    "cut": Fault(body=b'{"meta": {"api-version": "1.1"}, "name": "x", "fil'),
}


@dataclass(kw_only=True)
class Loopback:
    """The index: its address, the faults by project or file, what it was asked for.

    That are projects that were ``asked`` for, and files that were ``fetched``.

    Its clock is ``ahead``, in seconds. ``entries`` is what it tells further of every file.
    """

    url: str = ""
    faults: dict[str, Fault] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)
    ahead: float = 0.0
    entries: dict[str, object] = field(default_factory=dict)

    @property
    def settings(self) -> IndexSettings:
        """The settings of a machine that is configured for it."""
        return IndexSettings(
            tool="pip",
            indexes=(IndexAddress(url=self.url, origin="pip's settings"),),
            merged=True,
            certificates=None,
        )


@contextmanager
def serving(wheels: Path) -> Iterator[Loopback]:
    """Serve the wheels of a folder."""
    index = Loopback()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, _, name = self.path.strip("/").partition("/")
            answer = _page(index, wheels, name) if kind == "simple" else _file(index, wheels / name)
            time.sleep(answer.wait)
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.kind)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def date_time_string(self, timestamp: float | None = None) -> str:
            return super().date_time_string((timestamp or time.time()) + index.ahead)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        index.url = f"http://127.0.0.1:{http.server_port}/simple/"
        try:
            yield index
        finally:
            http.shutdown()
            thread.join()


def _page(index: Loopback, wheels: Path, project: str) -> Fault:
    index.asked.append(project)
    if project in index.faults:
        return index.faults[project]
    stem = project.replace("-", "_")
    files = [
        {
            "filename": path.name,
            "url": f"../../files/{path.name}",
            "hashes": {},
            **index.entries,
        }
        for path in sorted(wheels.glob(f"{stem}-*.whl"))
    ]
    page = {"meta": {"api-version": "1.1"}, "name": project, "files": files}
    return Fault(body=json.dumps(page).encode()) if files else Fault(status=404)


def _file(index: Loopback, path: Path) -> Fault:
    index.fetched.append(path.name)
    if path.name in index.faults:
        return index.faults[path.name]
    return (
        Fault(body=path.read_bytes(), kind="application/zip")
        if path.exists()
        else Fault(status=404)
    )
