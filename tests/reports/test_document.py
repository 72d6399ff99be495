"""Markdown: the headline, the page and the job summary."""

import re

import pytest

from compat.matrix.model import Matrix, Traces
from compat.record.model import Status
from compat.reports.document import (
    render_job_summary,
    render_matrix_md,
    render_scenarios_md,
)
from compat.reports.html.page import render_matrix_html
from compat.reports.view import make_page
from compat.stored.reports import dump_matrix
from tests.build import scenario
from tests.reports.sample import GUIDE, Said, grid_of, haunted, measured, tried


def headline(matrix: Matrix, traces: Traces) -> str:
    """What stands between the page's title and what it says of the rule."""
    page = render_matrix_md(make_page(matrix, traces), traces)
    return page.partition("\n\n")[2].partition("\n\nThe published rule is")[0]


CELLS: dict[str, Said] = {
    **grid_of(["3.9", "3.10"], ["0.3.0", "0.3.86"], "lost/flattened"),
    **grid_of(["3.11"], ["0.3.0", "0.3.86"], "nested/flattened"),
    "py3.14-core0.3.0": "lost/flattened",
    "py3.14-core0.3.86": "nested/flattened",
    **grid_of(["3.15"], ["0.3.0", "0.3.86"], (Status.NOT_INSTALLABLE, "no wheel")),
}
FENCE = re.compile("^```.*?^```$", re.DOTALL | re.MULTILINE)
FACT = tried("tool-error", "naive", row="fact", group="errors")
TRIED = tried("gather", "naive", "configured", "remedy-copied-context", group="concurrency")
MATRIX, TRACES = measured(
    CELLS,
    known=["0.3.40"],
    scenarios=(GUIDE, TRIED, FACT),
    others={"gather": {}, "tool-error": dict.fromkeys(CELLS, "lost=open")},
    later={"tool-error": {"py3.11-core0.3.0": "lost=closed"}},
)


def test_the_headline_is_a_sentence_the_claims_and_a_table() -> None:
    lines = headline(MATRIX, TRACES).splitlines()
    assert lines[0] == (
        "Measured on 2026-01-01: 10 cells (5 Pythons × 2 releases of langchain-core, 0.3.0 to"
        " 0.3.86), 8 probed, 2 not probed (2 not installable). Complete: nothing is"
        " unknown."
    )
    assert lines[2].startswith("**Config passed by hand, as the guide teaches, brings")
    assert lines[4] == "| It is published that | Pattern | Measured |"
    assert lines[6] == (
        "| From Python 3.11 on, config reaches child runnables in async code by itself."
        " ([source](https&#58;//python.langchain.com/docs/how_to/tool_stream_events/)) |"
        " tool-async | fails in 1 of 4 cells: 3.14 × 0.3.0 |"
    )
    manual = "manual ◐<sup>a, b</sup> (needs code of yours)<br>"
    automatic = "automatic ●<sup>a</sup><br>"
    changes = "0.3.0, 1 of 1 tested, changes after 0.3.0 and by 0.3.86"
    assert [line for line in lines if line.startswith("| **")] == [
        f"| **3.9–3.10** | {manual}0.3.0–0.3.86, 2 of 3 tested |",
        f"| **3.11** | {automatic}0.3.0–0.3.86, 2 of 3 tested |",
        f"| **3.14** | {manual}{changes}<br>{automatic}0.3.86, 1 of 1 tested |",
        "| **3.15** | not installable —<br>0.3.0–0.3.86 |",
    ]


@pytest.mark.parametrize("name", ["matrix", "gather", "tool-error"])
def test_every_table_of_a_page_is_whole(name: str) -> None:
    shown = make_page(MATRIX, TRACES)
    pages = {"scenarios/matrix.md": render_matrix_md(shown, TRACES), **render_scenarios_md(shown)}
    lines = pages[f"scenarios/{name}.md"].splitlines()
    heads = [number for number, line in enumerate(lines) if line.startswith("| --- |")]
    assert heads
    for number in heads:
        assert lines[number - 1].startswith("| "), "a table has a head"
        counts = {line.count("|") for line in lines[number - 1 : number + 2]}
        assert len(counts) == 1, lines[number - 1]
        assert not lines[number - 2].startswith("|")


def test_the_page_names_what_was_not_probed_and_how_config_is_passed() -> None:
    text = render_matrix_md(make_page(MATRIX, TRACES), TRACES)
    assert "| not installable | no wheel | 3.15 × 0.3.0–0.3.86 | 2 |" in text
    assert (
        "| configured | flattened at best | 2: [tool-async](scenarios/tool-async.md),"
        " [gather](scenarios/gather.md) |"
    ) in text
    needed = "Needed in 5 cells (3.9–3.10 × 0.3.0–0.3.86; 3.14 × 0.3.0)"
    assert f"{needed}; passing nothing fails silently there.\n" in text
    assert "**configured**, flattened in 5 (3.9–3.10 × 0.3.0–0.3.86; 3.14 × 0.3.0).\n" in text


def test_groups_are_tables_of_statements_with_links_to_pages() -> None:
    lines = render_matrix_md(make_page(MATRIX, TRACES), TRACES).splitlines()
    assert "| [Concurrency](#concurrency) | 1 scenario: 1 manual somewhere |" in lines
    assert "| [Errors](#errors) | 1 scenario: 1 not sure somewhere |" in lines
    assert "### Concurrency" in lines
    (row,) = (line for line in lines if line.startswith("| [gather](scenarios/gather.md) |"))
    assert row.endswith("| configured: flattened in 5 of 5 |")
    (row,) = (line for line in lines if line.startswith("| [tool-error]"))
    assert "| recorded: open □ 0.3.0–0.3.86 (2 of 3) |" in row
    assert "| inconsistent: runs disagree ? 0.3.0<br>recorded: open □ 0.3.86 |" in row


def test_every_scenario_has_a_page_with_its_code_and_what_its_forms_came_to() -> None:
    pages = render_scenarios_md(make_page(MATRIX, TRACES))
    assert list(pages) == [
        f"scenarios/{name}.md" for name in ("tool-async", "gather", "tool-error")
    ]
    text = pages["scenarios/gather.md"]
    assert text.startswith("# gather\n\nConcurrency: A tool.\n")
    assert "[Other patterns of the group](../matrix.md#concurrency)" in text
    ends = "open / bracketed, changes after 0.3.0 and by 0.3.86"
    assert f"| 3.14 | 0.3.0 | manual ◐<sup>a, b</sup> | 1 of 1 | {ends} |" in text
    assert "```python\nx = 'configured'\n```" in text
    assert "| Cells | Number | naive | configured | Remarks |" in text
    headings = [line for line in text.splitlines() if line.startswith("###")]
    assert headings == ["### Naive", "### Configured", "### Copied context"]
    assert "| 3.11 × 0.3.0 | 1 | open, later runs differ |" in pages["scenarios/tool-error.md"]


@pytest.mark.parametrize("render", ["page", "headline", "summary", "scenario"])
def test_hostile_text_is_obeyed_nowhere(render: str) -> None:
    matrix, traces = haunted(MATRIX, TRACES)
    text = {
        "page": lambda: re.sub(FENCE, "", render_matrix_md(make_page(matrix, traces), traces)),
        "headline": lambda: headline(matrix, traces),
        "summary": lambda: render_job_summary(matrix, traces),
        "scenario": lambda: re.sub(
            FENCE, "", render_scenarios_md(make_page(matrix, traces))["scenarios/gather.md"]
        ),
    }[render]()
    ours = {
        *("sup", "br", "table", "caption", "thead", "tbody", "tr", "th", "td", "details", "summary")
    }
    assert set(re.findall(r"</?(\w+)", text)) <= ours
    assert "&#60;script&#62;alert(1)" in text
    assert text.replace("\n", "").isprintable()
    for active in ("[l](", "http://e", "@me", "`x`", "www.e.", ":bomb:", "*b*", "$x$"):
        assert active not in text


def test_the_summary_keeps_the_scope_of_its_headings() -> None:
    text = render_job_summary(MATRIX, TRACES)
    assert text.count("<table>") == text.count("</table>") == 6
    assert '<th scope="col">' in text
    assert '<th scope="row">3.9–3.10</th>' in text
    assert "<th>" not in text


def test_a_summary_that_is_too_large_says_less() -> None:
    sizes = [len(render_job_summary(MATRIX, TRACES).encode())]
    shorter: list[str] = []
    while len(shorter) < 3:
        shorter.append(render_job_summary(MATRIX, TRACES, largest=sizes[-1] - 1))
        sizes.append(len(shorter[-1].encode()))
    assert sizes == sorted(sizes, reverse=True)
    assert "no wheel" in shorter[0]
    assert "no wheel" not in shorter[1]
    assert "| Python" not in shorter[2]
    assert shorter[2].startswith("Measured on 2026-01-01: 10 cells")
    assert render_job_summary(MATRIX, TRACES, largest=20) == "Measured on 2026-01-"


def test_a_matrix_without_a_cell_renders() -> None:
    matrix, traces = measured({})
    text = render_matrix_md(make_page(matrix, traces), traces)
    assert "Nothing was probed, so nothing is said about any release." in text
    assert "The guide's tool was not measured in this run." in headline(matrix, traces)
    assert "Nothing was probed" in render_job_summary(matrix, traces)


@pytest.mark.slow
def test_the_full_grid_stays_under_its_limits() -> None:
    pythons = ["3.9", "3.10", "3.11", "3.12", "3.13", "3.14", "3.15"]
    releases = [f"{line}.{n}" for line in ("0.2", "0.3", "1.0", "1.1") for n in range(40)]
    cells = grid_of(pythons, releases, "nested/flattened")
    cells |= grid_of(["3.9", "3.10"], releases, "lost/flattened")
    cells |= grid_of(["3.14"], releases[:55], "lost/flattened")
    names = [f"scenario-number-{n}" for n in range(90)]
    scenarios = (GUIDE, *map(scenario, names))
    matrix, traces = measured(cells, scenarios=scenarios, others={name: {} for name in names})
    assert len(matrix.cells) == 1120
    shown = make_page(matrix, traces)
    assert len(dump_matrix(matrix)) < 20_000_000
    assert len(render_matrix_html(shown, matrix, traces).encode()) < 1_500_000
    assert len(render_matrix_md(shown, traces).encode()) < 500_000
    assert len(render_job_summary(matrix, traces).encode()) < 1024 * 1024
