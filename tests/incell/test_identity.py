"""Which cell is running."""

import re
import sys
from importlib import metadata
from pathlib import Path

import pytest

from compat.incell import identity
from compat.incell.errors import CellMismatchError
from compat.run.suite import hash_suite


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a langchain-core 0.3.40 and a package with an odd name before everything on the path."""
    for name, version in [("langchain_core", "0.3.40"), ("Odd.Name__x", "1")]:
        folder = tmp_path / f"{name}-{version}.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}")
    monkeypatch.syspath_prepend(tmp_path)


RUNNING = f"py{sys.version_info.major}.{sys.version_info.minor}-core0.3.40"


@pytest.mark.usefixtures("installed")
def test_the_cell_is_python_and_release() -> None:
    assert identity.verified_cell(None) == RUNNING
    assert identity.verified_cell(RUNNING) == RUNNING


@pytest.mark.usefixtures("installed")
def test_another_cell_is_refused() -> None:
    with pytest.raises(CellMismatchError, match=f"says py3.12-core9, but this is {RUNNING}"):
        identity.verified_cell("py3.12-core9")


def test_an_environment_without_the_package_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [])
    with pytest.raises(CellMismatchError, match="langchain-core is not installed here"):
        identity.verified_cell(None)


@pytest.mark.usefixtures("installed")
def test_packages_have_normalised_names() -> None:
    found = identity.packages()
    assert (found["odd-name-x"], found["langchain-core"]) == ("1", "0.3.40")
    assert found["pytest"] == metadata.version("pytest")


def test_the_build_is_one_line() -> None:
    build = identity.python_build()
    assert build["implementation"] == sys.implementation.name
    assert re.match(r"\d+\.\d+\.\d+", build["exact"])
    assert "\n" not in build["build"]


def test_the_suite_and_the_orchestrator_compute_one_hash() -> None:
    assert identity.suite_hash() == hash_suite()


def test_the_hash_tells_names_from_contents(tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]")
    (tmp_path / "a.py").write_text("b")
    before = identity.suite_hash(tmp_path)
    (tmp_path / "a.py").rename(tmp_path / "b.py")
    assert identity.suite_hash(tmp_path) != before
    (tmp_path / "b.py").rename(tmp_path / "a.py")
    assert identity.suite_hash(tmp_path) == before
