"""Asking one index for a project's page: a whole good answer, or an error that says what came."""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Final, TypeVar
from urllib.parse import urljoin

import requests
from packaging.utils import canonicalize_name
from pypi_simple import ACCEPT_ANY
from requests.adapters import BaseAdapter, HTTPAdapter
from requests_file import FileAdapter
from urllib3.util import Retry

from compat.axes.filename import parse_filename
from compat.axes.index_error import half, rubbish, unreachable, why
from compat.axes.links import Links
from compat.axes.settings import IndexAddress, IndexSettings
from compat.axes.thread import start_thread

_T = TypeVar("_T")
TIMEOUT: Final = (5.0, 30.0)  # seconds to connect, and between two pieces of an answer
AT_ONCE: Final = 12
DEADLINE: Final = 60.0  # seconds for a whole page; a slow line needs ten for the largest
_SIZE_LIMIT: Final = 64 * 2**20  # bytes; the largest page that a cell needs is below three MiB
_FILES_LIMIT: Final = 50_000  # on a page; the largest that a cell needs has about 4,000
_JSON: Final = "application/vnd.pypi.simple.v1+json"
_HTML: Final = frozenset({"text/html", "application/vnd.pypi.simple.v1+html"})
_ABSENT: Final = frozenset({404, 410})

Entry = dict[str, Any]
"""A file of a page, as PEP 691 writes it; its address is absolute."""


@dataclass(frozen=True, kw_only=True)
class PageAnswer:
    """A page: its files, and the moment at which the index says that it answered, if it does."""

    files: tuple[Entry, ...]
    moment: datetime | None


def open_session() -> requests.Session:
    """Return a session that pages can be fetched in, by several threads; to be closed.

    Each connection reads the trusted certificates anew, which costs more than most pages, and asks
    for the host's address, of which some servers answer few at a time: so there are at most
    ``AT_ONCE`` to a host, and they are kept.
    """
    adapter = HTTPAdapter(max_retries=_make_retries(), pool_maxsize=AT_ONCE, pool_block=True)
    return _prepare_session(adapter, ("https://", "http://"))


def fetch_page(
    index: IndexAddress,
    project: str,
    certificates: str | None,
    *,
    session: requests.Session,
    deadline: float = DEADLINE,
) -> PageAnswer | None:
    """Return a project's page; None where the index does not have it.

    ``certificates`` is a file of trusted ones, None for the usual; ``deadline`` in seconds, for the
    whole answer. Raises NotFoundOutError.
    """
    late = unreachable(index, f"no whole answer came within {deadline:.0f} s")

    def work() -> PageAnswer | None:
        if not index.url.lower().startswith("file:"):
            return _fetch(index, project, certificates, session)
        # A remote index must not be able to redirect to a local file.
        with _prepare_session(FileAdapter(), ("file://",)) as local:
            return _fetch(index, project, None, local)

    return _run_within(deadline, work, late)


def fetch_file(
    url: str, settings: IndexSettings, session: requests.Session, *, deadline: float = DEADLINE
) -> bytes:
    """Return a small file of an index's page; it has to be held to its hash by who asks.

    Of a local index it may be a local file. Raises OSError, also where no whole answer came within
    ``deadline`` seconds, and ValueError.
    """
    local = url.lower().startswith("file:")
    if local and not any(each.url.lower().startswith("file:") for each in settings.indexes):
        message = "a file of this machine, named by an index elsewhere"
        raise ValueError(message)

    def work() -> bytes:
        if not local:
            return _read_file(url, settings.certificates, session)
        with _prepare_session(FileAdapter(), ("file://",)) as own:
            return _read_file(url, None, own)

    return _run_within(deadline, work, requests.exceptions.Timeout(url))


def _read_file(url: str, certificates: str | None, session: requests.Session) -> bytes:
    verify = certificates or True
    with session.get(url, timeout=TIMEOUT, verify=verify, stream=True) as response:
        response.raise_for_status()
        body = bytearray()
        for piece in response.iter_content(2**16):
            body += piece
            if len(body) > _SIZE_LIMIT:
                message = "a file of more than 64 MiB"
                raise ValueError(message)
    return bytes(body)


def _prepare_session(adapter: BaseAdapter, schemes: tuple[str, ...]) -> requests.Session:
    session = requests.Session()
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
    session.adapters.clear()
    for scheme in schemes:
        session.mount(scheme, adapter)
    return session


def _run_within(seconds: float, work: Callable[[], _T], late: Exception) -> _T:
    """Return what ``work`` does; raise ``late`` when its time is up, and let it run to nowhere.

    A server that sends a byte now and then keeps every other limit.
    """
    done: list[_T] = []
    failed: list[BaseException] = []
    ended = threading.Event()

    def run() -> None:
        try:
            done.append(work())
        except BaseException as error:  # noqa: BLE001 - raised again by who waits
            failed.append(error)
        ended.set()

    start_thread(run)
    ended.wait(seconds)
    if failed:
        raise failed[0]
    if not done:
        raise late
    return done[0]


def _fetch(
    index: IndexAddress, project: str, certificates: str | None, session: requests.Session
) -> PageAnswer | None:
    last = "index.html" if index.url.lower().startswith("file:") else ""
    url = f"{index.url.rstrip('/')}/{project}/{last}"
    try:
        # Given here, for one set on the session loses against the environment.
        with session.get(
            url,
            headers={"Accept": ACCEPT_ANY},
            timeout=TIMEOUT,
            verify=certificates or True,
            stream=True,
        ) as response:
            if response.status_code in _ABSENT:
                return None
            _check_status(index, response)
            body = _read_body(index, response)
    # ValueError is what requests raises for an address that it cannot read.
    except (OSError, ValueError) as error:
        raise unreachable(index, why(error)) from None
    return PageAnswer(files=_parse(index, project, response, body), moment=_read_moment(response))


def _make_retries() -> Retry:
    # Retry-After is the server's wish, and may be for a year.
    return Retry(
        total=2,
        backoff_factor=0.2,
        status_forcelist=(502, 503, 504),
        raise_on_status=False,
        respect_retry_after_header=False,
    )


def _check_status(index: IndexAddress, response: requests.Response) -> None:
    match response.status_code:
        case 200:
            return
        case 401 | 403 | 407 as status:
            raise unreachable(index, f"it refuses access (HTTP {status})")
        case status:
            raise unreachable(index, f"it answers HTTP {status}")


def _read_body(index: IndexAddress, response: requests.Response) -> bytes:
    body = bytearray()
    try:
        for piece in response.iter_content(2**16):
            body += piece
            if len(body) > _SIZE_LIMIT:
                raise rubbish(index, "more than 64 MiB")
    except requests.RequestException:  # cut off, stalled, or packed wrongly
        raise half(index) from None
    return bytes(body)


def _read_moment(response: requests.Response) -> datetime | None:
    """Return when the answer was sent: a cache between tells how old it is."""
    try:
        sent = parsedate_to_datetime(response.headers["date"])
        # A zone of -0000 says that it is UTC and nothing of where the server is.
        sent = sent if sent.tzinfo else sent.replace(tzinfo=UTC)
        return sent + timedelta(seconds=int(response.headers.get("age", "0")))
    except (KeyError, ValueError, OverflowError):
        return None


def _parse(
    index: IndexAddress, project: str, response: requests.Response, body: bytes
) -> tuple[Entry, ...]:
    kind = response.headers.get("content-type", "text/html").partition(";")[0].strip().lower()
    try:
        if kind == _JSON:
            files = _parse_json(index, project, body, response.url)
        elif kind in _HTML:
            files = _parse_html(index, project, body, response.url)
        else:
            raise rubbish(index, "neither JSON nor HTML of the simple API")
    except (ValueError, RecursionError):
        raise rubbish(index, "not a page of the simple API") from None
    # A page of a portal or a proxy that asks to log in is HTML too.
    if not any(_is_of(project, file) for file in files):
        raise rubbish(index, f"a page without any file of {project}")
    return files


def _is_of(project: str, file: Entry) -> bool:
    found = parse_filename(file["filename"])
    return found is not None and found.project == project


def _parse_json(index: IndexAddress, project: str, body: bytes, url: str) -> tuple[Entry, ...]:
    try:
        page = json.loads(body)
    except ValueError:
        text = body.strip()
        if text.startswith(b"{") and not text.endswith(b"}"):
            raise half(index) from None
        raise
    match page:
        case {"meta": {"api-version": str(version)}, "files": [*files]}:
            _refuse(index, version, len(files))
            if canonicalize_name(str(page.get("name", project))) != project:
                raise rubbish(index, f"the page of another project than {project}")
            return tuple(_make_absolute(entry, url) for entry in files)
        case _:
            message = "no page"
            raise ValueError(message)


def _make_absolute(entry: Any, url: str) -> Entry:  # noqa: ANN401 - whatever was sent
    """Return a file with its whole address. Raises ValueError if it is no file."""
    match entry:
        case {"filename": str(), "url": str(place), "hashes": {}}:
            return entry if "://" in place else {**entry, "url": urljoin(url, place)}
        case _:
            message = "an entry that is no file"
            raise ValueError(message)


def _parse_html(index: IndexAddress, project: str, body: bytes, url: str) -> tuple[Entry, ...]:
    lower = body.lower()
    if b"<html" in lower and b"</html" not in lower:
        raise half(index)
    _refuse(index, "1.0", lower.count(b"<a"))
    links = Links(url)
    links.feed(body.decode("utf-8", "replace"))
    links.close()
    _refuse(index, links.version, len(links.files))
    # A page has links to other places too.
    ours = f"{project}-"
    return tuple(f for f in links.files if canonicalize_name(f["filename"]).startswith(ours))


def _refuse(index: IndexAddress, version: str, files: int) -> None:
    if files > _FILES_LIMIT:
        raise rubbish(index, f"a page of {files:,} files, more than {_FILES_LIMIT:,}")
    if not version.startswith("1."):
        raise rubbish(index, "a newer simple API than this program reads")
