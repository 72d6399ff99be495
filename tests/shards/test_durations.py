"""How long cells took: from the records of earlier runs and shards, the newest first."""

from pathlib import Path

from compat.record.model import Timing
from compat.record.pack import Evidence
from compat.shards.durations import read_durations
from compat.shards.files import write_shard
from tests.build import record
from tests.shards.build import HALVES, RUN, files


def put(folder: Path, cell: str, seconds: float, when: str) -> None:
    timing = Timing(host="test", finished_at=when, seconds=seconds)
    folder.mkdir(parents=True, exist_ok=True)
    content = Evidence(root=folder / "evidence").pack(record(cell, timing=timing))
    (folder / f"{cell}.json").write_bytes(content)


def test_the_newest_record_counts(tmp_path: Path) -> None:
    put(tmp_path / "a" / "records", RUN[0], 3.0, "2026-01-02T00:00:00Z")
    put(tmp_path / "b" / "records", RUN[0], 5.0, "2026-01-01T00:00:00Z")
    put(tmp_path / "b" / "records", RUN[1], 0.0, "2026-01-01T00:00:00Z")
    assert read_durations([tmp_path]) == {RUN[0]: 3.0, RUN[1]: 0.01}


def test_shards_tell_too(tmp_path: Path) -> None:
    write_shard(tmp_path / "1-of-2", files(HALVES, 1))
    assert (
        read_durations([tmp_path])
        == read_durations([tmp_path / "1-of-2"])
        == dict.fromkeys(RUN[:3], 1.0)
    )


def test_what_cannot_be_read_tells_nothing(tmp_path: Path) -> None:
    put(tmp_path / "a" / "records", RUN[0], float("inf"), "2026-01-02T00:00:00Z")
    (tmp_path / "a" / "records" / "x.json").write_text("{")
    assert read_durations([tmp_path, tmp_path / "nowhere"]) == {}
