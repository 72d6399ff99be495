"""One scenario by itself, and the groups that hold them."""

from compat.matrix.model import Matrix
from compat.reports.group import Group, group_scenarios
from compat.reports.headline.detail import describe_scenario, name_file
from compat.reports.table.grid import Grid
from tests.reports.sample import GUIDE, Said, measured, tried

OLD, NEW = "py3.9-core0.3.0", "py3.10-core0.3.0"
CELLS: dict[str, Said] = {OLD: "lost/flattened/nested", NEW: "nested/nested"}


def test_cells_that_came_to_the_same_are_a_row_and_forms_never_measured_no_column() -> None:
    known = tried("gather", "callbacks", "naive", "configured", "remedy-copied-context")
    words = {OLD: "nested/lost/-/lost", NEW: "nested/lost/-/lost"}
    matrix, _ = measured(CELLS, scenarios=(GUIDE, known), others={"gather": words})
    shown = describe_scenario(Grid(matrix=matrix), known)
    assert shown.forms == ("naive", "configured", "callbacks", "remedy-copied-context")
    assert shown.measured == ("naive", "callbacks", "remedy-copied-context")
    (row,) = shown.outcomes
    assert (row.where, row.cells, row.remarks) == (
        "3.9–3.10 × 0.3.0",
        (OLD, NEW),
        ("silent:naive",),
    )
    assert shown.flags == ("silent:naive",)


def test_of_a_fact_the_answer_is_told_and_no_outcome() -> None:
    known = tried("tool-error", "naive", row="fact")
    words = {OLD: "lost=open", NEW: "lost=closed"}
    matrix, _ = measured(CELLS, scenarios=(GUIDE, known), others={"tool-error": words})
    shown = describe_scenario(Grid(matrix=matrix), known)
    assert (shown.measured, shown.by_hand) == ((), None)
    assert [row.remarks for row in shown.outcomes] == [("open",), ("closed",)]


def test_what_is_meant_to_be_hidden_and_shows_leaks() -> None:
    known = tried("private-model", "naive", row="hiding")
    words = {OLD: "lost", NEW: "nested"}
    matrix, _ = measured(CELLS, scenarios=(GUIDE, known), others={"private-model": words})
    rows = describe_scenario(Grid(matrix=matrix), known).outcomes
    assert [row.remarks for row in rows] == [("hidden",), ("shown", "leaks:naive")]


def test_a_page_stays_in_its_folder() -> None:
    names = [name_file(each) for each in ("tool-async", "../../x", "..", "a\\b", "\ud800")]
    assert names == ["tool-async.md", "..%2F..%2Fx.md", "...md", "a%5Cb.md", "%5Cud800.md"]


def grouped(matrix: Matrix) -> tuple[Group, ...]:
    index = Grid(matrix=matrix)
    return group_scenarios(index, [describe_scenario(index, each) for each in matrix.scenarios])


def test_groups_keep_the_suites_order_behind_the_guides_and_count_the_worst() -> None:
    made = {
        "mixed": {OLD: "lost/lost", NEW: "nested/nested"},
        "by-hand": {OLD: "lost/nested", NEW: "nested/nested"},
        "by-itself": {OLD: "absent/absent", NEW: "nested/nested"},
        "never": {OLD: "absent/absent", NEW: "absent/absent"},
        "unsure": {OLD: "harness/nested", NEW: "lost/lost"},
    }
    scenarios = [tried(name, "naive", "configured", group="Nesting, deep!") for name in made]
    matrix, _ = measured(CELLS, scenarios=(*scenarios, GUIDE), others=made)
    guide, nesting = grouped(matrix)
    assert (guide.name, guide.tally) == ("the guide", "1 scenario: 1 manual somewhere")
    assert (nesting.anchor, [each.scenario.id for each in nesting.details]) == (
        "nesting-deep",
        [*made],
    )
    assert nesting.tally == (
        "5 scenarios: 1 not sure somewhere, 1 broken somewhere, 1 manual somewhere, 1 automatic,"
        " 1 absent"
    )
