"""What can be wrong with an index. No message shows an address: it may hold a password."""

from typing import Final

import requests

from compat.axes.settings import Index
from compat.errors import CompatError, ExitCode


class IndexUnreachableError(CompatError):
    """An index that gives no answer, or refuses."""

    exit_code = ExitCode.INDEX


class IndexRubbishError(CompatError):
    """An index that answers something else than a page of the simple API."""

    exit_code = ExitCode.INDEX


class IndexHalfPageError(CompatError):
    """An index whose answer breaks off."""

    exit_code = ExitCode.INDEX


_WORDS: Final[dict[type[BaseException], str]] = {
    requests.exceptions.SSLError: "its certificate is not trusted, or TLS fails",
    requests.exceptions.Timeout: "it does not answer in time",
    requests.exceptions.ProxyError: "the proxy refuses",
    requests.exceptions.TooManyRedirects: "it redirects in circles",
    ValueError: "its address cannot be read",
}


def _name(index: Index) -> str:
    return "PyPI" if index.is_default else f"the configured mirror (from {index.origin})"


def unreachable(index: Index, reason: str) -> IndexUnreachableError:
    """Return the error with its message; ``reason`` is in words of our own."""
    advice = "check the network and that setting, then type the same command again"
    return IndexUnreachableError(f"cannot read {_name(index)}: {reason}; {advice}")


def rubbish(index: Index, what: str) -> IndexRubbishError:
    """Return the error with its message; ``what`` was answered."""
    advice = "check that the setting names a simple API, and that no login page is in between"
    return IndexRubbishError(f"{_name(index)} answers {what}; {advice}")


def half(index: Index) -> IndexHalfPageError:
    """Return the error with its message."""
    advice = "nothing was taken from it; type the same command again"
    return IndexHalfPageError(f"the answer of {_name(index)} breaks off; {advice}")


def why(error: BaseException) -> str:
    """Say what failed when asking, for ``unreachable``."""
    for kind, words in _WORDS.items():
        if isinstance(error, kind):
            return words
    if isinstance(error, requests.RequestException):
        return _deepest(error)  # which knows best
    # requests raises a bare OSError for this
    return "the file of certificates that is configured is not there"


def _deepest(error: BaseException) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, OSError) and cause.strerror:
            return cause.strerror.lower()
        cause = cause.__cause__ or cause.__context__
    return "no connection"
