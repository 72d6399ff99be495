"""Cuts: every cell in one shard, shards of about the same duration, the same cut every time."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compat.errors import UsageError
from compat.plan.model import Plan
from compat.shards.name import ShardName
from compat.shards.service import estimate_seconds, list_filled, list_pythons, render_jobs
from compat.shards.sound import refuse_unsound
from compat.shards.split import cut, weigh_cells
from tests.build import plan, python, release
from tests.shards.build import EXCLUDED, PLAN, RUN


def grid(pythons_: int, releases: int) -> Plan:
    """A plan of many cells, in two lines."""
    rows = [release(f"{line}.{n}") for line in ("0.3", "1.0") for n in range(releases)]
    columns = [python(f"3.{9 + n}") for n in range(pythons_)]
    cells = [f"py{each.id}-core{row.version}" for each in columns for row in rows]
    return plan(dict.fromkeys(cells), tuple(rows), tuple(columns))


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 4), st.integers(1, 12), st.integers(1, 256), st.lists(st.floats(0.1, 100)))
def test_every_cell_is_in_one_shard_and_no_shard_is_empty_without_need(
    columns: int, releases: int, shards: int, durations: list[float]
) -> None:
    planned = grid(columns, releases)
    known = dict(zip((cell.id for cell in planned.cells), durations, strict=False))
    made = cut(planned, shards, known)
    refuse_unsound(made, "it")
    assert made == cut(planned, shards, known)
    assert len(made.shards) == shards
    cells = len(planned.cells)
    assert len(list_filled(made)) == min(shards, cells)
    took = weigh_cells(planned, known)
    loads = [sum(took[cell] for cell in shard) for shard in made.shards if shard]
    share = sum(took.values()) / len(loads)
    assert max(loads) <= 1.3 * share + 2 * max(took.values())


def test_a_cell_that_is_not_run_is_in_no_shard() -> None:
    made = cut(PLAN, 2, {})
    assert sorted(cell for shard in made.shards for cell in shard) == sorted(RUN)
    assert EXCLUDED not in RUN


def test_cells_of_a_python_and_a_line_stay_together() -> None:
    made = cut(grid(4, 6), 4, {})
    assert [list_pythons(made, name) for name in list_filled(made)] == [
        ("3.9",), ("3.10",), ("3.11",), ("3.12",)
    ]  # fmt: skip
    lines = [{cell.rpartition(".")[0] for cell in shard} for shard in cut(grid(1, 6), 2, {}).shards]
    assert lines == [{"py3.9-core0.3"}, {"py3.9-core1.0"}]


def test_what_took_longer_gets_more_room() -> None:
    slow = {cell: 9.0 if "3.12" in cell else 1.0 for cell in RUN}
    first, second = cut(PLAN, 2, slow).shards
    assert first == (*RUN[:3], "py3.12-core0.3.0", "py3.12-core0.3.1")
    assert len(second) == 2


def test_a_cell_that_was_never_measured_counts_like_its_line() -> None:
    known = {"py3.12-core0.3.0": 2.0, "py3.12-core0.3.1": 4.0, "py3.9-core0.3.0": 9.0}
    took = weigh_cells(PLAN, known)
    assert took["py3.12-core0.3.2"] == 3.0
    assert took["py3.12-core1.0.0"] == 5.0


def test_more_shards_than_cells_leaves_the_last_ones_empty() -> None:
    made = cut(PLAN, 9, {})
    assert [len(shard) for shard in made.shards] == [1, 1, 1, 1, 1, 1, 1, 0, 0]
    assert str(list_filled(made)[-1]) == "7/9"


@pytest.mark.parametrize("shards", [0, 257])
def test_a_number_of_shards_that_cannot_be_is_refused(shards: int) -> None:
    with pytest.raises(UsageError, match="1 to 256 shards"):
        cut(PLAN, shards, {})


def test_an_exact_plan_is_refused() -> None:
    with pytest.raises(UsageError, match="leave it out, or run it in one piece"):
        cut(replace(PLAN, exact=True), 2, {})


def test_jobs_for_github_are_what_its_matrix_takes() -> None:
    assert render_jobs(cut(PLAN, 8, {}), "github", {}).startswith(
        '{"include":[{"shard":"1/8","name":"1-of-8","pythons":"3.9","cells":1},'
    )
    known = dict.fromkeys(RUN, 2.4)
    assert '"cells":7,"seconds":17}' in render_jobs(cut(PLAN, 1, known), "github", known)


def test_jobs_for_gitlab_are_variables() -> None:
    assert render_jobs(cut(PLAN, 2, {}), "gitlab", {}) == (
        '[{"SHARD":"1/2","SHARD_FILE":"1-of-2","PYTHONS":"3.9"},'
        '{"SHARD":"2/2","SHARD_FILE":"2-of-2","PYTHONS":"3.12"}]\n'
    )


def test_gitlab_takes_no_more_than_two_hundred() -> None:
    with pytest.raises(UsageError, match="200 jobs of one matrix, not 201"):
        render_jobs(cut(grid(4, 30), 201, {}), "gitlab", {})


def test_durations_of_other_plans_say_nothing() -> None:
    assert estimate_seconds(cut(PLAN, 2, {}), {"py3.13-core9.9.9": 3.0}) == {}
    assert estimate_seconds(cut(PLAN, 1, {}), {RUN[0]: 3.0}) == {ShardName(number=1, total=1): 21}
