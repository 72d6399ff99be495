"""What is said where not every release was tested, and what bisecting would have missed."""

from io import StringIO

import pytest
from rich.console import Console

from compat.matrix.model import Matrix, Traces
from compat.reports.bundle import render
from compat.reports.document import render_job_summary, render_matrix_md
from compat.reports.headline.finding import find_findings
from compat.reports.table.grid import Grid
from compat.reports.table.islands import IslandRow
from compat.reports.terminal import show
from compat.reports.view import make_page
from compat.reports.words import INTERPOLATED
from tests.reports.sample import Said, grid_of, measured

MANUAL, AUTOMATIC = "lost/nested", "nested/nested"


def row(text: str) -> tuple[Matrix, Traces]:
    """Python 3.12 by release: m, a, or a dot for one that was not asked."""
    words: dict[str, Said] = {"m": MANUAL, "a": AUTOMATIC}
    cells = {f"py3.12-core0.3.{n}": words[x] for n, x in enumerate(text) if x != "."}
    return measured(cells, known=[f"0.3.{n}" for n in range(len(text))])


EXACT = row("m.ma.a")
WHOLE = row("mmmaaa")


def headline(matrix: Matrix, traces: Traces) -> str:
    page = render_matrix_md(make_page(matrix, traces))
    return page.partition("## What differs")[0]


def test_the_headline_says_since_when() -> None:
    text = headline(*EXACT)
    assert "0.3.0–0.3.2 (2 of 3)<br>" in text
    assert "0.3.3–0.3.5 (2 of 3) |" in text
    assert "| ● 0.3.3+ |" in text
    assert INTERPOLATED in text
    assert INTERPOLATED not in headline(*WHOLE)


@pytest.mark.parametrize("name", ["matrix.html", "scenarios/tool-async.md"])
def test_every_page_says_what_was_tested_and_what_cannot_be_seen(name: str) -> None:
    told, whole = render(*EXACT)[name], render(*WHOLE)[name]
    assert "2 of 3" in told
    assert "since 0.3.3" in told
    assert INTERPOLATED in told
    assert INTERPOLATED not in whole


def test_the_summary_and_the_terminal_say_it_too() -> None:
    assert INTERPOLATED in render_job_summary(*EXACT)
    out = StringIO()
    show(EXACT[0], Console(file=out, width=300))
    assert "0.3.3–0.3.5 (2 of 3) since 0.3.3" in out.getvalue()
    assert INTERPOLATED in out.getvalue()


def test_a_whole_grid_lists_what_bisecting_would_have_missed() -> None:
    cells = grid_of(["3.11", "3.12"], [f"0.3.{n}" for n in range(6)], AUTOMATIC)
    for name in ("3.11", "3.12"):
        cells |= {f"py{name}-core0.3.{n}": MANUAL for n in (2, 3)}
    matrix, traces = measured(cells)
    assert make_page(matrix, traces).islands == (
        IslandRow(
            scenario="tool-async",
            where="3.11–3.12 × 0.3.2–0.3.3",
            there="manual, silent:naive",
            around="automatic",
            cells=4,
        ),
    )
    files = render(matrix, traces)
    row = "| tool-async | 3.11–3.12 × 0.3.2–0.3.3 | manual, silent:naive | automatic | 4 |"
    assert row in files["details.md"].splitlines()
    assert ' id="islands">' in files["matrix.html"]
    assert "Islands" not in render(*WHOLE)["details.md"]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({2: MANUAL, 3: AUTOMATIC}, "(3.10 × 0.3.3–0.3.5): on 3.10 since 0.3.3."),
        ({}, "(3.10 × 0.3.5): on 3.10 from after 0.3.0 and by 0.3.5."),
    ],
)
def test_a_finding_says_since_when(asked: dict[int, Said], words: str) -> None:
    said: dict[int, Said] = {0: MANUAL, **asked, 5: AUTOMATIC}
    cells = {f"py3.10-core0.3.{n}": each for n, each in said.items()}
    matrix, _ = measured(cells, known=[f"0.3.{n}" for n in range(6)])
    found = find_findings(Grid(matrix=matrix), matrix.scenarios)
    (sentence,) = (each.sentence for each in found if "Before Python 3.11" in each.sentence)
    assert sentence.endswith(words)
