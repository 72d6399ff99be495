"""The recorded index, on which the newest release asks for what is not there yet."""

import pytest

from tests.proof.pages import recorded
from tests.proof.world import SCENARIOS, world

pytestmark = pytest.mark.slow

ASKED = ("matrix", "--pythons", "3.10", "3.13", "--releases", "latest", "--only", *SCENARIOS)

IGNORED = {
    "UV_RESOLUTION": "lowest",
    "UV_EXCLUDE_NEWER": "2024-01-01",
    "UV_OFFLINE": "1",
    "UV_PRERELEASE": "allow",
    "UV_LINK_MODE": "hardlink",
    "UV_CONCURRENT_DOWNLOADS": "1",
    "LANGSMITH_TRACING": "true",
    "LC_ALL": "C",
    "TZ": "Asia/Tokyo",
    "PYTHONHASHSEED": "7",
    "PYTEST_ADDOPTS": "--nothing",
}
"""What a person may have set, and no result depends on."""


def test_the_record_names_no_place() -> None:
    files = [file for files in recorded().projects.values() for file in files]
    assert not any("url" in file or "://" in str(file) for file in files)


@pytest.mark.proof
def test_latest_is_what_installs_and_what_is_newer_is_told_apart() -> None:
    with world() as place:
        told = place.run(*ASKED, "--output", "out")
        place.env |= IGNORED
        settings = place.folder / "home" / ".config" / "uv" / "uv.toml"
        settings.parent.mkdir(parents=True)
        settings.write_text('resolution = "lowest"\nexclude-newer = "2024-01-01"\n')
        again = place.run(*ASKED, "--output", "again")
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
    assert "3 of 3 cells are taken from earlier runs" in again.said, "settings changed a key"
    assert again.matrix
    for matrix in (told.matrix, again.matrix):
        *_, newest = matrix["cells"]
        assert newest["reason"].startswith("the index had no langchain-protocol>=0.0.22 on ")
