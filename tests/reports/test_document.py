"""Markdown: the headline, the page and the job summary."""

import re

import pytest

from compat.matrix.model import Matrix, Traces
from compat.record.model import Status
from compat.reports.document import (
    render_details_md,
    render_job_summary,
    render_matrix_md,
    render_scenarios_md,
)
from compat.reports.headline.links import Links
from compat.reports.html.page import render_matrix_html
from compat.reports.view import make_page
from compat.stored.reports import dump_matrix
from tests.build import scenario
from tests.reports.sample import GUIDE, Said, grid_of, haunted, measured, tried


def page(matrix: Matrix, traces: Traces, base: str = "") -> str:
    return render_matrix_md(make_page(matrix, traces), Links(base=base))


def details(matrix: Matrix, traces: Traces) -> str:
    return render_details_md(make_page(matrix, traces), traces)


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


def test_the_newest_configuration_comes_first_and_how_to_ask() -> None:
    lines = page(MATRIX, TRACES).splitlines()
    assert lines[2] == (
        "**Python 3.14, langchain-core 0.3.86: async tools that call a chain need nothing by"
        " hand.**"
    )
    assert lines[4] == "Of 3 measured patterns 2 need nothing, 1 is a fact to know."
    assert lines[6].startswith("Ask about yours: `compat ask 3.14 0.3.86`; before an upgrade")
    assert lines[8] == (
        "Measured on 2026-01-01: 10 cells (5 Pythons × 2 releases of langchain-core, 0.3.0 to"
        " 0.3.86), 8 probed, 2 not probed (2 not installable). Complete: nothing is"
        " unknown."
    )


def test_what_has_to_be_written_there_is_said_at_once() -> None:
    text = page(*measured(grid_of(["3.10"], ["0.3.0"], "lost/nested")))
    first, _, rest = text.partition("\n## The map")
    assert "lack the model's events, and no error says so.**" in first
    assert "\nThe guide's summarising tool awaits a chain &#91;tool-async&#93;: Write" in first
    assert "## What differs" in rest


def test_the_guides_tool_is_told_by_python_and_minor_version_the_newest_first() -> None:
    lines = page(MATRIX, TRACES).splitlines()
    manual, automatic = "manual ◐<sup>a, b</sup>", "automatic ●<sup>a</sup>"
    link = "(scenarios/tool-async.md)"
    assert [line for line in lines if line.startswith("| [3")] == [
        f"| [3.15]{link} | not installable — 0.3.0–0.3.86 |",
        f"| [3.14]{link} | {manual} 0.3.0<br>{automatic} 0.3.86 |",
        f"| [3.11]{link} | {automatic} 0.3.0–0.3.86 (2 of 3) |",
        f"| [3.9–3.10]{link} | {manual} 0.3.0–0.3.86 (2 of 3) |",
    ]


def test_the_map_has_a_row_a_pattern_that_leads_to_its_page() -> None:
    lines = page(MATRIX, TRACES).splitlines()
    start = lines.index(
        "| Pattern | 3.14<br>0.3.86 | 3.11<br>0.3.86 | 3.9–3.10<br>0.3.86 | By hand |"
    )
    same = " | ● 0.3.86+ | ● | ◐ | configured, parent missing |"
    assert lines[start + 2 : start + 8] == [
        "| **The guide** | | | | |",
        f"| [tool-async](scenarios/tool-async.md){same}",
        "| **Concurrency** | **3.14** | **3.11** | **3.9–3.10** | |",
        f"| [gather](scenarios/gather.md){same}",
        "| **Errors** | **3.14** | **3.11** | **3.9–3.10** | |",
        "| [tool-error](scenarios/tool-error.md) | □ | □ 0.3.86+ | □ |  |",
    ]
    assert (
        "● automatic, or complete as written · ◐ manual: write something · □ a fact, or no such API"
        in lines
    )


def test_no_cell_of_a_table_has_many_links() -> None:
    names = [f"pattern-{n}" for n in range(40)]
    scenarios = (GUIDE, *(tried(name, "naive", "configured") for name in names))
    matrix, traces = measured(CELLS, scenarios=scenarios, others={name: {} for name in names})
    tables = (page(matrix, traces), details(matrix, traces))
    cells = [cell for text in tables for row in text.splitlines() for cell in row.split(" | ")]
    assert sum("](scenarios/pattern-" in cell for cell in cells) == len(names)
    assert max(cell.count("](") for cell in cells if "·" not in cell) == 1


def test_links_lead_to_a_site_that_is_told_of() -> None:
    text = page(MATRIX, TRACES, "https://example.org/x")
    assert "| [gather](https://example.org/x/patterns/gather.html) | ● 0.3.86+ |" in text
    assert "[on the page](https://example.org/x/matrix.html#from=py3.14-core0.3.86)" in text
    assert "](scenarios/" not in text
    assert "matrix.html" not in page(MATRIX, TRACES).replace("`matrix.html`", "")
    links = Links(base="https://example.org/x")
    of_pattern = render_scenarios_md(make_page(MATRIX, TRACES), links)["scenarios/gather.md"]
    assert "[evidence](https://example.org/x/matrix.html#scenario=gather)" in of_pattern


@pytest.mark.parametrize("name", ["matrix", "details", "gather", "tool-error"])
def test_every_table_of_a_page_is_whole(name: str) -> None:
    shown = make_page(MATRIX, TRACES)
    pages = {
        "scenarios/matrix.md": render_matrix_md(shown),
        "scenarios/details.md": render_details_md(shown, TRACES),
        **render_scenarios_md(shown),
    }
    lines = pages[f"scenarios/{name}.md"].splitlines()
    heads = [number for number, line in enumerate(lines) if line.startswith("| --- |")]
    assert heads
    for number in heads:
        assert lines[number - 1].startswith("| "), "a table has a head"
        counts = {line.count("|") for line in lines[number - 1 : number + 2]}
        assert len(counts) == 1, lines[number - 1]
        assert not lines[number - 2].startswith("|")


def test_the_details_name_what_was_not_probed_and_how_config_is_passed() -> None:
    text = details(MATRIX, TRACES)
    assert "| not installable | no wheel | 3.15 × 0.3.0–0.3.86 | 2 |" in text
    assert "| configured | flattened at best | 2 |" in text
    of_pattern = render_scenarios_md(make_page(MATRIX, TRACES))["scenarios/tool-async.md"]
    needed = "Needed in 5 cells (3.9–3.10 × 0.3.0–0.3.86; 3.14 × 0.3.0)"
    assert f"{needed}; passing nothing fails silently there.\n" in of_pattern
    flattened = "**configured**, flattened in 5 (3.9–3.10 × 0.3.0–0.3.86; 3.14 × 0.3.0).\n"
    assert flattened in of_pattern


def test_what_is_published_is_judged() -> None:
    lines = page(MATRIX, TRACES).splitlines()
    start = lines.index("| It is published that | Pattern | Measured |")
    assert lines[start + 2] == (
        "| From Python 3.11 on, config reaches child runnables in async code by itself."
        " ([source](https&#58;//python.langchain.com/docs/how_to/tool_stream_events/)) |"
        " tool-async | fails in 1 of 4 cells: 3.14 × 0.3.0 |"
    )


def test_every_scenario_has_a_page_with_its_code_and_what_its_forms_came_to() -> None:
    pages = render_scenarios_md(make_page(MATRIX, TRACES))
    assert list(pages) == [
        f"scenarios/{name}.md" for name in ("tool-async", "gather", "tool-error")
    ]
    text = pages["scenarios/gather.md"]
    assert text.startswith("# gather\n\nConcurrency: A tool.\n")
    assert "[All patterns](../matrix.md#the-map)" in text
    ends = "open / bracketed, changes after 0.3.0 and by 0.3.86"
    assert f"| 3.14 | 0.3.0 | manual ◐<sup>a, b</sup> | 1 of 1 | {ends} |" in text
    assert "```python\nx = 'configured'\n```" in text
    assert "| Cells | Number | naive | configured | Remarks |" in text
    headings = [line for line in text.splitlines() if line.startswith("###")]
    assert headings == ["### Naive", "### Configured", "### Copied context"]
    assert "| 3.11 × 0.3.0 | 1 | open, later runs differ |" in pages["scenarios/tool-error.md"]


@pytest.mark.parametrize("render", ["page", "details", "summary", "scenario"])
def test_hostile_text_is_obeyed_nowhere(render: str) -> None:
    matrix, traces = haunted(MATRIX, TRACES)
    text = {
        "page": lambda: page(matrix, traces),
        "details": lambda: details(matrix, traces),
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
    text = page(matrix, traces)
    assert "No cell was probed, so nothing is known of any configuration." in text
    assert "Nothing was probed, so nothing is said about any release." in text
    assert "The guide's tool was not measured in this run." in text
    assert "Every pattern, as the newest release" not in text
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
    assert len(render_matrix_md(shown).encode()) < 100_000
    assert len(render_job_summary(matrix, traces).encode()) < 1024 * 1024
