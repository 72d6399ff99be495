"""Event types, cells not probed, overrides: cells that agree are one row."""

from compat.record.model import Status
from compat.reports.table.eventtypes import count_event_types
from compat.reports.table.exclusion import group_excluded
from compat.reports.table.grid import Grid
from compat.reports.table.override import group_overrides
from tests.reports.sample import grid_of, measured


def test_event_types_are_counted_by_variant_and_agreeing_cells_are_one_row() -> None:
    cells = {
        **grid_of(["3.9", "3.10"], ["0.3.0"], "lost/flattened"),
        "py3.11-core0.3.0": "nested/flattened",
    }
    matrix, traces = measured(cells)
    shown = count_event_types(Grid(matrix=matrix), traces)
    assert [(row.where, row.cells) for row in shown.rows] == [
        ("3.9–3.10 × 0.3.0", 2),
        ("3.11 × 0.3.0", 1),
    ]
    lost, flattened = shown.rows[0].seen
    assert lost.events == (("on_tool_end", 1), ("on_tool_start", 1))
    assert (lost.outcome, lost.model) == ("lost", ())
    assert flattened.count("on_chat_model_stream") == 10
    assert flattened.model == (("RunnableSequence",),)
    assert "on_chat_model_stream" in shown.types


def test_equal_counts_under_other_parents_are_another_row() -> None:
    matrix, traces = measured(
        {"py3.9-core0.3.0": "nested/nested", "py3.10-core0.3.0": "flattened/flattened"}
    )
    shown = count_event_types(Grid(matrix=matrix), traces)
    assert [row.seen[0].events for row in shown.rows] == [shown.rows[0].seen[0].events] * 2


def test_cells_that_were_not_probed_are_grouped_by_reason_and_it_is_bounded() -> None:
    matrix, _ = measured(
        {
            "py3.9-core0.3.0": "nested/nested",
            **grid_of(["3.15"], ["0.3.0", "1.0.0"], (Status.NOT_INSTALLABLE, "x" * 999 + "\nmore")),
            "py3.9-core1.0.0": (Status.NOT_PUBLISHED, "Requires-Python"),
        }
    )
    wheels, unpublished = group_excluded(Grid(matrix=matrix))
    assert (wheels.words, wheels.where, wheels.cells) == (
        "not installable",
        "3.15 × 0.3.0–1.0.0",
        2,
    )
    assert len(wheels.reason) == 300
    assert (unpublished.reason, unpublished.where) == ("Requires-Python", "3.9 × 1.0.0")


def test_overrides_are_named_with_their_cells() -> None:
    cells = grid_of(["3.9", "3.10"], ["0.3.0", "0.3.1"], "nested/nested")
    matrix, _ = measured(cells, apart=["py3.9-core0.3.1", "py3.10-core0.3.1"])
    (shown,) = group_overrides(Grid(matrix=matrix))
    assert shown.sentence == (
        "2 cells (3.9–3.10 × 0.3.1) installed only with an override of certifi>=1, counted nowhere"
        " else; the index had no certifi>=3 on 2026-01-01, the newest is 2."
    )
