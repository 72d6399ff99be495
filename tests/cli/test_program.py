"""The program knows its commands without importing one."""

import inspect
import subprocess
import sys
from importlib import import_module

import pytest

from compat.cli.program import COMMANDS

HEAVY = ("pydantic", "requests", "jinja2", "filelock", "findpython", "compat.reports", "compat.run")
TELLING = """
import sys
sys.argv[:] = ["compat", {option!r}]
from compat.cli.main import main
try:
    main()
except SystemExit as ended:
    assert not ended.code
print("imported:", *[name for name in {heavy!r} if name in sys.modules])
"""


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_where_the_program_says_and_means_that(name: str) -> None:
    place, said = COMMANDS[name]
    module, _, function = place.partition(":")
    doc = inspect.getdoc(getattr(import_module(module), function))
    assert doc
    assert doc.splitlines()[0] == said


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_what_needs_no_command_imports_none(option: str) -> None:
    code = TELLING.format(option=option, heavy=HEAVY)
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.splitlines()[-1].split() == ["imported:"]
