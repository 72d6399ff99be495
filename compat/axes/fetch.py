"""Asking one index for the project's page."""

import json
import warnings
from typing import Any, Final

import requests
from pypi_simple import ACCEPT_ANY, ProjectPage, UnsupportedRepoVersionError
from requests.adapters import HTTPAdapter
from requests_file import FileAdapter
from urllib3.util import Retry

from compat.axes.index_error import half, rubbish, unreachable, why
from compat.axes.release import PROJECT
from compat.axes.settings import Index

_TIMEOUT: Final = (5.0, 30.0)  # seconds to connect, and between two pieces of an answer
_SIZE_LIMIT: Final = 64 * 2**20  # bytes; the project's page is below one MiB
_JSON: Final = "application/vnd.pypi.simple.v1+json"
_HTML: Final = frozenset({"text/html", "application/vnd.pypi.simple.v1+html"})
_ABSENT: Final = frozenset({404, 410})


def fetch_page(index: Index, certificates: str | None) -> ProjectPage | None:
    """Return the page, None where the index does not have the project.

    ``certificates`` is a file of trusted ones, None for the usual. Raises IndexUnreachableError,
    IndexRubbishError or IndexHalfPageError.
    """
    local = index.url.lower().startswith("file:")
    url = f"{index.url.rstrip('/')}/{PROJECT}/{'index.html' if local else ''}"
    with requests.Session() as session:
        # A remote index must not be able to redirect to a local file.
        adapter = FileAdapter() if local else HTTPAdapter(max_retries=_retries())
        session.adapters.clear()
        for scheme in ("file://",) if local else ("https://", "http://"):
            session.mount(scheme, adapter)
        try:
            # Given here, for one set on the session loses against the environment.
            with session.get(
                url,
                headers={"Accept": ACCEPT_ANY},
                timeout=_TIMEOUT,
                verify=certificates or True,
                stream=True,
            ) as response:
                if response.status_code in _ABSENT:
                    return None
                _check_status(index, response)
                body = _body(index, response)
        # ValueError is what requests raises for an address that it cannot read.
        except (OSError, ValueError) as error:
            raise unreachable(index, why(error)) from None
    return _parse(index, response, body)


def _retries() -> Retry:
    # Retry-After is the server's wish, and may be for a year.
    return Retry(
        total=2,
        backoff_factor=0.2,
        status_forcelist=(502, 503, 504),
        raise_on_status=False,
        respect_retry_after_header=False,
    )


def _check_status(index: Index, response: requests.Response) -> None:
    match response.status_code:
        case 200:
            return
        case 401 | 403 | 407 as status:
            raise unreachable(index, f"it refuses access (HTTP {status})")
        case status:
            raise unreachable(index, f"it answers HTTP {status}")


def _body(index: Index, response: requests.Response) -> bytes:
    body = bytearray()
    try:
        for piece in response.iter_content(2**16):
            body += piece
            if len(body) > _SIZE_LIMIT:
                raise rubbish(index, "more than 64 MiB")
    except requests.RequestException:  # cut off, stalled, or packed wrongly
        raise half(index) from None
    return bytes(body)


def _parse(index: Index, response: requests.Response, body: bytes) -> ProjectPage:
    kind = response.headers.get("content-type", "text/html").partition(";")[0].strip().lower()
    try:
        # The libraries warn of newer minor versions of the protocol, and of odd HTML.
        with warnings.catch_warnings(action="ignore"):
            if kind == _JSON:
                return ProjectPage.from_json_data(_json(index, body), response.url)
            if kind in _HTML:
                return _html(index, body, response.url)
    except UnsupportedRepoVersionError:
        raise rubbish(index, "a newer simple API than this program reads") from None
    except (ValueError, RecursionError):
        raise rubbish(index, "not a page of the simple API") from None
    raise rubbish(index, "neither JSON nor HTML of the simple API")


def _json(index: Index, body: bytes) -> Any:  # noqa: ANN401 - whatever was sent
    try:
        return json.loads(body)
    except ValueError:
        text = body.strip()
        if text.startswith(b"{") and not text.endswith(b"}"):
            raise half(index) from None
        raise


def _html(index: Index, body: bytes, url: str) -> ProjectPage:
    lower = body.lower()
    if b"<html" in lower and b"</html" not in lower:
        raise half(index)
    page = ProjectPage.from_html(PROJECT, body, url)
    # A page of a portal or a proxy that asks to log in is HTML too.
    if not any(file.version for file in page.packages):
        raise rubbish(index, f"a page without any file of {PROJECT}")
    return page
