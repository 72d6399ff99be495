"""What the suite may import: it runs where nothing else of the project can."""

import ast
import sys
from pathlib import Path

import pytest

import compat

INCELL = Path(compat.__file__).parent / "incell"
MODULES = sorted(INCELL.rglob("*.py"))
SCENARIOS = [path for path in MODULES if path.parent.name == "scenarios"]
ALLOWED = {*sys.stdlib_module_names, "langchain_core", "pytest", "pytest_asyncio"}


def name(path: Path) -> str:
    return path.relative_to(INCELL).as_posix()


def imported(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text())))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_only_the_suite_itself_and_what_a_cell_has(path: Path) -> None:
    others = {module for module in imported(path) if module.split(".")[0] not in ALLOWED}
    assert {module for module in others if not module.startswith("compat.incell")} <= {"compat"}


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_nothing_that_python_3_9_cannot_parse(path: Path) -> None:
    ast.parse(path.read_text(), feature_version=(3, 9))


@pytest.mark.parametrize("path", SCENARIOS, ids=name)
def test_scenarios_keep_their_annotations_as_objects(path: Path) -> None:
    assert "__future__" not in imported(path)


def test_every_module_of_scenarios_is_in_the_catalogue() -> None:
    package = ast.parse((INCELL / "scenarios" / "__init__.py").read_text())
    listed = {
        alias.name
        for node in package.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert listed == {path.stem for path in SCENARIOS} - {"__init__"}
