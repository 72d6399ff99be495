"""The suite sees what a bare script sees: neither pytest nor the caller's config colours it."""

from collections import Counter
from pathlib import Path

import pytest

from compat.record.model import Observation
from tests.incell.cell import Cells, Ended, run_script

BARE = Path(__file__).with_name("bare.py")

pytestmark = pytest.mark.slow


def condensed(seen: Observation) -> dict[str, object]:
    """Say of an observation what the script says of its stream."""
    (stream,) = seen.streams
    events = sum((Counter(run.events) for run in stream.runs), Counter[str]())
    models = [run for run in stream.runs if "on_chat_model_start" in run.events]
    return {"events": events, "parents": sorted(list(run.parents) for run in models)}


def test_the_suite_sees_what_a_bare_script_sees(ended: Ended, cells: Cells) -> None:
    bare = run_script(cells[ended.record.cell], BARE)
    assert len({name.partition("/")[0] for name in bare}) == 5
    assert {name: condensed(ended.observations[name]) for name in bare} == bare


def test_the_script_tells_the_cells_apart(cells: Cells) -> None:
    old = run_script(cells["py3.9-core0.2.17"], BARE)["tool-async/naive"]
    new = run_script(cells["py3.13-core1.7.7"], BARE)["tool-async/naive"]
    assert old == {"events": {"on_tool_start": 1, "on_tool_end": 1}, "parents": []}
    assert new["parents"] == [["summarize_backwards", "RunnableSequence"]]
    assert new["events"]["on_chat_model_stream"] == 19
