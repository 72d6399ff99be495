"""The page of a check on every screen, for everybody, without a script."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from compat.reports.check.page import render_check_html
from tests.browser.test_page import faults
from tests.browser.window import SCREENS, Window
from tests.reports.check.made import EVERY, HOSTILE, LONG, check, haunt

WIDTHS = (320, 390, 1280)
PAGES = {
    "every": EVERY,
    "none": check(),
    "hostile": haunt(HOSTILE),
    "long": haunt(LONG[:80]),
}

Look = Callable[..., Window]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("check")
    for name, found in PAGES.items():
        (folder / f"{name}.html").write_bytes(render_check_html(found).encode())
    return folder


@pytest.fixture
def look(browser: Browser, folder: Path) -> Iterator[Look]:
    """Opens pages, and holds that none said or asked for anything."""
    windows: list[Window] = []

    def opened(name: str, **options: object) -> Window:
        page: Page = browser.new_context(**options).new_page()  # type: ignore[arg-type]
        windows.append(Window(page=page, told=[]))
        told, address = windows[-1].told, (folder / f"{name}.html").as_uri()
        page.on("console", lambda message: told.append(message.text))
        page.on("dialog", lambda dialog: told.append(dialog.message))
        page.on("request", lambda asked: told.append(asked.url) if asked.url != address else None)
        page.goto(address)
        return windows[-1]

    yield opened
    for each in windows:
        each.page.context.close()
    assert [each.told for each in windows] == [[]] * len(windows)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_it_is_as_wide_as_the_window(look: Look, name: str, width: int) -> None:
    opened = look(name, viewport={"width": width, "height": 800})
    assert opened.sideways() == 0


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_axe_finds_nothing(look: Look, scheme: str, width: int) -> None:
    size = {"width": width, "height": 800}
    assert faults(look("every", color_scheme=scheme, viewport=size)) == []


@pytest.mark.parametrize("name", ["none", "hostile"])
def test_nor_does_it_where_there_is_nothing_or_too_much(look: Look, name: str) -> None:
    assert faults(look(name, viewport={"width": 320, "height": 800})) == []


def test_a_finding_leads_to_its_trees_side_by_side(look: Look) -> None:
    opened = look("every", viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    opened.page.locator("tbody a", has_text="app/tools.py:42").click()
    assert opened.page.url.endswith("#finding-2")
    figures = opened.page.locator("article").nth(1).locator("figure")
    assert figures.locator("figcaption b").all_inner_texts() == [
        "As the code calls it",
        "An event stream and a handler that you pass",
        "A tracer",
    ]
    boxes = [each.bounding_box() for each in figures.all()]
    assert len({box["y"] for box in boxes if box}) == 1
    assert figures.nth(1).locator(".ghost").inner_text() == "RunnableSequence not seen"


def test_they_stand_below_each_other_on_a_phone(look: Look) -> None:
    opened = look("every", viewport={"width": 320, "height": 640})
    figures = opened.page.locator("article").nth(1).locator("figure")
    boxes = [each.bounding_box() for each in figures.all()]
    assert len({box["y"] for box in boxes if box}) == 3


def test_on_a_phone_the_answer_comes_first(look: Look) -> None:
    opened = look("every", viewport={"width": 320, "height": 640})
    box = opened.page.locator(".decision").bounding_box()
    assert box is not None
    assert box["y"] < 200
    assert opened.text(".decision") == "7 findings in 6 files"


def test_the_keyboard_skips_to_the_findings_and_reaches_every_link(look: Look) -> None:
    page = look("every").page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('aria-labelledby')") == "c-findings"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.hash") == "#finding-1"


def test_print_leaves_the_contents_out_and_nothing_else(look: Look) -> None:
    opened = look("every")
    opened.page.emulate_media(media="print")
    assert not opened.page.locator("nav").is_visible()
    assert opened.page.locator("article:visible").count() == 7
    assert opened.sideways() == 0


def test_dark_is_dark(look: Look) -> None:
    colour = "getComputedStyle(document.body).backgroundColor"
    shades = [
        look("every", color_scheme=scheme).page.evaluate(colour) for scheme in ("light", "dark")
    ]
    assert shades == ["rgb(255, 255, 255)", "rgb(15, 20, 26)"]
