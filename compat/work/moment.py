"""The moment that dependencies are resolved for, which runs share until somebody moves it."""

from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from compat.axes.clock import Clock
from compat.errors import DiskError
from compat.files import write_atomic

# Another name than before clocks were checked: a moment of then may be of a clock that was wrong.
_FILE = "resolved-as-of"
_SKEW = timedelta(minutes=5)
_LONGEST = timedelta(days=366)


def read_kept_moment(cache: Path, clock: Clock) -> str | None:
    """Return the moment that earlier runs resolved for, if there is one and it has passed.

    One that lies ahead was written by a clock that has been set back since. One of a year ago is of
    no use: what the suite needs may be younger.
    """
    try:
        text = (cache / _FILE).read_text("utf-8").strip()
        age = clock.now() - datetime.fromisoformat(text)
    except (OSError, ValueError, TypeError):
        return None
    return text if -_SKEW <= age <= _LONGEST else None


def choose_moment(cache: Path, clock: Clock, *, renew: bool) -> str:
    """Return the moment to resolve for: the kept one, or now."""
    known = None if renew else read_kept_moment(cache, clock)
    return known or clock.text()


def keep_moment(cache: Path, chosen: str) -> None:
    """Keep a moment for later runs; a cache that cannot be written to keeps nothing."""
    with suppress(DiskError):
        write_atomic(cache / _FILE, f"{chosen}\n".encode())
