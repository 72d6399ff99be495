"""Neighbours that say the same are one row, one column."""

from compat.record.model import Status
from compat.reports.table.grid import Grid
from compat.reports.table.table import make_overview, make_table
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
    shown = make_table(Grid(matrix=measured(cells())[0]), "tool-async")
    assert shown.columns == (("0.3",), ("1.0", "1.1"))
    assert [row.pythons for row in shown.rows] == [("3.9",), ("3.10",), ("3.11", "3.12")]
    words = [[part.words for cell in row.cells for part in cell] for row in shown.rows]
    assert words == [["manual", "not published"], ["manual"] * 2, ["automatic"] * 2]


def test_the_overview_leaves_out_what_was_not_probed() -> None:
    others = {"gather": {"py3.10-core1.1.0": AUTOMATIC}}
    made = {**cells(), **grid_of(["3.15"], ["0.3.0", "1.0.0", "1.1.0"], UNPUBLISHED)}
    matrix, _ = measured(made, others=others, scenarios=(GUIDE, scenario("gather")))
    shown = make_overview(Grid(matrix=matrix), matrix.scenarios[1:])
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
    (row,) = make_overview(Grid(matrix=matrix), matrix.scenarios[1:]).rows
    assert [part.words for cell in row.cells for part in cell] == ["automatic", "not measured"]


def bisected() -> dict[str, Said]:
    """A search that asked one Python more than the other, and found the same."""
    more = {f"py3.11-core0.3.{n}": MANUAL if n < 5 else AUTOMATIC for n in (0, 3, 4, 5, 8)}
    less = {f"py3.12-core0.3.{n}": MANUAL if n < 5 else AUTOMATIC for n in (0, 4, 5, 8)}
    return {**more, **less}


BETWEEN = tuple(f"0.3.{n}" for n in range(9))


def test_pythons_that_were_not_tested_alike_are_one_row() -> None:
    (row,) = make_table(Grid(matrix=measured(bisected(), known=BETWEEN)[0]), "tool-async").rows
    ((first, last),) = row.cells
    assert row.pythons == ("3.11", "3.12")
    assert (first.counted, last.counted) == ("2–3 of 5", "2 of 4")
    assert (first.since, last.since) == (None, "0.3.5")
    assert first.interpolated
    assert last.interpolated
    assert all("not selected" not in part.words for part in (first, last))


def test_the_overview_joins_them_too() -> None:
    matrix, _ = measured(bisected(), known=BETWEEN)
    shown = make_overview(Grid(matrix=matrix), matrix.scenarios)
    assert shown.columns == (("3.11", "3.12"),)
    assert [part.counted for part in shown.rows[0].cells[0]] == ["2–3 of 5", "2 of 4"]
