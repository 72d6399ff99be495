"""The result cache: a record is reused while nothing that can change it has changed."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from compat.environments.recipe import Recipe
from compat.environments.resolution import Pin, Resolution
from compat.environments.resolver import Wanted
from compat.options import Options
from compat.record.model import Record, Status
from compat.record.pack import Evidence
from compat.run.results import Results
from tests.build import NESTED, RUN, observation, record, whole

CELL = "py3.12-core0.3.0"
PIN = Pin(name="pydantic", version="2", hashes=("sha256:a",))
RESOLUTION = Resolution(pins=(PIN,))
WANTED = Wanted(
    run=RUN,
    core=Pin(name="langchain-core", version="0.3.0"),
    recipe=Recipe(requirements=()),
    interpreter=Path("python3.12"),
    python="3.12",
    build="3.12.1 (main) linux",
)
PACKAGES = {"langchain-core": "0.3.0", "pydantic": "2"}
KEPT = whole(CELL, packages=PACKAGES)
CHANGES: list[dict[str, Any]] = [
    {"suite": "another"},
    {"engine": "another"},
    {"variables": ("LANG=C",)},
    {"platform": "macos"},
    {"containment": "none"},
    {"options": Options(extras=("anyio",))},
    {"options": Options(repeat=2)},
    {"options": Options(scenarios=("gather",))},
]


def results(home: Path, *, ignored: bool = False) -> Results:
    return Results(
        root=home / "results", evidence=Evidence(root=home / "evidence"), ignored=ignored
    )


def filled(home: Path, kept: Record = KEPT) -> Path:
    results(home).put(kept, WANTED, RESOLUTION)
    return home


def found(
    home: Path, wanted: Wanted = WANTED, resolution: Resolution = RESOLUTION
) -> Record | None:
    return results(home).get(wanted, resolution)


def test_what_was_put_is_found_by_another_run(tmp_path: Path) -> None:
    assert found(filled(tmp_path)) == KEPT


@pytest.mark.parametrize(
    "wanted",
    [
        *(replace(WANTED, run=replace(RUN, **change)) for change in CHANGES),
        replace(WANTED, build="3.12.1 (another) linux"),
        replace(WANTED, core=Pin(name="langchain-core", version="0.3.0", hashes=("sha256:b",))),
    ],
)
def test_what_can_change_a_record_makes_it_another(tmp_path: Path, wanted: Wanted) -> None:
    assert found(filled(tmp_path), wanted) is None


@pytest.mark.parametrize(
    "resolution",
    [
        Resolution(pins=(replace(PIN, version="3"),)),
        Resolution(pins=(replace(PIN, hashes=("sha256:b",)),)),
        Resolution(pins=(PIN,), overrides=("certifi",)),
    ],
    ids=["version", "hash", "override"],
)
def test_so_does_what_it_resolves_to(tmp_path: Path, resolution: Resolution) -> None:
    assert found(filled(tmp_path), resolution=resolution) is None


@pytest.mark.parametrize(
    "wanted",
    [
        replace(WANTED, interpreter=Path("elsewhere/python")),
        replace(WANTED, recipe=Recipe(requirements=("x",))),
        replace(WANTED, run=replace(RUN, index="another", uv="2", as_of="2020-01-01T00:00:00Z")),
    ],
    ids=["place", "recipe", "how it was resolved"],
)
def test_what_cannot_change_it_does_not(tmp_path: Path, wanted: Wanted) -> None:
    assert found(filled(tmp_path), wanted) == KEPT


@pytest.mark.parametrize("status", [Status.CRASHED, Status.TIMED_OUT, Status.INSTALL_FAILED])
def test_what_the_run_failed_at_is_tried_again(tmp_path: Path, status: Status) -> None:
    assert found(filled(tmp_path, record(CELL, status=status, reason="x"))) is None


def test_a_failure_of_our_own_is_tried_again(tmp_path: Path) -> None:
    broken = record(CELL, observation(NESTED), observation(harness_error="Traceback"))
    assert found(filled(tmp_path, broken)) is None


def test_an_import_that_fails_is_a_finding(tmp_path: Path) -> None:
    failed = whole(
        CELL,
        status=Status.IMPORT_FAILED,
        reason="x",
        suite=None,
        observations=(),
        packages=PACKAGES,
    )
    assert found(filled(tmp_path, failed)) == failed


def test_a_fresh_run_takes_nothing_and_leaves_its_own(tmp_path: Path) -> None:
    fresh = results(filled(tmp_path), ignored=True)
    assert fresh.get(WANTED, RESOLUTION) is None
    fresh.put(replace(KEPT, reason="newer"), WANTED, RESOLUTION)
    again = found(tmp_path)
    assert again
    assert again.reason == "newer"


@pytest.mark.parametrize("damage", [b"", b"{", b"\xff", b"null"])
def test_a_damaged_entry_is_said_and_goes(tmp_path: Path, damage: bytes) -> None:
    (entry,) = filled(tmp_path).rglob("results/*/*.json")
    entry.write_bytes(damage)
    cache = results(tmp_path)
    assert cache.get(WANTED, RESOLUTION) is None
    assert cache.noted == [
        f"{CELL}: the cache has {entry.name} is no record: it is damaged; the cell runs again"
    ]
    assert not entry.exists()


def test_evidence_that_is_missing_costs_its_cell(tmp_path: Path) -> None:
    for observed in filled(tmp_path).rglob("observations/*.json"):
        observed.unlink()
    assert found(tmp_path) is None
    assert found(filled(tmp_path)) == KEPT


@pytest.mark.parametrize(
    "changes",
    [
        {"observations": ()},
        {"packages": {**PACKAGES, "pydantic": "3"}},
        {"python": None},
        {"suite": replace(KEPT.suite, hash="other") if KEPT.suite else None},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_what_is_no_record_of_the_cell_is_not_taken(
    tmp_path: Path, changes: dict[str, object]
) -> None:
    filled(tmp_path, replace(KEPT, **changes))  # type: ignore[arg-type]
    cache = results(tmp_path)
    assert cache.get(WANTED, RESOLUTION) is None
    assert len(cache.noted) == 1
    assert "a record that does not fit" in cache.noted[0]


def test_a_cache_that_cannot_be_written_is_said_once(tmp_path: Path) -> None:
    (tmp_path / "results").write_text("in the way")
    cache = results(tmp_path)
    for _ in range(2):
        cache.put(KEPT, WANTED, RESOLUTION)
    assert len(cache.noted) == 1
    assert cache.noted[0].startswith("nothing is kept for other runs: cannot write")
