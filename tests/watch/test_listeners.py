"""With the watcher on, listeners see what they see without it, and code returns what it returns."""

from pathlib import Path

import pytest

from compat.matrix.verdict import name_form
from compat.record.model import Observation
from tests.incell.cell import CELLS, ROOT, Cells, Ended, run_suite

WATCHED = """
import sys
sys.path.append({watch!r})
from langchain_core_watch.session import start_watching
start_watching()
"""
SEEN = ("streams", "handler", "hook_call", "handler_call", "exception", "absent", "returned")


@pytest.mark.proof
@pytest.mark.parametrize("cell", CELLS)
def test_the_whole_catalogue_is_seen_trace_by_trace(
    cell: str, cells: Cells, tmp_path: Path
) -> None:
    (tmp_path / "path").mkdir()
    code = WATCHED.format(watch=str(ROOT / "compat" / "watch"))
    (tmp_path / "path" / "sitecustomize.py").write_text(code)
    watched = run_suite(
        cells[cell], tmp_path / "record.json", "--cell", cell, path=str(tmp_path / "path")
    )
    assert watched.code == 0, watched.said
    compare(cells.run(cell), watched)


def compare(usual: Ended, watched: Ended) -> None:
    known = {name_of(each): each for each in usual.record.observations}
    seen = {name_of(each): each for each in watched.record.observations}
    assert seen.keys() == known.keys()
    different = [
        (name, field)
        for name, one in seen.items()
        for field in SEEN
        if getattr(one, field) != getattr(known[name], field)
    ]
    assert not different


def name_of(seen: Observation) -> str:
    return f"{seen.scenario}/{name_form(seen)}"
