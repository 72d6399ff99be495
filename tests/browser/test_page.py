"""The page in a real browser: no error, no request, no sideways scrolling, no script needed."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from compat.record.model import Status
from compat.reports.bundle import render
from tests.build import scenario
from tests.reports.sample import GUIDE, Said, grid_of, haunted, measured

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]
RELEASES = ["0.2.17", "0.2.43", "0.3.0", "0.3.86", "1.0.0", "1.0.7"]
CELLS: dict[str, Said] = {
    **grid_of(["3.9", "3.10"], RELEASES, "lost/flattened"),
    **grid_of(["3.11", "3.12", "3.13"], RELEASES, "nested/flattened"),
    **grid_of(["3.14"], RELEASES, "raised/raised"),
    **grid_of(["3.14"], ["0.2.43", "0.3.0", "1.0.7"], "lost/flattened"),
    **grid_of(["3.15"], RELEASES, (Status.NOT_INSTALLABLE, "x" * 300)),
}
SAMPLE = measured(CELLS, scenarios=(GUIDE, scenario("gather")), others={"gather": {}})

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed on this machine"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(params=["plain", "hostile"], scope="module")
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    files = render(*(haunted(*SAMPLE) if request.param == "hostile" else SAMPLE))
    path: Path = tmp_path_factory.mktemp("page") / "matrix.html"
    path.write_bytes(files["matrix.html"].encode())
    return path.as_uri()


def opened(browser: Browser, address: str, **options: object) -> tuple[Page, list[str]]:
    """The page, and what it said, asked for or ran that it should not."""
    page = browser.new_context(**options).new_page()  # type: ignore[arg-type]
    seen: list[str] = []
    page.on("console", lambda message: seen.append(message.text))
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.on("dialog", lambda dialog: seen.append(dialog.message))
    page.on("request", lambda r: seen.append(r.url) if not r.url.startswith(address) else None)
    page.goto(address)
    return page, seen


def sideways(page: Page) -> int:
    """Pixels by which the page is wider than the window."""
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return int(page.evaluate(wide))


@pytest.mark.parametrize("width", [320, 1280])
def test_it_is_quiet_and_as_wide_as_the_window(browser: Browser, address: str, width: int) -> None:
    page, seen = opened(browser, address, viewport={"width": width, "height": 800})
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    assert (seen, sideways(page)) == ([], 0)
    assert page.locator("#age").inner_text().startswith("(")
    page.context.close()


def test_it_works_without_its_script(browser: Browser, address: str) -> None:
    page, seen = opened(browser, address, java_script_enabled=False)
    assert seen == []
    assert page.locator("#age").inner_text() == ""
    page.locator("td details summary").first.click()
    page.locator("td details a").first.click()
    assert page.url.endswith("#py3.9-core0.2.17")
    assert page.locator("[id='py3.9-core0.2.17']").is_visible()
    page.context.close()


def test_a_link_opens_the_evidence_that_it_leads_to(browser: Browser, address: str) -> None:
    page, _ = opened(browser, f"{address}#py3.14-core0.3.0")
    cell = page.locator("[id='py3.14-core0.3.0']")
    assert cell.is_visible()
    evidence = page.locator("details").filter(has=cell).last
    evidence.locator("a[href^='#r-']").click()
    for leads_to in ("q-", "o-", "t-", "l-"):
        page.locator(f":target a[href^='#{leads_to}']").first.click()
        assert page.locator(f":target[id^='{leads_to}']").is_visible()
    assert page.locator(":target .tree").first.is_visible()
    page.context.close()


def test_the_keyboard_reaches_the_tables(browser: Browser, address: str) -> None:
    page, _ = opened(browser, address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('aria-labelledby')") == "c-headline"
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_can_be_read_on_its_background(
    browser: Browser, address: str, scheme: str
) -> None:
    page, _ = opened(browser, address, color_scheme=scheme)
    contrasts = page.evaluate(CONTRASTS)
    assert len(contrasts) > 20
    assert min(contrasts) >= 4.5, "WCAG 2.2, 1.4.3"
    page.context.close()


CONTRASTS = """() => {
  const rgb = text => text.match(/[\\d.]+/g).map(Number);
  const light = text => rgb(text).slice(0, 3).map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, n) => sum + v * [0.2126, 0.7152, 0.0722][n], 0);
  const behind = element => {
    for (let each = element; each; each = each.parentElement) {
      const colour = getComputedStyle(each).backgroundColor;
      if (rgb(colour)[3] !== 0) { return colour; }
    }
    return "rgb(255, 255, 255)";
  };
  return [...document.querySelectorAll("p, li, th, .said, small, sup a, td a, summary")]
    .filter(each => each.checkVisibility())
    .map(each => [light(getComputedStyle(each).color), light(behind(each))].sort((a, b) => b - a))
    .map(([high, low]) => (high + 0.05) / (low + 0.05));
}"""
