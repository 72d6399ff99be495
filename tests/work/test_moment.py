"""The moment to resolve for: the first run's, until somebody moves it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from compat.axes.clock import Clock
from compat.work.moment import choose_moment, keep_moment, read_kept_moment

EARLIER = f"{datetime.now(UTC) - timedelta(days=30):%Y-%m-%dT00:00:00Z}"


def kept(cache: Path, text: str) -> Path:
    (cache / "resolved-as-of").write_text(text)
    return cache


def test_the_first_runs_is_kept_for_later_ones(tmp_path: Path) -> None:
    first = choose_moment(tmp_path, Clock(), renew=False)
    keep_moment(tmp_path, first)
    assert read_kept_moment(tmp_path, Clock()) == first
    assert choose_moment(kept(tmp_path, f"{EARLIER}\n"), Clock(), renew=False) == EARLIER


def test_it_is_moved_when_somebody_asks(tmp_path: Path) -> None:
    assert choose_moment(kept(tmp_path, EARLIER), Clock(), renew=True) > EARLIER


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2026-01-01", "9999-01-01T00:00:00Z", "2024-01-01T00:00:00Z"]
)
def test_what_is_no_moment_or_lies_ahead_or_far_behind_is_not_taken(
    tmp_path: Path, text: str
) -> None:
    assert read_kept_moment(kept(tmp_path, text), Clock()) is None
    assert EARLIER < choose_moment(tmp_path, Clock(), renew=False) < "9999"


def test_a_cache_that_cannot_be_written_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way")
    keep_moment(tmp_path / "cache", EARLIER)
    assert read_kept_moment(tmp_path / "cache", Clock()) is None
