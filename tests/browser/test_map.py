"""The map: every square leads to its evidence, by mouse and by keyboard; the search leads to it."""

import pytest

from tests.browser.conftest import Open
from tests.browser.window import Window


def labels(window: Window) -> list[str]:
    """The labels of all squares."""
    read = "all => all.map(each => each.getAttribute('title'))"
    return [str(each) for each in window.page.locator("#map-body .square").evaluate_all(read)]


def walked(window: Window) -> list[str]:
    """What has the keyboard from the top on, until the first square has it."""
    told = """() => {
      const { id, className, tagName, textContent } = document.activeElement;
      return id || className || `${tagName} ${textContent.trim()}`;
    }"""
    found: list[str] = []
    while not (found and found[-1].startswith("square")):
        window.page.keyboard.press("Tab")
        found.append(str(window.page.evaluate(told)))
        assert len(found) < 40
    return found


def test_the_newest_comes_first_and_no_word_is_written_in_every_square(
    plain: str, window: Open
) -> None:
    opened = window(plain)
    assert opened.text("#map-head").split() == ["Python", "1.0", "0.3", "0.2"]
    pythons = opened.page.locator("#map-body th").all_inner_texts()
    assert pythons == ["3.15", "3.14", "3.13", "3.12", "3.11", "3.10", "3.9"]
    assert "automatic" not in opened.text("#map-body")
    shown = labels(opened)
    assert shown[0] == "Python 3.15, langchain-core 1.0: not installable. Evidence of 1.0.7"
    assert shown[4] == "Python 3.14, langchain-core 0.3: manual. Evidence of 0.3.86"


def test_with_and_without_a_script_it_says_the_same(plain: str, window: Open) -> None:
    scripted, bare = window(plain), window(plain, java_script_enabled=False)
    assert labels(scripted) == labels(bare)
    assert scripted.text("#map-table") == bare.text("#map-table")


def test_the_keyboard_walks_from_the_top_to_the_evidence_and_back(plain: str, window: Open) -> None:
    opened = window(plain)
    steps = walked(opened)
    assert steps[0] == "skip"
    order = ["from-python", "from-core", "listener", "scenario", "search"]
    assert [each for each in steps if each in order] == order
    square = opened.page.evaluate("document.activeElement.title")
    opened.page.keyboard.press("Enter")
    opened.page.wait_for_selector("dialog[open] dl")
    assert opened.text("#drawer-title") == "Python 3.15, langchain-core 1.0.7"
    opened.page.keyboard.press("Escape")
    opened.page.wait_for_selector("dialog:not([open])", state="attached")
    assert opened.page.evaluate("document.activeElement.title") == square


def test_arrows_move_from_square_to_square(plain: str, window: Open) -> None:
    opened = window(plain)
    opened.page.locator("#map-body a").first.focus()
    for key in ("ArrowDown", "ArrowRight", "ArrowRight", "ArrowLeft", "ArrowLeft", "ArrowLeft"):
        opened.page.keyboard.press(key)
    title = str(opened.page.evaluate("document.activeElement.title"))
    assert title.startswith("Python 3.14, langchain-core 1.0: ")


def test_patterns_can_be_rows_and_lead_to_one_over_the_pythons(plain: str, window: Open) -> None:
    opened = window(plain)
    opened.page.click("#map-rows [data-value='patterns']")
    assert opened.text("#map-head").split() == [
        *("Pattern", "3.15", "3.14", "3.13", "3.12", "3.11", "3.10", "3.9")
    ]
    rows = opened.page.locator("#map-body tr")
    assert rows.locator("th").all_inner_texts() == [
        "the guide 1 pattern",
        "tool-async",
        "concurrency 1 pattern",
    ]
    opened.page.click("#map-body .unfold >> nth=1")
    assert rows.count() == 4
    opened.page.select_option("#map-release", label="0.3.0")
    link = opened.page.locator("#map-body tr").last.locator("a").nth(1)
    assert link.get_attribute("title") == "Python 3.14, gather: manual. Evidence of 0.3.0"
    link.focus()
    opened.page.keyboard.press("Enter")
    opened.page.wait_for_selector("dialog[open] figure")
    assert opened.fragment().startswith("py3.14-core0.3.0")
    assert "scenario=gather" in opened.fragment()
    opened.page.keyboard.press("Escape")
    opened.page.wait_for_selector("dialog:not([open])", state="attached")
    assert link.evaluate("each => each === document.activeElement")
    opened.page.click("#map-body .link >> nth=1")
    assert opened.text("#map-of") == "gather"
    assert opened.focused() == "map"


def test_an_answer_leads_to_every_pattern_with_its_release(plain: str, window: Open) -> None:
    opened = window(plain, fragment="from=py3.12-core0.3.0")
    assert not opened.page.locator("#answer .tally").is_visible()  # nothing is to be done
    opened.page.click("#answer .rest > summary")
    opened.page.click("#answer .tally a")
    assert opened.text("#map-release option:checked") == "0.3.0"
    assert opened.page.locator("#map-head th").first.inner_text() == "Pattern"


@pytest.mark.parametrize(
    ("typed", "first", "told"),
    [
        ("@tool on_chat_model_end", "tool-async", "1 pattern"),
        ("create_task gather", "gather", ""),
        ("tool-asink", "tool-async", "Nothing has “tool-asink”. Nearest by spelling:"),
    ],
)
def test_the_search_finds_apis_symptoms_and_what_is_nearest(
    plain: str, window: Open, typed: str, first: str, told: str
) -> None:
    opened = window(plain)
    opened.page.fill("#search", typed)
    assert opened.text("#found-list li >> nth=0").startswith(first)
    assert told in opened.text("#found-count")
    opened.page.focus("#search")
    opened.page.keyboard.press("Enter")
    assert opened.text("#map-of") == first
    assert not opened.page.locator("#found").is_visible()


def test_a_search_is_left_with_escape(plain: str, window: Open) -> None:
    opened = window(plain)
    opened.page.fill("#search", "%%%")
    assert opened.text("#found-count") == "Nothing has “%%%”, nor anything like it."
    opened.page.focus("#search")
    opened.page.keyboard.press("Escape")
    assert not opened.page.locator("#found").is_visible()
    assert opened.text("#map-of") == "tool-async"


OLD = (
    *("upgrade", "by-hand", "map", "scenarios", "guide", "claims", "rule", "events", "depending"),
    *("not-probed", "flags", "reading", "provenance"),
)


def test_every_address_of_a_part_leads_there_and_unfolds_it(plain: str, window: Open) -> None:
    opened = window(plain)
    shown = """part => {
      const found = document.getElementById(part);
      return found.checkVisibility() && (found.closest("details")?.open ?? true);
    }"""
    for part in OLD:
        opened.page.evaluate("part => { location.hash = part; }", part)
        opened.page.wait_for_function(shown, arg=part)
        assert not opened.page.locator("#message").is_visible()
