"""Neighbours that say the same are one row, one column."""

from compat.record.model import Status
from compat.reports.grid import grid
from compat.reports.table import overview, table
from tests.build import scenario
from tests.reports.sample import GUIDE, Said, grid_of, measured

MANUAL, AUTOMATIC = "lost/nested", "nested/nested"
UNPUBLISHED = (Status.NOT_PUBLISHED, "Requires-Python >=3.10")


def cells() -> dict[str, Said]:
    return {
        **grid_of(["3.9", "3.10"], ["0.3.0"], MANUAL),
        **grid_of(["3.11", "3.12"], ["0.3.0"], AUTOMATIC),
        **grid_of(["3.10"], ["1.0.0", "1.1.0"], MANUAL),
        **grid_of(["3.11", "3.12"], ["1.0.0", "1.1.0"], AUTOMATIC),
        **grid_of(["3.9"], ["1.0.0", "1.1.0"], UNPUBLISHED),
    }


def test_lines_merge_where_every_python_says_one_thing_of_them() -> None:
    shown = table(grid(measured(cells())[0]), "tool-async")
    assert shown.columns == (("0.3",), ("1.0", "1.1"))
    assert [row.pythons for row in shown.rows] == [("3.9",), ("3.10",), ("3.11", "3.12")]
    words = [[part.words for cell in row.cells for part in cell] for row in shown.rows]
    assert words == [["manual", "not published"], ["manual"] * 2, ["automatic"] * 2]


def test_the_overview_leaves_out_what_was_not_probed() -> None:
    others = {"gather": {"py3.10-core1.1.0": AUTOMATIC}}
    made = {**cells(), **grid_of(["3.15"], ["0.3.0", "1.0.0", "1.1.0"], UNPUBLISHED)}
    matrix, _ = measured(made, others=others, scenarios=(GUIDE, scenario("gather")))
    shown = overview(grid(matrix), matrix.scenarios[1:])
    assert shown.columns == (("3.9",), ("3.10",), ("3.11", "3.12"))
    (row,) = shown.rows
    assert row.scenario.id == "gather"
    assert [[part.words for part in cell] for cell in row.cells] == [
        ["manual"],
        ["manual", "automatic"],
        ["automatic"],
    ]


def test_a_probed_cell_that_did_not_measure_a_scenario_is_told() -> None:
    cells: dict[str, Said] = {"py3.11-core1.0.0": AUTOMATIC, "py3.12-core1.0.0": AUTOMATIC}
    others = {"gather": {"py3.12-core1.0.0": "-"}}
    matrix, _ = measured(cells, scenarios=(GUIDE, scenario("gather")), others=others)
    (row,) = overview(grid(matrix), matrix.scenarios[1:]).rows
    assert [part.words for cell in row.cells for part in cell] == ["automatic", "not measured"]
