"""The lines that say where others see something else than an event stream."""

from compat.reports.headline.tracer import describe_heard, describe_tracer
from compat.reports.table.grid import Grid
from tests.reports.sample import GUIDE, measured

CELLS = {
    "py3.10-core0.3.0": "lost~split/flattened~split/nested~nested",
    "py3.13-core0.3.0": "nested~nested/flattened~nested/nested~nested",
}

NAIVE = ("a tracer", "with no config")


def test_what_a_tracer_sees_of_the_guides_tool_is_counted() -> None:
    assert describe_tracer(Grid(matrix=measured(CELLS)[0])) == (
        "A tracer or token counter (LangSmith, collect_runs, get_usage_metadata_callback) sees the"
        " guide's tool differently. Of 2 configurations: with nothing or config passed, complete in"
        " 1 and a separate trace in 1; with callbacks passed, complete in 2."
    )


def test_ways_that_show_the_same_are_told_together() -> None:
    cells = {"py3.13-core0.3.0": "nested~nested/flattened~nested/nested~nested"}
    told = describe_tracer(Grid(matrix=measured(cells)[0]))
    assert told.endswith("with nothing, config or callbacks passed, complete in 1.")


def test_where_no_tracer_listened_nothing_is_said() -> None:
    index = Grid(matrix=measured({"py3.10-core0.3.0": "lost/flattened/nested"})[0])
    assert describe_tracer(index) == ""
    assert list(describe_heard(index, GUIDE)) == []


def test_each_form_that_differs_has_its_places() -> None:
    index = Grid(matrix=measured(CELLS)[0])
    told = [(each.who, each.form, each.where) for each in describe_heard(index, GUIDE)]
    (naive, *_) = [where for who, form, where in told if (who, form) == NAIVE]
    assert naive == "a separate trace on 3.10 × 0.3.0; complete elsewhere"
    assert ("a tracer", "with callbacks") not in [each[:2] for each in told]
