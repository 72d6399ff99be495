"""The example project: every kind of finding, on four environments, as it was measured by hand.

Its golden files are written anew by ``python -m tests.check.golden``; a change of them is read line
by line, and held against what an event stream shows (see ``docs/check.md``).
"""

import re
from pathlib import Path

import pytest

from tests.check.golden import CELLS, GOLDEN, Environments, check, describe

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


@pytest.mark.slow
@pytest.mark.proof
def test_one_command_with_two_environments_says_what_came_of_a_call_in_each(tmp_path: Path) -> None:
    environments, cells = Environments(tmp_path), (QUICK, "py3.13-core1.2.0-lg1.1.6")
    if not all(cell in environments for cell in cells):
        pytest.skip("no interpreters for it")
    pythons = [environments.make(cell) for cell in cells]
    both = "; ".join(f"{python} -m pytest -q" for python in pythons)
    found = check(pythons[0], tmp_path, "sh", "-c", both)
    assert [each["core"] for each in found["environments"]] == ["1.4.7", "1.2.0"]
    (site,) = (
        each["site"]
        for each in found["findings"]
        if (each["site"]["place"]["file"], each["site"]["place"]["line"]) == ("shop/tools.py", 13)
    )
    seen = {each["environment"]: each["outcomes"]["stream"] for each in site["callers"]}
    assert seen == {0: "lost", 1: "nested"}


def test_there_is_every_kind_of_finding() -> None:
    lines = (GOLDEN / f"{QUICK}.txt").read_text("utf-8").splitlines()
    outcomes = {word for line in lines for word in re.split("[/ ]", line.partition("  ")[0])}
    assert {"raised", "lost", "misplaced", "split", "flattened", "nested"} <= outcomes
    assert any(line.startswith("private") for line in lines)
    assert any(line.startswith("never ran") for line in lines)
