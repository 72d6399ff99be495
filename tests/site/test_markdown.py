"""Markdown as HTML: nothing raw, anchors as GitHub's, links that lead to the site's own pages."""

import pytest

from compat.reports.site.address import Addresses
from compat.reports.site.markdown import render_markdown
from tests.site.links import Elements

KNOWN = Addresses(
    pages={
        "docs/check.md": "docs/check.html",
        "README.md": "docs/README.html",
        "reports/scenarios/gather.md": "patterns/gather.html",
    },
    files=("matrix.json", "docs/check.schema.json", "langgraph/matrix.json"),
)


def body(text: str) -> str:
    return str(render_markdown(text, lambda href: KNOWN.find("docs/ci.md", href)).body)


@pytest.mark.parametrize(
    ("href", "leads"),
    [
        ("check.md", "../docs/check.html"),
        ("check.md#in-ci", "../docs/check.html#in-ci"),
        ("#below", "#below"),
        ("../README.md#ask", "../docs/README.html#ask"),
        ("symptoms.md", "../symptoms.html"),
        ("../reports/scenarios/gather.md", "../patterns/gather.html"),
        ("../reports/matrix.md#how-to-read-a-verdict", "../matrix.html"),
        ("../reports/matrix.html", "../matrix.html"),
        ("../reports/matrix.json", "../matrix.json"),
        ("../reports/langgraph/matrix.json", "../langgraph/matrix.json"),
        ("../reports/langgraph/matrix.md", "../patterns/index.html#langgraph"),
        ("check.schema.json", "../docs/check.schema.json"),
        ("https://example.org/a?b=c&d#e", "https://example.org/a?b=c&d#e"),
    ],
)
def test_a_link_leads_to_the_page_on_the_site(href: str, leads: str) -> None:
    assert Elements(body(f"[here]({href})")).values("href") == [leads]


@pytest.mark.parametrize(
    "href",
    [
        "../.github/workflows/matrix.yml",
        "../../outside.md",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//example.org",
        "mailto:a@example.org",
    ],
)
def test_what_the_site_has_not_is_no_link(href: str) -> None:
    found = Elements(body(f"see [here]({href}) now"))
    assert found.values("href") == []
    assert "here" in found.text


@pytest.mark.parametrize("raw", ["<script>x</script>", "<img src=x onerror=y>", "a <b>b</b>"])
def test_raw_html_is_text(raw: str) -> None:
    found = Elements(body(f"{raw}\n\n- {raw}\n\n| a |\n|---|\n| {raw} |\n"))
    assert not found.tags() & {"script", "img", "b"}
    assert found.text.count(raw) == 3


def test_what_marks_a_part_that_is_renewed_is_left_out() -> None:
    assert body("<!-- ask:start -->\ntext\n<!-- ask:end -->\n") == "<p>text</p>\n"
    assert "&lt;!-- other" in body("<!-- other -->")


def test_headings_have_anchors_as_on_github() -> None:
    found = Elements(body("# In `CI`: a gate\n\n## In CI\n\n## In CI\n"))
    assert found.values("id") == ["in-ci-a-gate", "in-ci", "in-ci-1"]


def test_a_table_scrolls_and_has_a_name() -> None:
    text = body("## Jobs\n\n| a | b |\n|:--|--:|\n| 1 | 2 |\n")
    assert '<div class="scroll" tabindex="0" role="region" aria-label="Table 1: Jobs">' in text
    assert Elements(text).values("scope") == ["col", "col"]
    assert "style=" not in text


def test_code_and_pictures() -> None:
    assert body("```\na <b>\n```\n") == '<pre tabindex="0"><code>a &lt;b&gt;\n</code></pre>\n'
    assert body("![words](page.png)") == "<p>words</p>\n"
    assert body("[![words](a.svg)](check.md)") == '<p><a href="../docs/check.html">words</a></p>\n'


def test_a_page_has_a_title_and_what_it_begins_with() -> None:
    made = render_markdown(
        "# A `b` c\n\nThis leads to\n\n    code\n\nFirst\nline.\n\nSecond.\n", KNOWN.pages.get
    )
    assert (made.title, made.begins) == ("A b c", "First line.")
