"""The newest release asks for what the index does not have yet: a real uv, and the command line."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.run import Ended, compat, environment
from tests.environments.wheels import wheel
from tests.loopback import serving

pytestmark = pytest.mark.slow

PYTHON = ".".join(map(str, sys.version_info[:2]))


@dataclass(frozen=True, kw_only=True)
class World:
    """A folder with an index that can be added to."""

    folder: Path
    wheels: Path
    url: str

    def run(self, *arguments: str) -> Ended:
        return compat(self.folder, *arguments, env=environment(UV_DEFAULT_INDEX=self.url))

    def planned(self, *arguments: str) -> list[str]:
        """The releases of a plan."""
        ended = self.run("plan", "--pythons", PYTHON, *arguments)
        assert ended.code == 0, ended.err
        lines = ended.out.splitlines()
        return [line.rpartition("-core")[2] for line in lines if line.startswith("py")]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    wheels, folder = tmp_path / "wheels", tmp_path / "folder"
    folder.mkdir()
    for name, version in {"pytest": "9", "pytest-asyncio": "2", "dep": "1"}.items():
        wheel(wheels, name, version)
    needs = {"1.7.0": "dep", "1.7.1": "dep>=2", "1.8.0": "dep", "1.8.1": "dep", "1.8.2": "dep>=2"}
    for version, need in needs.items():
        wheel(wheels, "langchain-core", version, requires=[need])
    with serving(wheels) as index:
        yield World(folder=folder, wheels=wheels, url=index.url)


def test_the_latest_is_what_installs_until_the_index_has_caught_up(world: World) -> None:
    assert world.planned("--releases", "latest") == ["1.8.1", "1.8.2"]
    wheel(world.wheels, "dep", "2")
    assert world.planned("--releases", "latest") == ["1.8.2"]


def test_each_line_ends_with_what_installs_also_for_shards(world: World) -> None:
    assert world.planned() == ["1.7.0", "1.7.1", "1.8.0", "1.8.1", "1.8.2"]
    ended = world.run("plan", "--pythons", PYTHON, "--releases", "latest", "--shards", "2")
    assert "2 cells planned: 2 can run" in ended.out, ended.err


def test_what_cannot_be_done_without_is_a_failure_of_the_index(world: World) -> None:
    wheel(world.wheels, "langchain-core", "1.8.3", requires=["pytest>=99"])
    ended = world.run("matrix", f"py{PYTHON}-core1.8.3")
    assert ended.code == 4
    said = f"py{PYTHON}-core1.8.3: index-failed: the index had no pytest>=99 on "
    assert said in ended.out
    assert ", the newest is 9" in ended.out
