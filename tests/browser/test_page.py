"""The page on every screen, with and without its script, for everybody."""

from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Open, written
from tests.browser.window import SCREENS, Window
from tests.reports.sample import measured

UNFOLD = """() => {
  document.querySelectorAll("details").forEach(each => { each.open = true; });
  document.querySelectorAll(".unfold[aria-expanded='false']").forEach(each => { each.click(); });
}"""
WIDTHS = (320, 390, 1280)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def faults(window: Window) -> list[tuple[str, str]]:
    """What axe finds: the rule, and the first element that breaks it."""
    window.page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text("utf-8"))
    found: dict[str, Any] = window.page.evaluate(
        "rules => axe.run(document, { runOnly: rules, resultTypes: ['violations'] })", RULES
    )
    return [(each["id"], each["nodes"][0]["html"][:200]) for each in found["violations"]]


@pytest.mark.parametrize("width", WIDTHS)
def test_it_is_as_wide_as_the_window(address: str, window: Open, width: int) -> None:
    opened = window(address, viewport={"width": width, "height": 800})
    opened.page.evaluate(UNFOLD)
    assert opened.sideways() == 0
    assert opened.text("#age").startswith("(")


@pytest.mark.parametrize("width", WIDTHS)
def test_so_is_the_evidence(plain: str, window: Open, width: int) -> None:
    opened = window(plain, fragment="py3.14-core0.2.43", viewport={"width": width, "height": 800})
    opened.page.wait_for_selector("figure")
    opened.page.evaluate(UNFOLD)
    wide = "document.querySelector('dialog')"
    assert opened.page.evaluate(f"{wide}.scrollWidth - {wide}.clientWidth") == 0
    assert opened.sideways() == 0


def test_hostile_words_are_only_words(hostile: str, window: Open) -> None:
    opened = window(hostile, fragment="from=py3.12-core0.3.0&to=py3.14-core0.3.0")
    opened.page.evaluate(UNFOLD)
    opened.page.select_option("#scenario", index=1)
    opened.page.click("#swap")
    opened.page.fill("#search", "<script>")
    opened.page.evaluate("go({ ...current, cell: 'py3.14-core0.2.43' })")
    opened.page.wait_for_selector("#drawer .form")
    opened.page.evaluate(UNFOLD)
    assert "img src=x onerror" in opened.text("#map-of")
    assert "\\u202e" in opened.text("#map-of")
    assert "<script>alert(1)</script>" in opened.text("#drawer")
    assert opened.page.locator(":is(img, a[href]:not([href^='#']))").count() == 0
    assert opened.page.evaluate("[...document.scripts].filter(each => !each.type).length") == 1


def test_a_matrix_without_a_cell_is_quiet(tmp_path: Path, window: Open) -> None:
    opened = window(written(tmp_path, *measured({})))
    assert not opened.page.locator("#ask").is_visible()


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_axe_finds_nothing(plain: str, window: Open, scheme: str, width: int) -> None:
    opened = window(plain, color_scheme=scheme, viewport={"width": width, "height": 900})
    opened.page.evaluate(UNFOLD)
    assert faults(opened) == []
    opened.page.evaluate("location.hash = 'py3.14-core0.2.43'")
    opened.page.wait_for_selector("figure")
    opened.page.evaluate(UNFOLD)
    assert faults(opened) == []


def test_axe_finds_nothing_in_the_committed_matrix(whole: str, window: Open) -> None:
    assert faults(window(whole)) == []


def test_without_its_script_the_tables_and_the_likely_answers_are_there(
    plain: str, window: Open
) -> None:
    opened = window(plain, java_script_enabled=False)
    assert opened.text("#age") == ""
    for hidden in ("#ask", ".tools", "#drawer"):
        assert not opened.page.locator(hidden).is_visible()
    assert opened.text("#answer").startswith("Python 3.14, langchain-core 1.0.7: async tools that")
    opened.page.click("summary:has-text('likely upgrades')")
    assert opened.page.locator(".questions li").count() == 3
    assert "Needs changes" in opened.text(".questions")
    assert opened.page.locator("[aria-labelledby='c-likely'] tbody tr:visible").count() > 3
    assert opened.page.locator("#map-body tr:visible").count() == 7
    assert opened.page.locator("#map-body a:visible").count() == 7 * 3
    opened.page.click("#scenarios > summary")
    assert opened.page.locator("#overview-table tr:not(.group):visible").count() == 3
    assert opened.page.locator("a[href]:not([href^='#'])").count() == 0


def test_a_browser_that_cannot_unpack_the_data_says_so(plain: str, browser: Browser) -> None:
    page = browser.new_context().new_page()
    page.add_init_script("delete globalThis.DecompressionStream")
    page.goto(plain)
    page.wait_for_selector("#unreadable:not([hidden])")
    assert not page.locator("#ask").is_visible()
    page.click("#examples > summary")
    assert page.locator(".questions .unscripted").first.is_visible()
    page.context.close()


def test_no_link_leads_nowhere_without_the_script(plain: str, window: Open) -> None:
    opened = window(plain, java_script_enabled=False)
    links = [each.get_attribute("href") for each in opened.page.locator("a[href]").all()]
    assert links
    for link in set(links):
        assert opened.page.locator(f"[id='{str(link)[1:]}']").count() == 1, link


def test_print_leaves_the_controls_out(plain: str, window: Open) -> None:
    opened = window(plain, fragment="from=py3.12-core0.3.0&to=py3.14-core0.3.0")
    opened.page.emulate_media(media="print")
    assert not opened.page.locator("#ask").is_visible()
    assert opened.page.locator("button:visible:not(.unfold)").count() == 0
    assert opened.page.locator("#map-body tr:visible").count() == 7
    assert "Needs changes" in opened.text("#answer")
    assert opened.sideways() == 0


def test_dark_is_dark(plain: str, window: Open) -> None:
    light, dark = (
        window(plain, color_scheme=scheme).page.evaluate(
            "getComputedStyle(document.body).backgroundColor"
        )
        for scheme in ("light", "dark")
    )
    assert (light, dark) == ("rgb(255, 255, 255)", "rgb(15, 20, 26)")


def test_the_keyboard_skips_to_the_question(plain: str, window: Open) -> None:
    opened = window(plain)
    opened.page.keyboard.press("Tab")
    assert opened.page.evaluate("document.activeElement.className") == "skip"
    opened.page.keyboard.press("Enter")
    opened.page.keyboard.press("Tab")
    assert opened.focused() == "from-python"


def test_every_control_has_a_name_and_can_be_reached(plain: str, window: Open) -> None:
    opened = window(plain)
    for _ in range(400):
        opened.page.keyboard.press("Tab")
        if opened.page.evaluate("document.activeElement === document.body"):
            break
        opened.page.evaluate("document.activeElement.dataset.reached = ''")
    missed = (
        "[...document.querySelectorAll("
        "'a[href], button, select, input, summary, [tabindex=\"0\"]')]"
        ".filter(each => each.checkVisibility() && !('reached' in each.dataset))"
        ".map(each => each.outerHTML.slice(0, 80))"
    )
    assert opened.page.evaluate(missed) == []
