"""What the system refuses to a cell is told, though the cell swallows it: with real refusals."""

import subprocess
import sys
from pathlib import Path

import pytest

from compat.process import KEPT_OUTPUT
from compat.warm.refused import REFUSED

ROOT = Path(__file__).parents[2]
WATCHED = """
import logging, os, resource, sys, threading
sys.path.append({root!r})
from compat.warm.refused import Refusals
refusals = Refusals(os.dup(2))
refusals.watch()
{code}
sys.stderr.flush()
refusals.end()
"""
NO_ROOM = """
resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
threading.stack_size(2**29)
started = []
try:
    for _ in range(9):
        thread = threading.Thread(target=threading.Event().wait, daemon=True)
        thread.start()
except (RuntimeError, MemoryError):
    pass
"""
NO_MEMORY = """
resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
try:
    b"x" * 2**31
except MemoryError as error:
    logging.getLogger("langchain_core.callbacks").warning("Error in callback: %s", repr(error))
"""
WELL = """
thread = threading.Thread(target=print)
thread.start()
thread.join()
logging.getLogger("langchain_core").warning("Error in callback: %s", ValueError("no"))
"""


def said(code: str) -> str:
    command = [sys.executable, "-c", WATCHED.format(root=str(ROOT), code=code)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stderr


@pytest.mark.parametrize("code", [NO_ROOM, NO_MEMORY], ids=["a thread", "memory"])
def test_a_refusal_that_is_swallowed_is_told_and_again_at_the_end(code: str) -> None:
    flooded = f"{code}sys.stderr.write('x' * {KEPT_OUTPUT})\n"
    for each in (said(code), said(flooded)[-KEPT_OUTPUT:]):
        assert REFUSED in each


def test_other_troubles_go_where_they_went() -> None:
    assert said(WELL) == "Error in callback: no\n"
