"""Sentences are drawn from the data, the most cells first."""

from compat.record.model import Status
from compat.reports.headline.finding import find_findings
from compat.reports.table.grid import Grid
from tests.build import scenario
from tests.reports.sample import GUIDE, Said, grid_of, measured


def sentences(cells: dict[str, Said]) -> list[str]:
    matrix, _ = measured(cells)
    return [each.sentence for each in find_findings(Grid(matrix=matrix), matrix.scenarios)]


def test_a_matrix_that_is_as_the_rule_says_shows_nothing_besides() -> None:
    assert sentences({"py3.10-core0.3.0": "lost/nested", "py3.11-core0.3.0": "nested/nested"}) == []


def test_events_that_come_back_flattened_are_counted_against_naive() -> None:
    cells = {"py3.10-core0.3.0": "lost/flattened/nested", "py3.11-core0.3.0": "nested/flattened"}
    (found,) = sentences({**cells, "py3.12-core0.3.0": "nested/nested"})
    assert found.endswith(
        "in 2 of 3 measured configurations. Callbacks passed by hand keep the tool there in 1 of"
        " these, passing nothing in 1."
    )


def test_each_contradiction_of_the_rule_is_placed() -> None:
    found = sentences(
        {
            "py3.9-core0.3.0": "raised/raised",
            "py3.10-core0.3.0": "nested/nested",
            **grid_of(["3.13", "3.14"], ["0.3.0"], "lost/nested"),
            **grid_of(["3.15"], ["0.3.0"], (Status.NOT_INSTALLABLE, "no wheel")),
        }
    )
    assert [sentence.partition(" (")[2].partition(")")[0] for sentence in found] == [
        "3.13–3.14 × 0.3.0",
        "3.10 × 0.3.0",
        "3.9 × 0.3.0",
        "3.15 × 0.3.0",
    ]
    assert found[0].startswith("Python 3.11 or later is not enough: in 2 cells ")


def test_many_places_and_many_names_are_cut_short() -> None:
    cells = grid_of(["3.11", "3.12", "3.13"], ["0.3.0"], "nested/nested")
    names = [f"s{n}" for n in range(10)]
    everywhere = dict.fromkeys(cells, "lost/nested")
    others = dict.fromkeys(names, everywhere)
    for n, cell in enumerate(cells):
        others[f"one{n}"] = {cell: "lost/nested"}
    matrix, _ = measured(cells, others=others, scenarios=(GUIDE, *map(scenario, others)))
    first, second, rest = find_findings(Grid(matrix=matrix), matrix.scenarios)
    assert first.sentence.endswith("(3.11–3.13 × 0.3.0): s0, s1, s2, s3, s4, s5, s6, s7, 2 more.")
    assert second.sentence.endswith("in 1 cell (3.11 × 0.3.0): one0.")
    assert rest.sentence == (
        "Elsewhere on Python 3.11 or later the same is true of 2 more patterns."
    )
    assert [each.rest for each in (first, second, rest)] == [True, False, True]


def test_other_scenarios_that_fail_in_the_same_cells_share_a_sentence() -> None:
    cells = {"py3.10-core0.3.0": "lost/nested", "py3.11-core0.3.0": "nested/nested"}
    failing = {"py3.11-core0.3.0": "lost/nested"}
    scenarios = (GUIDE, scenario("gather"), scenario("thread-pool"), scenario("tool-sync"))
    others = {"gather": failing, "thread-pool": failing, "tool-sync": {}}
    matrix, _ = measured(cells, others=others, scenarios=scenarios)
    (found,) = find_findings(Grid(matrix=matrix), matrix.scenarios)
    assert found.sentence.endswith("in 1 cell (3.11 × 0.3.0): gather, thread-pool.")
