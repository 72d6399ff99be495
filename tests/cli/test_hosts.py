"""The engine and the plain way record the same."""

from dataclasses import replace
from pathlib import Path

import pytest

from compat.record.model import Timing
from compat.work.hosts import find_differences
from tests.build import FLATTENED, LOST, NESTED, observation, record
from tests.cli.run import compat

RECORD = record("py3.12-core0.3.0", observation(NESTED), observation(LOST, variant="configured"))


def test_times_and_hosts_may_differ() -> None:
    other = Timing(host="plain", finished_at="later", seconds=9.0, cpu=1.0)
    assert find_differences(RECORD, replace(RECORD, timing=other)) == ()


def test_whatever_else_differs_is_named() -> None:
    other = replace(
        RECORD,
        packages={"langchain-core": "0.3.1"},
        observations=(observation(FLATTENED), observation(LOST, variant="callbacks")),
    )
    assert find_differences(RECORD, other) == (
        "packages",
        "tool-async/callbacks",
        "tool-async/configured",
        "tool-async/naive",
    )


@pytest.mark.proof
@pytest.mark.slow
def test_a_sample_of_cells_is_recorded_alike(tmp_path: Path) -> None:
    cells = ("py3.9-core0.2.17", "py3.10-core0.3.86", "py3.12-core1.8.1", "py3.14-core1.4.9")
    ended = compat(tmp_path, "hosts", *cells, "py3.15-core1.0.0")
    assert ended.code == 0, ended.err
    assert ended.out == "5 cells: both hosts record the same, except times\n"
