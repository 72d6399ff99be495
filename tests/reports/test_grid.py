"""Ranges claim nothing that lies between."""

import pytest

from compat.matrix.model import Matrix
from compat.reports.span import list_pythons
from compat.reports.table.grid import Grid, describe_place
from tests.reports.sample import grid_of, measured


def made(*cells: str, known: tuple[str, ...] = ()) -> Matrix:
    return measured(dict.fromkeys(cells, "nested/nested"), known=known)[0]


@pytest.mark.parametrize(
    ("pythons", "text"),
    [
        (["3.9"], "3.9"),
        (["3.9", "3.10", "3.11"], "3.9–3.11"),
        (["3.10", "3.14"], "3.10, 3.14"),
        (["3.9", "3.11", "3.12"], "3.9, 3.11–3.12"),
        (["odd", "odder"], "odd, odder"),
    ],
)
def test_pythons_merge_only_if_none_lies_between(pythons: list[str], text: str) -> None:
    assert list_pythons(pythons) == text


def test_releases_are_in_version_order_and_unselected_ones_left_out() -> None:
    index = Grid(matrix=made("py3.9-core0.10.0", "py3.9-core0.9.0", known=("0.9.1",)))
    assert index.lines == {"0.9": ("0.9.0",), "0.10": ("0.10.0",)}


def test_a_line_of_which_nothing_was_selected_splits_a_range() -> None:
    near = made("py3.9-core0.3.86", "py3.9-core1.0.0")
    far = made("py3.9-core0.3.86", "py3.9-core1.0.0", known=("0.4.0",))
    assert describe_place(Grid(matrix=near), near.cells) == "3.9 × 0.3.86–1.0.0"
    assert describe_place(Grid(matrix=far), far.cells) == "3.9 × 0.3.86, 1.0.0"
    assert Grid(matrix=near).listed_lines(["0.3", "1.0"]) == "0.3–1.0"
    assert Grid(matrix=far).listed_lines(["0.3", "1.0"]) == "0.3, 1.0"


def test_a_selected_release_outside_splits_a_range() -> None:
    matrix = made("py3.9-core0.3.0", "py3.9-core0.3.1", "py3.9-core0.3.2")
    first, _, last = matrix.cells
    assert describe_place(Grid(matrix=matrix), [last, first]) == "3.9 × 0.3.0, 0.3.2"


def test_what_only_another_python_was_asked_splits_no_range() -> None:
    matrix = made("py3.9-core0.3.0", "py3.9-core0.3.2", "py3.10-core0.3.1")
    assert describe_place(Grid(matrix=matrix), matrix.cells[:2]) == "3.9 × 0.3.0–0.3.2"


def test_pythons_with_equal_ranges_are_merged() -> None:
    cells = grid_of(["3.9", "3.10", "3.11"], ["0.3.0", "0.3.1"], "nested/nested")
    matrix, _ = measured(cells)
    assert (
        describe_place(Grid(matrix=matrix), matrix.cells[1:])
        == "3.9 × 0.3.1; 3.10–3.11 × 0.3.0–0.3.1"
    )
