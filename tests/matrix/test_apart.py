"""Cells that were installed only with an override: in the matrix, and counted by nothing else."""

from datetime import date

from compat.claims.check import check
from compat.claims.model import load_claims
from compat.difference.compare import compare
from compat.difference.gate import hold_statements
from compat.difference.sensitivity import find_sensitivity
from compat.matrix.build import sign_cell
from compat.matrix.island import find_islands
from compat.matrix.lint import find_complaints
from compat.matrix.model import Edge
from compat.reports.difference.news import render_news_md
from compat.reports.project.badge import make_badge
from compat.reports.table.grid import Grid
from compat.reports.view import make_headline
from tests.reports.sample import measured

CELLS = ["py3.12-core1.0.0", "py3.12-core1.0.1", "py3.12-core1.0.2"]
AS_BEFORE = dict.fromkeys(CELLS, "nested/nested")
AT_END, INSIDE = (
    measured({**AS_BEFORE, cell: "lost/lost"}, apart=[cell]) for cell in (CELLS[2], CELLS[1])
)
PLAIN = measured(AS_BEFORE)


def test_no_statement_speaks_of_one() -> None:
    (at_end,), (inside,) = AT_END[0].statements, INSIDE[0].statements
    assert (at_end.through_release, at_end.through_edge) == ("1.0.1", Edge.OPEN)
    assert (at_end.tested, at_end.of, at_end.gaps) == (2, 2, ())
    assert (inside.through_release, inside.tested, inside.of, inside.gaps) == ("1.0.2", 2, 3, ())


def test_the_statements_are_sound_without_it() -> None:
    assert find_complaints(AT_END[0]) == find_complaints(INSIDE[0]) == ()


def test_a_search_learns_nothing_from_it() -> None:
    assert [sign_cell(cell) is None for cell in INSIDE[0].cells] == [False, True, False]
    assert find_islands(INSIDE[0]) == ()


def test_the_headline_counts_it_once_and_says_so() -> None:
    said = make_headline(INSIDE[0], Grid(matrix=INSIDE[0]))
    assert "3 probed (1 only with an override, not counted below)" in said.sentence
    assert said.findings == ()
    assert "2 of 3 cells" in make_badge(INSIDE[0]).detail
    alone = measured({CELLS[0]: "nested/nested"}, apart=CELLS)[0]
    assert (
        "Nothing was probed without an override"
        in make_headline(alone, Grid(matrix=alone)).sentence
    )


def test_no_claim_rests_on_it() -> None:
    tested = {name for each in check(load_claims(), *INSIDE) for name in each.tested}
    assert tested == {CELLS[0], CELLS[2]}


def test_it_breaks_no_baseline_and_is_no_news() -> None:
    compared = compare(PLAIN[0], INSIDE[0])
    assert (compared.changes, compared.statuses) == ((), ())
    held = hold_statements(PLAIN[0], INSIDE[0], compared, (), date(2026, 1, 1))
    assert (held.holds, held.cells) == (True, 2)
    first = measured({CELLS[0]: "nested/nested"})[0]
    assert render_news_md(first, AT_END[0]) == ""
    assert find_sensitivity(PLAIN[0], *INSIDE, "lowest").changes == ()
