"""The recorded index, on which the newest release asks for what is not there yet."""

import pytest

from tests.proof.pages import recorded
from tests.proof.world import SCENARIOS, world

pytestmark = pytest.mark.slow

ASKED = ("matrix", "--pythons", "3.10", "3.13", "--releases", "latest", "--only", *SCENARIOS)


def test_the_record_names_no_place() -> None:
    files = [file for files in recorded().projects.values() for file in files]
    assert not any("url" in file or "://" in str(file) for file in files)


def test_latest_is_what_installs_and_what_is_newer_is_told_apart() -> None:
    with world() as place:
        told = place.run(*ASKED, "--output", "out")
    assert told.code == 0, told.said
    overrides = {cell: found["overrides"] for cell, found in told.found.items()}
    assert overrides == {
        "py3.10-core1.7.7": [],
        "py3.13-core1.8.3": [],
        "py3.13-core1.8.4": ["langchain-protocol"],
    }
    verdicts = {
        cell: found["results"]["tool-async"]["verdict"] for cell, found in told.found.items()
    }
    assert set(verdicts.values()) == {"automatic"}
    assert told.matrix
    through = {one["through"] for one in told.matrix["statements"]}
    assert through == {"1.7.7", "1.8.3"}
    assert "langchain-protocol" in told.said
