"""What can be wrong with an index. No message shows an address: it may hold a password."""

from typing import Final

import requests

from compat.axes.settings import IndexAddress
from compat.errors import NotFoundOutError

_WORDS: Final[dict[type[BaseException], str]] = {
    requests.exceptions.SSLError: "its certificate is not trusted, or TLS fails",
    requests.exceptions.Timeout: "it does not answer in time",
    requests.exceptions.ProxyError: "the proxy refuses",
    requests.exceptions.TooManyRedirects: "it redirects in circles",
    ValueError: "its address cannot be read",
}


def _name(index: IndexAddress) -> str:
    return "PyPI" if index.is_default else f"the configured mirror (from {index.origin})"


def unreachable(index: IndexAddress, reason: str) -> NotFoundOutError:
    """Return the error with its message; ``reason`` is in words of our own."""
    advice = "check the network and that setting, then type the same command again"
    return NotFoundOutError(f"cannot read {_name(index)}: {reason}; {advice}", "index-unreachable")


def rubbish(index: IndexAddress, what: str) -> NotFoundOutError:
    """Return the error with its message; ``what`` was answered."""
    advice = "check that the setting names a simple API, and that no login page is in between"
    return NotFoundOutError(f"{_name(index)} answers {what}; {advice}", "index-rubbish")


def half(index: IndexAddress) -> NotFoundOutError:
    """Return the error with its message."""
    advice = "nothing was taken from it; type the same command again"
    return NotFoundOutError(f"the answer of {_name(index)} breaks off; {advice}", "index-half-page")


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
