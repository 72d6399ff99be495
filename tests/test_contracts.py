"""CONTRIBUTING's table says who may import whom, the import contracts say it to the linter."""

import re
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.cli.run import ROOT
from tests.incell.test_imports import imported

PACKAGES = {path.parent.name for path in ROOT.glob("compat/*/__init__.py")}
LINTER = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
(FLOW,) = [each for each in LINTER["contracts"] if each["name"] == "Data flows one way"]
BANS = {each["name"]: each for each in LINTER["contracts"] if each["type"] == "forbidden"}


def may_not() -> dict[str, list[str]]:
    """What each folder may not do, in the order of the table."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    rows = re.findall(r"^\| `compat/(\w+)/` \|.*\| (.*?) ?\|$", text, re.MULTILINE)
    assert len(dict(rows)) == len(rows)
    return {name: said.split("; ") for name, said in rows}


def layers() -> list[set[str]]:
    """The packages of each layer of the contract, the lowest first."""
    return [set(layer.split(" | ")) & PACKAGES for layer in reversed(FLOW["layers"])]


def test_every_package_is_in_the_table_and_in_a_layer() -> None:
    assert may_not().keys() == PACKAGES == set().union(*layers())


def test_a_folder_may_import_from_those_above_it_in_the_table() -> None:
    heights = {name: height for height, layer in enumerate(layers()) for name in layer}
    there = [heights[name] for name in may_not()]
    assert there == sorted(there)
    assert FLOW["exhaustive"]


@pytest.mark.parametrize("ban", BANS.values(), ids=BANS.keys())
def test_who_may_not_do_a_thing_may_not_import_what_does_it(ban: dict[str, Any]) -> None:
    words = ban["name"].removeprefix("May not ")
    held = {f"compat.{name}" for name, said in may_not().items() if words in said}
    assert held == set(ban["source_modules"])


def test_what_the_table_says_of_the_world_outside_is_a_contract() -> None:
    said = {each for name in may_not().values() for each in name}
    outside = {f"May not {each}" for each in said if each.startswith(("touch", "know"))}
    assert outside == BANS.keys()


@pytest.mark.parametrize("path", sorted(ROOT.glob("compat/warm/*.py")), ids=lambda path: path.stem)
def test_what_warms_interpreters_imports_the_standard_library(path: Path) -> None:
    others = {module.split(".")[0] for module in imported(path)} - sys.stdlib_module_names
    assert others <= {"compat", "pytest"}
