"""The time, held to the index's: a clock that is behind hides releases from the resolver."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from compat.axes.index import IndexListing

_TOLERATED: Final = timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class Clock:
    """This machine's clock, put forward by as much as it is ``behind``.

    ``warning`` says on one line what is wrong with it, None where nothing is.
    """

    behind: timedelta = timedelta()
    warning: str | None = None

    def now(self) -> datetime:
        """Return the moment, in UTC."""
        return datetime.now(UTC) + self.behind

    def text(self) -> str:
        """Return the moment, ISO 8601, in UTC, to the second."""
        return self.now().strftime("%Y-%m-%dT%H:%M:%SZ")


def check_clock(listing: IndexListing, here: datetime) -> Clock:
    """Return the clock to go by, where this machine's says ``here`` and the index answered now.

    Later of the two is taken: the index cannot have files of tomorrow, and a later moment hides
    none of them. Of a clock that may be ahead there is only a warning.
    """
    uploads = [
        datetime.fromisoformat(row.uploaded_at) for row in listing.releases if row.uploaded_at
    ]
    there = max([*uploads, *([listing.moment] if listing.moment else [])], default=here)
    if there - here > _TOLERATED:
        warning = (
            f"This machine's clock says {_format_day(here)}, and the index"
            f" {_format_day(there)}: the index's time is used."
        )
        return Clock(behind=there - here, warning=warning)
    if listing.moment and here - listing.moment > _TOLERATED:
        warning = (
            f"This machine's clock says {_format_day(here)}, and the index"
            f" {_format_day(listing.moment)}: one of them is wrong; this machine's is used."
        )
        return Clock(warning=warning)
    return Clock()


def _format_day(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M")
