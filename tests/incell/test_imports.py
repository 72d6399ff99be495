"""What the suite may import: it runs where nothing else of the project can."""

import ast
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

import compat

INCELL = Path(compat.__file__).parent / "incell"
MODULES = sorted(INCELL.rglob("*.py"))
SCENARIOS = [path for path in MODULES if path.parent.name == "scenarios"]
POSTPONED = {"_postponed", "_type_checking_only"}  # what two scenarios are about
ALLOWED = {*sys.stdlib_module_names, "langchain_core", "pytest", "pytest_asyncio"}
EXTRAS = {"anyio", "uvloop"}
TYPES = {"_pytest.mark.structures"}  # imported by type checkers alone


def name(path: Path) -> str:
    return path.relative_to(INCELL).as_posix()


def imported(path: Path) -> set[str]:
    return imported_by(list(ast.walk(ast.parse(path.read_text()))))


def imported_by(nodes: Sequence[ast.AST]) -> set[str]:
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_only_the_suite_itself_and_what_a_cell_has(path: Path) -> None:
    others = {module for module in imported(path) if module.split(".")[0] not in ALLOWED} - TYPES
    others -= EXTRAS if path in SCENARIOS else set()
    assert {module for module in others if not module.startswith("compat.incell")} <= {"compat"}


@pytest.mark.parametrize("path", SCENARIOS, ids=name)
def test_what_only_some_cells_have_is_imported_in_factories(path: Path) -> None:
    assert not EXTRAS & imported_by(ast.parse(path.read_text()).body)


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_nothing_that_python_3_9_cannot_parse(path: Path) -> None:
    ast.parse(path.read_text(), feature_version=(3, 9))


@pytest.mark.parametrize("path", SCENARIOS, ids=name)
def test_scenarios_keep_their_annotations_as_objects(path: Path) -> None:
    assert ("__future__" in imported(path)) == (path.stem in POSTPONED)


def test_every_module_of_scenarios_is_in_the_catalogue() -> None:
    package = ast.parse((INCELL / "scenarios" / "__init__.py").read_text())
    listed = {
        alias.name
        for node in package.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert listed == {path.stem for path in SCENARIOS} - {"__init__"} - POSTPONED
