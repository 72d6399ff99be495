"""What is kept for later runs: counted, and pruned of what no run can use."""

import os
from pathlib import Path

from compat.record.pack import Evidence
from compat.run.cache import measure_usage, prune
from tests.build import LOST, NESTED, observation, record

DAY = 24 * 3600.0
SUITE = "0123456789abcdef"


def result(home: Path, suite: str, name: str, *seen: object) -> Path:
    evidence = Evidence(root=home / "evidence")
    place = home / "cache" / "results" / suite[:12] / f"{name}.json"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(evidence.pack(record(name, *seen)))  # type: ignore[arg-type]
    return place


def layer(home: Path, name: str, *, age: float) -> Path:
    place = home / "cache" / "layers" / name
    place.mkdir(parents=True)
    (place / "module.py").write_text("x" * 1000)
    os.utime(place, (1e9 - age, 1e9 - age))
    return place


def test_an_empty_place_has_nothing(tmp_path: Path) -> None:
    assert {(row.entries, row.bytes) for row in measure_usage(tmp_path)} == {(0, 0)}
    assert prune(tmp_path, [SUITE]) == 0


def test_entries_and_bytes_are_counted_by_kind(tmp_path: Path) -> None:
    layer(tmp_path, "one", age=0)
    result(tmp_path, SUITE, "py3.12-core0.3.0", observation(NESTED))
    rows = {row.name: row for row in measure_usage(tmp_path)}
    assert (rows["cache/layers"].entries, rows["cache/layers"].bytes) == (1, 1000)
    assert rows["cache/results"].entries == 1
    assert rows["evidence"].entries == 2


def test_results_of_another_suite_go_with_their_evidence(tmp_path: Path) -> None:
    kept = result(tmp_path, SUITE, "py3.12-core0.3.0", observation(NESTED))
    gone = result(tmp_path, "another suite", "py3.12-core0.3.1", observation(LOST))
    assert prune(tmp_path, [SUITE]) > 0
    assert (kept.exists(), gone.exists()) == (True, False)
    (left,) = (tmp_path / "evidence" / "observations").iterdir()
    assert Evidence(root=tmp_path / "evidence").unpack(kept.read_bytes(), "it").observations
    assert left.stat().st_size


def test_what_was_not_used_for_a_month_goes(tmp_path: Path) -> None:
    old, new = layer(tmp_path, "old", age=31 * DAY), layer(tmp_path, "new", age=29 * DAY)
    assert prune(tmp_path, [SUITE], now=1e9) == 1000
    assert (old.exists(), new.exists()) == (False, True)
