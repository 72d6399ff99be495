"""The example project: every kind of finding, on four environments, as it was measured by hand.

Its golden files are written anew by ``python -m tests.check.golden``; a change of them is read line
by line, and held against what an event stream shows (see ``docs/check.md``).
"""

import re
from pathlib import Path

import pytest

from tests.check.golden import CELLS, GOLDEN, Environments, describe

QUICK = "py3.10-core1.4.7-lg1.2.24"


@pytest.mark.slow
@pytest.mark.parametrize(
    "cell",
    [each if each == QUICK else pytest.param(each, marks=pytest.mark.proof) for each in CELLS],
)
def test_every_kind_of_finding(cell: str, tmp_path: Path) -> None:
    environments = Environments(tmp_path)
    if cell not in environments:
        pytest.skip(f"no interpreter for {cell}")
    found = describe(environments.make(cell), tmp_path)
    assert found == (GOLDEN / f"{cell}.txt").read_text("utf-8")


def test_there_is_every_kind_of_finding() -> None:
    lines = (GOLDEN / f"{QUICK}.txt").read_text("utf-8").splitlines()
    outcomes = {word for line in lines for word in re.split("[/ ]", line.partition("  ")[0])}
    assert {"raised", "lost", "misplaced", "split", "flattened", "nested"} <= outcomes
    assert any(line.startswith("private") for line in lines)
    assert any(line.startswith("never ran") for line in lines)
