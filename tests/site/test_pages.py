"""The pages of the site: what they say, that they are sound, and that all links lead somewhere."""

from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from justhtml import JustHTML

from compat.matrix.model import Finding, Listener, Outcome, Verdict
from compat.reports.layer.places import Places
from compat.reports.site.newer import Newer
from compat.reports.site.said import tabulate_layer
from compat.reports.site.site import render_site
from tests.reports.layered import layered
from tests.reports.sample import tried
from tests.site.conftest import BASE, PAGE, core, sourced
from tests.site.links import Elements, list_broken

STRANGE = {"script", "img", "iframe", "object", "form", "input", "base"}


@pytest.mark.parametrize("kind", ["plain", "hostile"])
def test_pages_are_sound_and_all_links_lead_somewhere(
    kind: str, request: pytest.FixtureRequest
) -> None:
    site: dict[str, str] = request.getfixturevalue(kind)
    pages = {place: text for place, text in site.items() if place.endswith(".html")}
    for text in pages.values():
        JustHTML(text, strict=True)
        ids = Elements(text).values("id")
        assert len(ids) == len(set(ids))
    files = {*site, "changes.atom"}
    assert list(list_broken(pages, files)) == []


def test_a_link_that_leads_nowhere_would_be_found() -> None:
    pages = {"a.html": '<a href="b.html#x">b</a><a href="c.html">c</a>', "b.html": ""}
    assert [*list_broken(pages, set(pages))] == ["a.html: b.html#x", "a.html: c.html"]


def test_hostile_words_are_text(hostile: dict[str, str]) -> None:
    for place, text in hostile.items():
        if not place.endswith(".html"):
            continue
        elements = Elements(text)
        assert not elements.tags() & STRANGE, place
        assert not [name for _, attrs in elements.all for name in attrs if name.startswith("on")]
        assert not [href for href in elements.values("href") if href.startswith("javascript:")]
        assert text.replace("\n", "").isprintable(), place
    assert "<script>alert(1)</script>" in Elements(hostile["patterns/gather.html"]).text
    assert "<script>alert(1)</script>" in Elements(hostile["docs/hostile.html"]).text


def test_no_page_has_a_script_or_a_style_of_its_own(plain: dict[str, str]) -> None:
    for place, text in plain.items():
        if place.endswith(".html") and place not in {"index.html", "matrix.html"}:
            assert "default-src 'none'" in Elements(text).values("content")[0]
            assert not Elements(text).values("style")
            assert "script-src" not in text
            assert ("style" in Elements(text).tags()) == (place == "404.html")


def test_a_pattern_leads_with_where_it_is_so_and_what_to_write(plain: dict[str, str]) -> None:
    text = Elements(plain["patterns/tool-async.html"]).text
    parts = [
        "The guide's summarising tool awaits a chain",
        "By itself on 3.11 × 0.3.0–1.0.0; by hand elsewhere.",
        "What to write",
        "With callbacks it is complete in 6 of the 6 cells that need it.",
        "Where it is so",
        "What was seen",
        "Every way in which it was measured",
    ]
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


def test_the_table_has_the_newest_first_and_every_verdict_leads_to_its_cell(
    plain: dict[str, str],
) -> None:
    elements = Elements(plain["patterns/tool-async.html"])
    led = [href for href in elements.values("href") if "#py" in href]
    assert led[:3] == [
        "../matrix.html#py3.11-core1.0.0&scenario=tool-async",
        "../matrix.html#py3.10-core1.0.0&scenario=tool-async",
        "../matrix.html#py3.9-core1.0.0&scenario=tool-async",
    ]
    said = [each for each in elements.values("aria-label") if ": py" in each]
    assert said[:2] == ["by itself: py3.11-core1.0.0", "by hand: py3.10-core1.0.0"]
    assert len(said) == 6


def test_what_is_missing_is_drawn_as_missing(plain: dict[str, str]) -> None:
    text = plain["patterns/tool-async.html"]
    seen = text[text.index('id="seen"') : text.index('id="code"')]
    missing, by_hand, newest = seen.split("<h3>")[1:]
    assert "py3.10-core1.0.0</a>, with no config" in missing
    assert missing.count("run-box ghost") == 2
    assert "a separate trace" in missing
    assert "with callbacks" in by_hand
    assert "run-box ghost" not in by_hand + newest
    assert "py3.11-core1.0.0" in newest


def test_a_row_of_the_layer_has_a_page_too(plain: dict[str, str]) -> None:
    page = Elements(plain["patterns/langgraph/node-async.html"])
    assert "With config it is complete in 2 of the 2 cells that need it." in page.text
    newest = "../../matrix.html#py3.11-core1.0.0-lg1.0.0&scenario=node-async"
    assert page.values("href").count(newest) == 2  # in the table, and of what was seen
    assert "../../matrix.html#scenario=node-async" in page.values("href")
    agent = Elements(plain["patterns/langgraph/create-agent.html"]).text
    assert "There is nothing to pass: the framework makes the call." in agent


def test_every_pattern_is_listed_and_leads_to_the_map(plain: dict[str, str]) -> None:
    listed = Elements(plain["patterns/index.html"]).values("href")
    assert {"../patterns/tool-async.html", "../patterns/langgraph/node-async.html"} <= set(listed)
    led = Elements(plain["patterns/gather.html"]).values("href")
    assert "../matrix.html#scenario=gather" in led
    assert "patterns/gather.html" in Elements(plain["symptoms.html"]).values("href")


def test_the_list_says_what_the_newest_cell_says(plain: dict[str, str]) -> None:
    elements = Elements(plain["patterns/index.html"])
    said = [each for each in elements.values("aria-label") if ": " in each and "py3" in each]
    assert "by itself: tool-async, py3.11-core1.0.0" in said
    assert "by itself: node-async, py3.11-core1.0.0-lg1.0.0" in said
    assert "../matrix.html#py3.11-core1.0.0&scenario=tool-async" in elements.values("href")


def test_what_code_writes_is_told_of_the_one_listener_that_has_it() -> None:
    writer = tried("stream-writer-node", "naive", group="writers", child="custom_write")
    cell = "py3.11-core1.0.0-lg1.0.0"
    matrix, traces = layered({cell: "nested"}, scenarios=(writer,))
    (one,) = matrix.cells
    result = one.results["stream-writer-node"]
    heard = Finding(
        verdict=Verdict.AUTOMATIC, flags=(), answer=None,
        outcomes={"naive": Outcome.NESTED}, remedies={},
    )  # fmt: skip
    result = replace(result, verdict=Verdict.BROKEN, others={Listener.CUSTOM: heard})
    cells = (replace(one, results={"stream-writer-node": result}),)
    told = replace(matrix, cells=cells, listeners=(Listener.STREAM, Listener.CUSTOM))
    site = render_site(sourced(core(), layered=(told, traces)))
    text = Elements(site["patterns/langgraph/stream-writer-node.html"]).text
    assert "By itself on Python 3.11." in text
    assert "no fix known on" not in text


def test_the_page_of_the_matrix_is_as_it_is_but_for_the_bar(plain: dict[str, str]) -> None:
    page = plain["matrix.html"]
    assert page == plain["index.html"]
    before, _, rest = page.partition('<nav class="site"')
    _, _, after = rest.partition("</nav>\n")
    assert (before + after).replace('<html data-site="Its own page" ', "<html ") == PAGE
    assert before.endswith('<a href="#main">Skip</a>')
    led = Elements(page).values("href")
    assert {"patterns/index.html", "symptoms.html", "docs/index.html"} <= set(led)


def test_the_sitemap_lists_every_page_under_the_address_that_is_said() -> None:
    site = render_site(sourced(core(), base=BASE))
    name = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
    listed = [each.text for each in ET.fromstring(site["sitemap.xml"]).iter(name)]  # noqa: S314
    pages = {place for place in site if place.endswith(".html")}
    pages -= {"404.html", "matrix.html", "index.html"}
    assert sorted(map(str, listed)) == sorted([BASE, *(f"{BASE}{place}" for place in pages)])
    canonical = f'<link rel="canonical" href="{BASE}patterns/gather.html">'
    assert canonical in site["patterns/gather.html"]
    assert f'href="{BASE}patterns/index.html"' in site["404.html"]


def test_without_an_address_there_is_no_sitemap_and_no_whole_address(
    plain: dict[str, str],
) -> None:
    assert "sitemap.xml" not in plain
    assert "canonical" not in plain["patterns/gather.html"]


@pytest.mark.parametrize(
    ("found", "above", "below"),
    [
        (
            {"langchain-core": ("1.8.5", "1.8.6")},
            "Two newer releases are not measured yet: langchain-core 1.8.5, langchain-core 1.8.6",
            "",
        ),
        (
            {"langchain-core": (), "LangGraph": ("1.3.0",)},
            "One newer release is not measured yet: LangGraph 1.3.0 (2026-11-29).",
            "",
        ),
        ({"langchain-core": ()}, "", "On 2026-11-29 the index had no newer release of"),
        (None, "", "Whether there are newer releases could not be found out on 2026-11-29."),
    ],
)
def test_every_page_says_what_is_not_measured_yet(
    found: dict[str, tuple[str, ...]] | None, above: str, below: str
) -> None:
    site = render_site(sourced(core(), newer=Newer(day="2026-11-29", found=found)))
    for place in ("patterns/gather.html", "docs/check.html", "symptoms.html"):
        head, _, rest = site[place].partition("<main")
        assert above in head
        assert below in rest
        assert ('class="newer"' in head) == bool(above)
    assert ('class="newer"' in site["matrix.html"]) == bool(above)


def test_the_same_gives_the_same_bytes(plain: dict[str, str]) -> None:
    assert render_site(sourced(core())) == plain


def test_a_place_in_which_not_all_is_alike_says_which_releases_are_which() -> None:
    cells = {
        "py3.10-core0.3.0-lg0.6.0": "lost/nested",
        "py3.10-core1.0.0-lg0.6.0": "nested/nested",
        "py3.10-core1.0.0-lg0.6.1": "nested/nested",
    }
    matrix, _ = layered(cells)
    places = Places(matrix=matrix)
    (line,) = tabulate_layer(places, matrix.scenarios[0]).rows
    assert line.line == "0.6"
    assert [(said.words, said.where, said.cell) for said in line.cells[0]] == [
        ("by itself", "0.6.0 to 0.6.1 over 1.0.0", "py3.10-core1.0.0-lg0.6.1"),
        ("by hand", "0.6.0 over 0.3.0", "py3.10-core0.3.0-lg0.6.0"),
    ]
