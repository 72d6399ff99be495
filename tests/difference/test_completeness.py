"""Evidence is never replaced by less."""

from dataclasses import replace

import pytest

from compat.difference.completeness import count_shared, find_less
from compat.matrix.model import Matrix
from compat.record.model import Status
from tests.reports.sample import Said, grid_of, measured

WHOLE = grid_of(["3.11", "3.14"], ["0.3.0", "1.0.0"], "nested/nested")


def matrix(cells: dict[str, Said]) -> Matrix:
    return measured(cells)[0]


def without(*cells: str, **changes: Said) -> Matrix:
    kept = {cell: said for cell, said in WHOLE.items() if cell not in cells}
    return matrix({**kept, **changes})


@pytest.mark.parametrize(
    ("after", "why"),
    [
        (matrix(WHOLE), None),
        (matrix({**WHOLE, "py3.13-core1.0.0": "nested/nested"}), None),
        (without("py3.11-core0.3.0"), "the old reports have 1 cell that this run lacks"),
        (
            without("py3.11-core0.3.0", "py3.14-core0.3.0"),
            "the old reports have 2 cells that this run lacks",
        ),
        (
            matrix({**WHOLE, "py3.11-core0.3.0": (Status.NOT_INSTALLABLE, "gone")}),
            "the old reports have 1 probed cell more than this run",
        ),
        (replace(matrix(WHOLE), scenarios=()), "the old reports have 1 pattern this run lacks"),
    ],
    ids=["the same", "more", "a cell less", "two cells less", "one probed less", "no scenario"],
)
def test_only_as_much_may_take_the_place(after: Matrix, why: str | None) -> None:
    assert find_less(matrix(WHOLE), after) == why


def test_what_is_known_gives_not_way_to_what_is_not() -> None:
    """However many cells are probed besides."""
    after = {
        **WHOLE,
        "py3.14-core1.0.0": (Status.INTERPRETER_MISSING, "none"),
        "py3.13-core1.0.0": "nested/nested",
    }
    assert (
        find_less(matrix(WHOLE), matrix(after))
        == "the old reports know 1 cell that this run does not"
    )


def test_cells_are_shared_that_both_found_out_about() -> None:
    beside = matrix(
        {
            "py3.14-core1.0.0": "nested/nested",
            "py3.14-core0.3.0": (Status.CRASHED, "x"),
            "py3.9-core0.3.0": "lost/nested",
        }
    )
    assert count_shared(matrix(WHOLE), beside) == 1
