"""A clock that is behind would hide releases from the resolver."""

from datetime import UTC, datetime, timedelta

import pytest

from compat.axes.clock import check_clock
from compat.axes.index import IndexListing
from tests.axes.build import release

HERE = datetime(2026, 11, 26, 12, tzinfo=UTC)


def listing(moment: datetime | None, uploaded_at: str | None = None) -> IndexListing:
    row = release("1.0", uploaded_at=uploaded_at)
    return IndexListing(label="PyPI", releases=(row,), skipped=0, moment=moment)


@pytest.mark.parametrize(
    ("moment", "uploaded_at"),
    [
        (HERE + timedelta(days=700), None),
        (None, "2028-10-26T12:00:00Z"),
        (HERE, "2028-10-26T12:00:00Z"),
    ],
    ids=["the index says so", "a file is of tomorrow", "a file is, and the index agrees"],
)
def test_a_clock_that_is_behind_is_put_forward(moment: datetime | None, uploaded_at: str) -> None:
    found = check_clock(listing(moment, uploaded_at), HERE)
    assert found.behind == timedelta(days=700)
    assert found.warning == (
        "This machine's clock says 2026-11-26 12:00, and the index 2028-10-26 12:00: the index's"
        " time is used."
    )


def test_a_clock_that_may_be_ahead_is_told_of_and_used() -> None:
    found = check_clock(listing(HERE - timedelta(days=1)), HERE)
    assert (found.behind, "one of them is wrong" in (found.warning or "")) == (timedelta(), True)


@pytest.mark.parametrize("moment", [None, HERE + timedelta(minutes=9), HERE])
def test_a_clock_that_is_right_is_left_alone(moment: datetime | None) -> None:
    found = check_clock(listing(moment, "2026-11-26T00:00:00Z"), HERE)
    assert (found.behind, found.warning) == (timedelta(), None)
