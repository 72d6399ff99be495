"""The guide's claims, in words, with the traces that speak against them."""

from compat.claims.model import load_claims
from compat.reports.headline.claims import Claimed, group_by_claim, join_alike, judge_claims
from compat.reports.table.grid import Grid
from tests.reports.sample import Said, grid_of, measured

AUTOMATIC, NEVER = "automatic-from-3.11", "never-before-3.11"


def rows(cells: dict[str, Said]) -> dict[tuple[str, str], Claimed]:
    """The claims by id and by scenario."""
    matrix, traces = measured(cells)
    found = judge_claims(Grid(matrix=matrix), matrix, traces)
    short = {each.says: each.id for each in load_claims()}
    return {(short[each.says], each.scenario): each for each in found}


CELLS: dict[str, Said] = {
    **grid_of(["3.10"], ["0.3.0", "0.3.1"], "lost/flattened"),
    "py3.11-core0.3.0": "nested/nested",
    "py3.11-core0.3.1": "lost/flattened",
    "py3.12-core0.3.0": "nested/nested",
}


def test_what_holds_what_does_not_and_where() -> None:
    words = {key: each.words for key, each in rows(CELLS).items()}
    assert words[AUTOMATIC, "tool-async"] == "fails in 1 of 3 cells: 3.11 × 0.3.1"
    assert words[NEVER, "tool-async"] == "holds (2 cells)"
    assert words[AUTOMATIC, "lambda-async"] == "nothing known"
    assert len(words) == 10  # those about a tracer need one


def test_a_claim_that_holds_nowhere_says_so() -> None:
    cells: dict[str, Said] = dict.fromkeys(["py3.10-core0.3.0", "py3.10-core0.3.1"], "nested/lost")
    found = rows(cells)[NEVER, "tool-async"]
    assert (found.words, found.holds) == ("fails in all 2", False)


def test_scenarios_of_which_the_same_is_said_are_together() -> None:
    matrix, traces = measured({"py3.11-core0.3.0": "nested/nested"})
    found = judge_claims(Grid(matrix=matrix), matrix, traces)
    assert [len(of) for _, of in group_by_claim(found)] == [2, 1, 2, 1, 1, 2, 1]
    assert [len(of) for _, of in join_alike(found)] == [1] * 10
    assert [len(of) for _, of in join_alike(judge_claims(Grid(matrix=matrix), *measured({})))] == [
        2,
        1,
        2,
        1,
        1,
        2,
        1,
    ]


def test_exceptions_lead_to_a_cell_that_shows_them() -> None:
    matrix, _ = measured(CELLS)
    found = rows(CELLS)[AUTOMATIC, "tool-async"]
    (against,) = found.counterexamples
    assert against.where == "3.11 × 0.3.1"
    assert against.cell == matrix.cells[3].id
    assert rows(CELLS)[NEVER, "tool-async"].counterexamples == ()
