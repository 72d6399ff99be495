"""What can be wrong with an index. No message shows an address: it may hold a password."""

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
    match error:
        case requests.exceptions.SSLError():
            return "its certificate is not trusted, or TLS fails"
        case requests.exceptions.Timeout():
            return "it does not answer in time"
        case requests.exceptions.ProxyError():
            return "the proxy refuses"
        case ValueError():
            return "its address cannot be read"
        case requests.RequestException():
            return _deepest(error)  # which knows best
        case _:  # requests raises a bare OSError for this
            return "the file of certificates that is configured is not there"


def _deepest(error: BaseException) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, OSError) and cause.strerror:
            return cause.strerror.lower()
        cause = cause.__cause__ or cause.__context__
    return "no connection"
