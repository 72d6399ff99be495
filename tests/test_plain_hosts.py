"""What tox and nox themselves make of the cells that they are given."""

import json
import sys
from itertools import groupby
from typing import Any

import pytest

from compat.axes.cell import CellId
from compat.record.model import Status
from compat.stored.reports import load_matrix
from tests.cli.run import ROOT, command


def parsed(*words: str) -> Any:  # noqa: ANN401 - JSON is anything
    """What a host prints as JSON."""
    ended = command(ROOT, sys.executable, "-m", *words)
    assert ended.code == 0, ended.err
    return json.loads(ended.out)


@pytest.fixture(scope="module")
def in_tox() -> dict[str, Any]:
    """What tox installs, by the name of its environment."""
    found = parsed("tox", "config", "-k", "deps", "--format", "json")["env"]
    assert isinstance(found, dict)
    return found


def listed(*words: str) -> list[str]:
    """The sessions that nox lists."""
    return [each["session"] for each in parsed("nox", "--list", "--json", *words)]


def test_tox_installs_in_every_cell_the_release_of_its_name(in_tox: dict[str, Any]) -> None:
    for name, installed in in_tox.items():
        cell = CellId.parse(name)
        above = [f"langgraph=={cell.layer}", "langchain>=1"] if cell.layer else []
        assert installed == {"deps": [f"langchain-core=={cell.core}", *above]}


def test_tox_has_only_cells_that_install(in_tox: dict[str, Any]) -> None:
    folders = ROOT / "reports", ROOT / "reports" / "langgraph"
    cells = [cell for folder in folders for cell in load_matrix(folder).cells]
    assert in_tox.keys() <= {
        cell.id for cell in cells if cell.status is Status.PROBED and not cell.stands_apart
    }


def test_nox_lists_the_oldest_and_the_newest_cell_of_every_python(in_tox: dict[str, Any]) -> None:
    every = sorted(map(CellId.parse, in_tox), key=lambda cell: cell.key)
    layered = [cell for cell in every if cell.layer]
    cells = [cell for cell in every if not cell.layer]
    of_each = [list(some) for _, some in groupby(cells, key=lambda cell: cell.python)]
    ends = dict.fromkeys(cell for some in of_each for cell in (some[0], some[-1]))
    assert len(layered) == 3
    assert listed("-s", "probe") == [f"probe({cell})" for cell in (*ends, *layered)]


def test_nox_runs_any_cell_that_is_named() -> None:
    names = ["probe(py3.12-core0.3.40)", "probe(py3.13-core1.0.0-lg1.0.3)"]
    assert listed("-s", *names) == names
