"""The site of what is committed: sound, quiet, readable on all screens, and by all."""

from collections.abc import Callable, Iterator
from importlib.resources import files
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET

import pytest
from justhtml import JustHTML
from playwright.sync_api import Browser, Page, Route

from compat.files import write_atomic
from compat.reports.html.page import render_matrix_html
from compat.reports.site.address import place_pattern
from compat.reports.site.site import render_site
from compat.reports.view import make_page
from compat.stored.reports import load_matrix
from compat.work.site import MARK
from tests.browser.window import CHROMIUM, SCREENS
from tests.cli.run import ROOT
from tests.site.conftest import BASE, Made, core, layer, sourced
from tests.site.links import Elements, list_broken

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium is on this machine"),
]

LARGEST = 8_000_000
"""Bytes of all pages together."""

PATTERN = "patterns/tool-async.html"
ROW = "patterns/langgraph/node-async.html"
DOC = "docs/tracers.html"
PAGES = (PATTERN, ROW, DOC, "patterns/index.html", "symptoms.html", "claims.html", "changes.html")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = """rules => axe.run(document, { runOnly: rules, resultTypes: ["violations"] })
  .then(found => found.violations.map(each => `${each.id}: ${each.nodes[0].html}`))"""
SMALL = """[...document.querySelectorAll("nav a, td a.chip, summary")].filter(each => {
  const { width, height } = each.getBoundingClientRect();
  return width > 0 && Math.min(width, height) < 24;
}).map(each => each.outerHTML)"""

Go = Callable[..., Page]


@pytest.fixture(scope="module")
def matrices() -> set[str]:
    """The pages that patterns have."""
    core, layer = load_matrix(ROOT / "reports"), load_matrix(ROOT / "reports" / "langgraph")
    own = {place_pattern(each.id, layered=False) for each in core.scenarios}
    return own | {place_pattern(each.id, layered=True) for each in layer.scenarios}


@pytest.fixture
def go(browser: Browser, whole: Made) -> Iterator[Go]:
    """Opens pages at the address of the site, and holds that nothing else is asked for."""
    told: list[str] = []
    contexts = []

    def answer(route: Route) -> None:
        place = unquote(urlsplit(route.request.url).path).removeprefix("/project/")
        path = whole.folder / (place or "index.html")
        found = path.is_file() and route.request.url.startswith(BASE)
        if not found:
            told.append(route.request.url)
            path = whole.folder / "404.html"
        kind = guess_type(path.name)[0] or "text/plain"
        route.fulfill(status=200 if found else 404, body=path.read_bytes(), content_type=kind)

    def new(place: str, **options: object) -> Page:
        contexts.append(browser.new_context(**options))  # type: ignore[arg-type]
        page = contexts[-1].new_page()
        page.on("console", lambda message: told.append(message.text))
        page.on("pageerror", lambda error: told.append(str(error)))
        page.route("**/*", answer)
        page.goto(f"{BASE}{place}")
        return page

    yield new
    for each in contexts:
        each.close()
    assert [each for each in told if "nowhere" not in each and "404" not in each] == []


def test_every_pattern_has_a_page(whole: Made, matrices: set[str]) -> None:
    assert matrices <= whole.pages.keys()
    assert len(matrices) > 180


def test_every_link_and_every_anchor_leads_somewhere(whole: Made) -> None:
    there = {
        path.relative_to(whole.folder).as_posix()
        for path in whole.folder.rglob("*")
        if path.is_file()
    }
    pages = {place: text for place, text in whole.pages.items() if place != "404.html"}
    assert list(list_broken(pages, there)) == []
    assert {MARK, "sitemap.xml", "changes.atom"} <= there


def test_links_to_the_map_name_what_was_measured(whole: Made) -> None:
    core, layer = load_matrix(ROOT / "reports"), load_matrix(ROOT / "reports" / "langgraph")
    known = {cell.id for each in (core, layer) for cell in each.cells}
    scenarios = {each.id for one in (core, layer) for each in one.scenarios}
    led = {
        unquote(urlsplit(href).fragment)
        for text in whole.pages.values()
        for href in Elements(text).values("href")
        if "matrix.html#" in href
    }
    parts = [each.partition("&scenario=") if "&" in each else ("", "", each[9:]) for each in led]
    assert {cell for cell, _, _ in parts if cell} <= known
    assert {scenario for _, _, scenario in parts} == scenarios


def test_every_page_is_valid_and_has_no_id_twice(whole: Made) -> None:
    for place, text in whole.pages.items():
        if place not in {"index.html", "matrix.html"}:
            JustHTML(text, strict=True)
            elements = Elements(text)
            ids = elements.values("id")
            assert len(ids) == len(set(ids)), place
            assert [tag for tag, _ in elements.all].count("h1") == 1, place


def test_the_page_of_the_matrix_is_valid_with_the_bar(whole: Made) -> None:
    JustHTML(whole.pages["matrix.html"], strict=True)


def test_the_sitemap_lists_every_page(whole: Made) -> None:
    name = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
    text = (whole.folder / "sitemap.xml").read_text("utf-8")
    listed = {each.text for each in ET.fromstring(text).iter(name)}  # noqa: S314 - our own
    pages = whole.pages.keys() - {"404.html", "matrix.html", "index.html"}
    assert listed == {BASE, *(f"{BASE}{place}" for place in pages)}


def test_pages_are_small(whole: Made) -> None:
    own = [text for place, text in whole.pages.items() if place != "index.html"]
    assert sum(len(text.encode()) for text in own) < LARGEST


@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_asks_for_more_or_is_wider_than_the_screen(go: Go, whole: Made, width: int) -> None:
    page = go("404.html", viewport={"width": width, "height": 800})
    for place in [*PAGES, *sorted(whole.pages)[::12]]:
        page.goto(f"{BASE}{place}")
        root = "document.documentElement"
        assert page.evaluate(f"{root}.scrollWidth - {root}.clientWidth") == 0, place
        if not place.startswith(("index", "matrix")):
            assert page.evaluate(SMALL) == [], place


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_axe_finds_nothing(go: Go, scheme: str, width: int) -> None:
    shown = PAGES[:3] if (width, scheme) == (320, "dark") else PAGES  # the others in the proof
    for place in shown:
        page = go(place, viewport={"width": width, "height": 800}, color_scheme=scheme)
        page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text("utf-8"))
        assert page.evaluate(AXE, RULES) == [], place


def test_an_address_that_is_not_there_leads_on_from_anywhere(go: Go) -> None:
    page = go("patterns/nowhere/at/all.html")
    assert page.locator("h1").inner_text() == "There is no such page"
    assert page.evaluate("getComputedStyle(document.querySelector('nav ul')).display") == "flex"
    page.get_by_role("main").get_by_role("link").click()
    assert page.url == f"{BASE}patterns/index.html"


def test_it_is_read_from_a_disk_too(browser: Browser, whole: Made) -> None:
    page = browser.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.goto(Path(whole.folder / PATTERN).as_uri())
    assert page.evaluate("getComputedStyle(document.querySelector('nav ul')).display") == "flex"
    assert told == []
    page.close()


def test_a_pattern_leads_to_the_page_of_the_matrix_which_shows_it(go: Go) -> None:
    page = go(PATTERN)
    page.get_by_role("link", name="show it in the map").click()
    page.wait_for_selector("html[data-ready]")
    assert page.url == f"{BASE}matrix.html#scenario=tool-async"
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Patterns").click()
    assert page.url == f"{BASE}patterns/index.html"


@pytest.mark.parametrize(
    ("fragment", "place"),
    [
        ("py3.10-core1.0.0&scenario=gather", "patterns/gather.html"),
        ("py3.10-core1.0.0-lg1.0.0&scenario=node-async", "patterns/langgraph/node-async.html"),
    ],
)
def test_the_evidence_leads_to_the_page_of_its_pattern_and_that_to_the_map(
    browser: Browser, tmp_path: Path, fragment: str, place: str
) -> None:
    measured, (layered, _) = core(), layer()
    page = render_matrix_html(make_page(*measured), *measured, layered)
    for name, text in render_site(sourced(measured, page=page)).items():
        write_atomic(tmp_path / name, text.encode(), lasting=False)
    shown = browser.new_page()
    shown.goto(f"{(tmp_path / 'matrix.html').as_uri()}#{fragment}")
    shown.locator("#drawer").get_by_role("link", name="Its own page").click()
    assert shown.url == (tmp_path / place).as_uri()
    name = place.rpartition("/")[2].removesuffix(".html")
    assert name in shown.locator(".lead").inner_text()
    shown.get_by_role("link", name="show it in the map").click()
    shown.wait_for_selector("html[data-ready]")
    assert shown.locator("#map-of").inner_text() == name
    shown.close()
