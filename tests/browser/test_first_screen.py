"""What stands where when the page of the committed matrix opens: verdict, map, evidence.

All in pixels from the top of the page, as a browser lays them out; the figures that were read when
this was written stand beside what is held to.
"""

from dataclasses import dataclass

import pytest

from tests.browser.conftest import Open
from tests.browser.window import Window


@dataclass(frozen=True, kw_only=True)
class Screen:
    """A window, and where things may stand at most: the verdict's end, the map's top, a square."""

    width: int
    height: int
    verdict: int
    map: int
    evidence: int


SCREENS = (  # as read: the verdict ends at 417, 399, 281, 285, 368; the map begins at 607, 589 …
    Screen(width=320, height=640, verdict=450, map=640, evidence=680),
    Screen(width=390, height=844, verdict=430, map=620, evidence=660),
    Screen(width=768, height=1024, verdict=310, map=480, evidence=530),
    Screen(width=1024, height=768, verdict=320, map=480, evidence=530),
    Screen(width=1280, height=800, verdict=400, map=310, evidence=360),
)
FIRST_SQUARE = "#map-body a"


def place(window: Window, selector: str) -> tuple[int, int]:
    """The top and the bottom of the first such element on the page."""
    box = window.page.locator(selector).first.bounding_box()
    assert box
    scrolled = int(window.page.evaluate("scrollY"))
    return round(box["y"] + scrolled), round(box["y"] + box["height"] + scrolled)


@pytest.mark.parametrize("screen", SCREENS, ids=lambda each: str(each.width))
def test_the_verdict_and_the_map_come_first(whole: str, window: Open, screen: Screen) -> None:
    opened = window(whole, viewport={"width": screen.width, "height": screen.height})
    asked, _ = place(opened, "#ask")
    verdict, told = place(opened, "#answer > :first-child")
    drawn, _ = place(opened, "#map-table")
    square, _ = place(opened, FIRST_SQUARE)
    assert asked < verdict < square
    assert told <= screen.verdict <= screen.height
    assert drawn <= screen.map <= screen.height
    assert square <= screen.evidence
    assert opened.sideways() == 0


BROKEN_WORDS = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const holder = node.parentElement;
    const aside = holder.closest("pre, option, script, style, .hidden");
    if (aside || !holder.checkVisibility()) { continue; }
    for (const match of node.data.matchAll(/[\\p{L}\\p{N}_]{2,}/gu)) {
      if (match[0].length >= 40) { continue; }
      const range = document.createRange();
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      const boxes = [...range.getClientRects()].filter(each => each.width);
      const lines = new Set(boxes.map(each => Math.round(each.top)));
      if (lines.size > 1) { found.push(match[0]); }
    }
  }
  return found;
}"""
"""Words that stand on two lines; a digest is no word."""


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_no_word_is_broken_in_the_middle(whole: str, window: Open, width: int) -> None:
    opened = window(whole, viewport={"width": width, "height": 800})
    opened.page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true; })")
    assert opened.page.evaluate(BROKEN_WORDS) == []
    assert opened.sideways() == 0


SMALL_TARGETS = """() => [...document.querySelectorAll("a[href], button, select, input, summary")]
  .filter(each => each.checkVisibility() && !each.closest("p, li, small, sup, dd"))
  .map(each => [each.outerHTML.slice(0, 80), each.getBoundingClientRect()])
  .filter(([, box]) => box.width && Math.min(box.width, box.height) < 24 && box.bottom > 0)
  .map(([html]) => html)"""
"""Targets within a sentence may be as high as its lines (WCAG 2.2, 2.5.8)."""


@pytest.mark.parametrize("width", [320, 1280])
def test_what_is_pressed_is_large_enough(whole: str, window: Open, width: int) -> None:
    opened = window(whole, viewport={"width": width, "height": 800})
    opened.page.wait_for_selector(FIRST_SQUARE)
    assert opened.page.evaluate(SMALL_TARGETS) == []
    opened.page.click("#map-rows [data-value='patterns']")
    assert opened.page.evaluate(SMALL_TARGETS) == []
    assert opened.sideways() == 0
