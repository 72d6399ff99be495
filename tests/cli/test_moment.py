"""The moment to resolve for: the first run's, until somebody moves it."""

from pathlib import Path

import pytest

from compat.cli.moment import kept_moment, moment

EARLIER = "2026-01-01T00:00:00Z"


def kept(cache: Path, text: str) -> Path:
    (cache / "dependencies-as-of").write_text(text)
    return cache


def test_the_first_run_keeps_its_moment(tmp_path: Path) -> None:
    first = moment(tmp_path, renew=False)
    assert kept_moment(tmp_path) == first
    assert moment(kept(tmp_path, f"{EARLIER}\n"), renew=False) == EARLIER


def test_it_is_moved_when_somebody_asks(tmp_path: Path) -> None:
    moved = moment(kept(tmp_path, EARLIER), renew=True)
    assert moved > EARLIER
    assert kept_moment(tmp_path) == moved


@pytest.mark.parametrize("text", ["", "yesterday", "2026-01-01", "9999-01-01T00:00:00Z"])
def test_what_is_no_moment_or_lies_ahead_is_replaced(tmp_path: Path, text: str) -> None:
    assert kept_moment(kept(tmp_path, text)) is None
    assert moment(tmp_path, renew=False) == kept_moment(tmp_path)


def test_a_cache_that_cannot_be_written_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way")
    assert moment(tmp_path / "cache", renew=False)
    assert kept_moment(tmp_path / "cache") is None
