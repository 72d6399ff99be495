"""What words found, in words: one finding a line in a pipe, no word broken on a terminal."""

from pathlib import Path

import pytest

from compat.matrix.index import Index
from compat.matrix.model import Matrix, Traces
from compat.reports.symptoms import (
    describe_found,
    describe_measured,
    describe_measured_of_pairs,
    render_all,
    render_found,
    render_found_json,
    render_symptoms_md,
)
from compat.reports.table.grid import Grid
from compat.symptoms.model import Pattern, Symptoms, Word, load_symptoms
from tests.reports.layered import measured_pairs
from tests.reports.sample import measured

PAGE = Path(__file__).parents[2] / "docs" / "symptoms.md"
TOOL = Pattern(
    id="tool-async",
    group="the guide",
    title="Await it.",
    code="tools",
    apis=("@tool",),
    symptoms=("no a", "b?"),
)
EXTRA = Pattern(id="extra", group="more", title="A | B.", code="bs", apis=("x",), symptoms=("c",))
GRAPH = Word(names=("Graph", "G"), says="Tried.", sources=("https://x",), nearest=("tool-async",))
HOOK = Word(names=("Hook",), says="Like it.", sources=("https://y",), measured_by=("tool-async",))
KNOWN = Symptoms(pattern=(TOOL, EXTRA), word=(GRAPH, HOOK))
CELLS = dict.fromkeys(("py3.11-core0.3.0", "py3.12-core0.3.0"), "nested")
INDEX = Grid(matrix=measured({"py3.10-core0.3.0": "lost/nested", **CELLS})[0])


def test_in_a_pipe_a_finding_is_a_line_with_what_is_measured() -> None:
    assert render_found(describe_found(KNOWN.every, INDEX), None).splitlines() == [
        (
            "Await it. | You see: no a | You ask: b?"
            " | Measured: by hand on 3.10 × 0.3.0; by itself elsewhere | tool-async"
        ),
        "A | B. | You see: c | extra",
        "Graph, G: not measured yet | Tried. | Source: https://x | Nearest: tool-async",
        "Hook | Like it. | Source: https://y | Same behaviour as: tool-async",
    ]


def test_what_is_alike_everywhere_is_so_everywhere() -> None:
    alike = Grid(matrix=measured({"py3.11-core0.3.0": "nested"})[0])
    assert describe_measured(alike, "tool-async") == "by itself everywhere"


def test_on_a_terminal_lines_are_wrapped_between_words() -> None:
    assert render_found(describe_found([TOOL], INDEX), 24).splitlines() == [
        "Await it.",
        "  You see: no a",
        "  You ask: b?",
        "  Measured: by hand on",
        "    3.10 × 0.3.0; by",
        "    itself elsewhere",
        "  tool-async",
    ]


def test_all_are_listed_by_group_with_the_id_last() -> None:
    assert render_all(KNOWN, None).splitlines() == [
        "the guide | Await it. | tool-async",
        "more | A | B. | extra",
    ]
    assert render_all(KNOWN, 60).splitlines() == [
        "the guide", "  Await it.", "    tool-async", "", "more", "  A | B.", "    extra",
    ]  # fmt: skip


@pytest.mark.parametrize("width", [None, 60, 80])
def test_no_line_ends_in_blanks_and_no_word_is_broken(width: int | None) -> None:
    known = load_symptoms()
    for text in (render_found(describe_found(known.every, None), width), render_all(known, width)):
        lines = text.splitlines()
        assert all(line == line.rstrip() for line in lines)
        if width:
            assert all(len(line) <= width or " " not in line.strip() for line in lines)


def test_programs_get_both_kinds_and_the_measured_line() -> None:
    text = render_found_json([TOOL, GRAPH], INDEX)
    assert '"measured": "by hand on 3.10 \\u00d7 0.3.0; by itself elsewhere"' in text
    assert '"nearest": [\n    "tool-async"\n   ]' in text
    assert '"measured": null' in render_found_json([TOOL], None)


def test_the_page_has_a_row_for_each_with_a_link_where_there_is_a_page() -> None:
    page = render_symptoms_md(KNOWN, INDEX.matrix)
    assert (
        "| no a<br>b? | <code>&#64;tool</code> | Await it. |"
        " [tool-async](../reports/scenarios/tool-async.md) |\n" in page
    )
    assert "| c | <code>x</code> | A &#124; B. | extra (with an extra package) |\n" in page
    assert "([source](https://x)) | not measured yet, nearest [tool-async](../reports/" in page
    assert "([source](https://y)) | measured as [tool-async](../reports/" in page


def test_the_committed_page_is_what_is_rendered(committed: tuple[Matrix, Traces]) -> None:
    rendered = render_symptoms_md(load_symptoms(), committed[0])
    assert PAGE.read_text("utf-8") == rendered, "nox -s report writes it anew"


def test_pythons_that_say_the_same_of_the_same_pairs_are_one() -> None:
    pairs = {
        "py3.11-core1.0.1-lg1.0.0": "lost/nested",
        "py3.11-core1.0.1-lg1.1.0": "nested/nested",
        "py3.12-core1.0.1-lg1.0.0": "lost/nested",
        "py3.12-core1.0.1-lg1.1.0": "nested/nested",
        "py3.13-core1.0.1-lg1.1.0": "nested/nested",
    }
    known = Index(matrix=measured_pairs(pairs))
    assert describe_measured_of_pairs(known, "node-async") == (
        "by hand on 3.11–3.12 with LangGraph 1.0.0; by itself on Python 3.13,"
        " on 3.11–3.12 with LangGraph 1.1.0"
    )
