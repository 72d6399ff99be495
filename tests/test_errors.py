"""No error, exit code or cause is dead, and all errors are in one file."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from compat import errors
from compat.errors import Cause, CompatError, ExitCode, UsageError

HERE = Path(errors.__file__)
PROGRAM = HERE.parent
CLASSES = {
    name: each
    for name, each in vars(errors).items()
    if isinstance(each, type) and issubclass(each, CompatError)
}


def nodes() -> Iterator[tuple[str, ast.AST]]:
    """Every node of the program's sources but those of ``errors.py``, with its file."""
    for path in PROGRAM.rglob("*.py"):
        if path != HERE:
            name = path.relative_to(PROGRAM).as_posix()
            yield from ((name, node) for node in ast.walk(ast.parse(path.read_text("utf-8"))))


NODES = list(nodes())
MADE = [
    node
    for _, node in NODES
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CLASSES
]
READ = [(name, node.attr) for name, node in NODES if isinstance(node, ast.Attribute)]


def test_the_codes_are_few_and_mean_something() -> None:
    assert [*map(int, ExitCode)] == [0, 1, 2, 3, 4, 5, 6, 70, 130]
    assert all(code.means for code in ExitCode)


def test_every_class_is_raised_and_is_in_one_file() -> None:
    made = {node.func.id for node in MADE if isinstance(node.func, ast.Name)}
    assert made == CLASSES.keys() - {"CompatError"}
    bases = {
        (name, base.id)
        for name, node in NODES
        if isinstance(node, ast.ClassDef)
        for base in node.bases
        if isinstance(base, ast.Name)
    }
    assert not {(name, base) for name, base in bases if base in CLASSES}


def test_every_code_is_returned_or_raised() -> None:
    returned = {
        node.attr
        for _, node in NODES
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "ExitCode"
    }
    raised = {each.exit_code.name for each in CLASSES.values() if each is not CompatError}
    assert returned | raised == ExitCode.__members__.keys()


def test_every_cause_is_given_by_something() -> None:
    given = {
        each.value for node in MADE for each in node.args[1:] if isinstance(each, ast.Constant)
    }
    usual = {each.cause for each in CLASSES.values() if each is not CompatError}
    assert given | usual == {*get_args(Cause)}


def test_a_message_depends_on_no_code() -> None:
    assert str(UsageError("a")) == str(UsageError("a", "unknown-cell")) == "a"
    assert {name for name, word in READ if word == "exit_code"} == {
        "cli/main.py",
        "cli/site.py",
        "cli/tools.py",
    }
