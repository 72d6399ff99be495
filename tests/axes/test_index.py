"""Reading a real local server, good and bad, and a real folder."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests

from compat.axes.fetch import fetch_page, open_session
from compat.axes.index import IndexListing, read_index
from compat.axes.index_error import why
from compat.axes.release import allows
from compat.axes.settings import IndexAddress, IndexSettings, read_settings
from compat.errors import Cause, NotFoundOutError
from tests.axes.build import file, page

WHEEL = "langchain_core-0.3.0-py3-none-any.whl"
OTHERS = "langchain_core_more-0.3.0-py3-none-any.whl"
OTHER = "langchain_core-0.3.1-py3-none-any.whl"
JSON = "application/vnd.pypi.simple.v1+json"
GOOD = json.dumps(page(file(WHEEL, **{"upload-time": "2024-09-13T00:00:00Z"}))).encode()
NEWER = f'<meta name="pypi:repository-version" content="2.0"><a href="{OTHER}">x</a>'.encode()
HTML = f'<!DOCTYPE html><html><body><a href="{OTHER}" data-yanked="why">{OTHER}</a></body></html>'


@contextmanager
def server(
    body: bytes, kind: str, *, status: int = 200, busy: int = 0, **headers: str
) -> Iterator[str]:
    """Answer every request with this body, but the first ``busy`` ones with 503.

    A header that is empty is not sent.
    """
    statuses = iter([503] * busy)
    sent = {"Content-Type": kind, "Content-Length": str(len(body))}
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(next(statuses, status))
            for name, value in sent.items():
                if value:
                    self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://user:secret@127.0.0.1:{http.server_port}/simple/"
        finally:
            http.shutdown()
            thread.join()


def read(*urls: str, merged: bool = True) -> IndexListing:
    """Read from these addresses."""
    indexes = tuple(IndexAddress(url=url, origin="pip's settings") for url in urls)
    return read_index(IndexSettings(tool="pip", indexes=indexes, merged=merged, certificates=None))


def folder(root: Path, html: str) -> str:
    """Make an index of files and return its address."""
    (root / "langchain-core").mkdir()
    (root / "langchain-core" / "index.html").write_text(html)
    return root.as_uri()


def found(listing: IndexListing) -> list[tuple[str, str | None, str | None]]:
    """Return what tells the sources apart."""
    return [(r.text, r.uploaded_at, r.yanked_reason) for r in listing.releases]


def test_json_tells_upload_times() -> None:
    with server(GOOD, JSON) as url:
        listing = read(url)
    assert found(listing) == [("0.3.0", "2024-09-13T00:00:00Z", None)]
    assert (listing.label, listing.skipped, listing.dated) == ("configured mirror", 0, True)


def test_html_does_not() -> None:
    with server(HTML.encode(), "text/html; charset=utf-8") as url:
        listing = read(url)
    assert found(listing) == [("0.3.1", None, "why")]
    assert not listing.dated


def test_indexes_are_merged_and_one_without_the_project_is_passed_over(tmp_path: Path) -> None:
    with server(GOOD, JSON) as first, server(b"no", "text/html", status=404) as second:
        urls = (first, second, (tmp_path / "not-there").as_uri(), folder(tmp_path, HTML))
        assert [r.text for r in read(*urls).releases] == ["0.3.0", "0.3.1"]
        # uv's way: the first index that has the project is the only one.
        assert [r.text for r in read(*urls[::-1], merged=False).releases] == ["0.3.1"]


def test_the_first_index_decides_about_a_file_of_two(tmp_path: Path) -> None:
    with server(GOOD, JSON) as url:
        listing = read(url, folder(tmp_path, HTML.replace(OTHER, WHEEL)))
    assert found(listing) == [("0.3.0", "2024-09-13T00:00:00Z", None)]


@pytest.mark.parametrize(
    ("body", "kind", "cause", "message"),
    [
        (b'{"a": 1}', JSON, "index-rubbish", "not a page of the simple API"),
        (b"[1, }", JSON, "index-rubbish", "not a page of the simple API"),
        (json.dumps(page(file(OTHERS))).encode(), JSON, "index-rubbish", "without any file"),
        (json.dumps(page() | {"name": "langchain"}).encode(), JSON, "index-rubbish", "another"),
        (b"[" * 100_000, JSON, "index-rubbish", "not a page of the simple API"),
        (GOOD.replace(b"1.1", b"9.0"), JSON, "index-rubbish", "a newer simple API"),
        (GOOD[:-9], JSON, "index-half-page", "breaks off"),
        (b"<html>log in</html>", "text/html", "index-rubbish", "without any file"),
        (b"langchain", "text/html", "index-rubbish", "without any file"),
        (HTML[:-9].encode(), "text/html", "index-half-page", "breaks off"),
        (b"\x89PNG", "image/png", "index-rubbish", "neither JSON nor HTML"),
        (json.dumps(page()).encode(), JSON, "index-rubbish", "without any file"),
        (
            json.dumps(page(file("orjson-1-py3-none-any.whl"))).encode(),
            JSON,
            "index-rubbish",
            "any",
        ),
        (
            json.dumps(page(file(WHEEL, hashes={"sha256": 5}))).encode(),
            JSON,
            "index-rubbish",
            "not a",
        ),
        (json.dumps(page(file(WHEEL, url=5))).encode(), JSON, "index-rubbish", "not a page"),
        (NEWER, "text/html", "index-rubbish", "a newer simple API"),
    ],
)
def test_rubbish_is_told_from_half_a_page(
    body: bytes, kind: str, cause: Cause, message: str
) -> None:
    with server(body, kind) as url, pytest.raises(NotFoundOutError, match=message) as caught:
        read(url)
    assert caught.value.cause == cause
    assert "secret" not in str(caught.value)
    assert "127.0.0.1" not in str(caught.value)


def test_an_answer_shorter_than_announced_is_half_a_page() -> None:
    short = server(GOOD, JSON, Content_Length="999")
    with short as url, pytest.raises(NotFoundOutError, match="breaks off"):
        read(url)


def test_a_whole_answer_without_a_length_is_taken() -> None:
    with server(GOOD, JSON, Content_Length="") as url:
        assert len(read(url).releases) == 1


@pytest.mark.parametrize(
    ("status", "message"), [(403, r"refuses access \(HTTP 403\)"), (503, "answers HTTP 503")]
)
def test_a_refusal_is_no_absence(status: int, message: str) -> None:
    with (
        server(GOOD, JSON) as good,
        server(b"", "text/html", status=status) as bad,
        pytest.raises(NotFoundOutError, match=message),
    ):
        read(good, bad)


def test_a_busy_index_is_asked_three_times_and_not_in_the_year_it_wishes() -> None:
    with server(GOOD, JSON, busy=2, Retry_After="999999") as url:
        assert len(read(url).releases) == 1
    with server(GOOD, JSON, busy=3) as url, pytest.raises(NotFoundOutError, match="cannot read"):
        read(url)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (requests.exceptions.SSLError(), "its certificate is not trusted, or TLS fails"),
        (requests.exceptions.ReadTimeout(), "it does not answer in time"),
        (requests.exceptions.ProxyError(), "the proxy refuses"),
        (requests.exceptions.ConnectionError("http://user:secret@x"), "no connection"),
    ],
)
def test_failures_that_no_local_server_has(error: Exception, words: str) -> None:
    assert why(error) == words


def test_absence_everywhere_is_an_error() -> None:
    nothing = server(b"", "text/html", status=404)
    with nothing as url, pytest.raises(NotFoundOutError, match="no index has a file of"):
        read(url)


def test_a_closed_port() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(NotFoundOutError) as caught:
        read(f"http://user:secret@127.0.0.1:{port}/simple")
    assert str(caught.value) == (
        "cannot read the configured mirror (from pip's settings): connection refused; "
        "check the network and that setting, then type the same command again"
    )


@pytest.mark.parametrize("url", ["ftp://user:secret@x/simple", "http://user:secret@[/simple"])
def test_an_address_that_is_none(url: str) -> None:
    with pytest.raises(NotFoundOutError, match="its address cannot be read") as caught:
        read(url)
    assert "secret" not in str(caught.value)


def test_certificates_that_are_not_there() -> None:
    settings = IndexSettings(
        tool="pip",
        indexes=(IndexAddress(url="https://127.0.0.1:9/", origin="pip's settings"),),
        merged=True,
        certificates="/not/there.pem",
    )
    with pytest.raises(NotFoundOutError, match=r"file of certificates .* is not there"):
        read_index(settings)


def test_a_remote_index_does_not_lead_to_a_local_file(tmp_path: Path) -> None:
    target = f"{folder(tmp_path, HTML)}/langchain-core/index.html"
    with (
        server(b"", "text/html", status=302, Location=target) as url,
        pytest.raises(NotFoundOutError, match="cannot read"),
    ):
        read(url)


@pytest.mark.slow
def test_the_index_of_this_machine_has_the_floor() -> None:
    listing = read_index(read_settings())
    floor = next(r for r in listing.releases if r.text == "0.2.16")
    assert floor.yanked
    assert allows(floor.requires_python, "3.9.18")
    assert len(listing.releases) > 300


def test_an_index_that_drips_has_a_deadline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def drip() -> None:
            with listener.accept()[0] as asked, suppress(OSError):
                asked.recv(4096)
                asked.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
                while True:
                    asked.sendall(b" ")
                    time.sleep(0.02)

        threading.Thread(target=drip, daemon=True).start()
        index = IndexAddress(
            url=f"http://127.0.0.1:{listener.getsockname()[1]}/simple/", origin="here"
        )
        late = pytest.raises(NotFoundOutError, match="no whole answer came within 0 s")
        with open_session() as session, late:
            fetch_page(index, "langchain-core", None, session=session, deadline=0.3)


@pytest.mark.parametrize("kind", [JSON, "text/html"])
def test_a_page_of_too_many_files_is_refused_before_they_are_read(kind: str) -> None:
    one = file(WHEEL)
    body = json.dumps(page(*[one] * 50_001)) if kind == JSON else HTML + "<a>" * 50_001
    refused = pytest.raises(NotFoundOutError, match=r"50,00\d files")
    with server(body.encode(), kind) as url, refused:
        read(url)


def test_a_redirect_in_circles_has_words() -> None:
    circles = server(b"", "text/html", status=302, Location="./")
    with circles as url, pytest.raises(NotFoundOutError, match="it redirects in circles"):
        read(url)


def test_the_index_tells_its_time() -> None:
    with server(GOOD, JSON, Age="3600") as url:
        moment = read(url).moment
    assert moment is not None
    assert timedelta(minutes=59) < moment - datetime.now(UTC) < timedelta(minutes=61)


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        ("Thu, 26 Nov 2026 10:00:00 -0000", datetime(2026, 11, 26, 10, tzinfo=UTC)),
        ("yesterday", None),
    ],
)
def test_a_time_without_a_zone_and_one_that_is_none(date: str, moment: datetime | None) -> None:
    answer = (
        "HTTP/1.1 200 OK\r\nContent-Type: application/vnd.pypi.simple.v1+json\r\n"
        f"Date: {date}\r\nContent-Length: {len(GOOD)}\r\n\r\n"
    )
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def say() -> None:
            with listener.accept()[0] as asked:
                asked.recv(4096)
                asked.sendall(answer.encode() + GOOD)

        threading.Thread(target=say, daemon=True).start()
        assert read(f"http://127.0.0.1:{listener.getsockname()[1]}/simple/").moment == moment


def test_a_page_of_html_tells_what_one_of_json_does() -> None:
    html = f"""<html><head><base href="files/"></head><body><a href="../">up</a>
        <a href="{WHEEL}#sha256={"a" * 64}" data-requires-python="&gt;=3.9" data-yanked
           data-core-metadata="sha256={"b" * 64}">any text</a>
        <a href="langchain%5Fcore-0.3.0.tar.gz" data-dist-info-metadata="true">x</a>
        </body></html>"""
    with server(html.encode(), "text/html") as url, open_session() as session:
        answer = fetch_page(
            IndexAddress(url=url, origin="x"), "langchain-core", None, session=session
        )
    assert answer
    base = f"{url}langchain-core/files/"
    assert answer.files == (
        {
            "filename": WHEEL,
            "url": f"{base}{WHEEL}",
            "hashes": {"sha256": "a" * 64},
            "requires-python": ">=3.9",
            "yanked": True,
            "core-metadata": {"sha256": "b" * 64},
        },
        {
            "filename": "langchain_core-0.3.0.tar.gz",
            "url": f"{base}langchain%5Fcore-0.3.0.tar.gz",
            "hashes": {},
            "yanked": False,
            "core-metadata": True,
        },
    )
