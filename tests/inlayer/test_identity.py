"""Which cell is running, its layer included, and what is imported in it."""

import sys
from pathlib import Path

import pytest

from compat.incell.errors import CellMismatchError, UnknownScenarioError
from compat.inlayer import identity, loading
from compat.run.suite import find_suite_hash

PYTHON = f"py{sys.version_info.major}.{sys.version_info.minor}"
RUNNING = f"{PYTHON}-core0.3.40-lg0.4.10"


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a langchain-core and a langgraph before everything on the path."""
    for name, version in [("langchain_core", "0.3.40"), ("langgraph", "0.4.10")]:
        folder = tmp_path / f"{name}-{version}.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}")
    monkeypatch.syspath_prepend(tmp_path)


@pytest.mark.usefixtures("installed")
def test_the_cell_is_python_release_and_layer() -> None:
    assert identity.verified_cell(None) == RUNNING
    assert identity.verified_cell(RUNNING) == RUNNING


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize("claimed", [f"{PYTHON}-core0.3.40", f"{PYTHON}-core0.3.40-lg0.5.0"])
def test_another_cell_is_refused(claimed: str) -> None:
    with pytest.raises(CellMismatchError, match=f"says {claimed}, but this is {RUNNING}"):
        identity.verified_cell(claimed)


def test_an_environment_without_the_layer_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [])
    with pytest.raises(CellMismatchError, match="langgraph is not installed here"):
        identity.verified_cell(None)


def test_the_suite_and_the_orchestrator_compute_one_hash() -> None:
    assert identity.suite_hash() == find_suite_hash(layered=True)
    assert identity.suite_hash() != find_suite_hash(layered=False)


def test_releases_that_do_not_fit_are_no_fault_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "langgraph.prebuilt", None)
    with pytest.raises(loading.PairImportError, match=r"langgraph\.prebuilt does not") as bad:
        loading.load()
    assert not loading.is_our_fault(bad.value)
    assert loading.is_our_fault(ImportError("no", name="compat.inlayer.nothing"))
    assert not loading.is_our_fault(ImportError("no", name="langgraph.nothing"))


def test_a_row_that_is_none_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownScenarioError, match=r"'node-asyn'; nearest: node-async"):
        loading.load(["node-asyn"])
