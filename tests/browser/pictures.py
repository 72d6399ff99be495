"""Pictures of a page to look at, and the one of the README.

``python -m tests.browser.pictures reports/matrix.html FOLDER`` writes them all;
``python -m tests.browser.pictures reports/matrix.html .github/page.png`` only the README's.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.window import CHROMIUM, QUIET, opened

WIDE, NARROW, NARROWEST = 1280, 390, 320
HEIGHTS = {WIDE: 800, NARROW: 844, NARROWEST: 640}


@dataclass(frozen=True, kw_only=True)
class Picture:
    """``at`` is a place on the page to show, ``fragment`` a state to open; whole pages are long."""

    name: str
    width: int = WIDE
    scheme: str = "light"
    fragment: str = ""
    at: str = ""
    whole: bool = False
    script: bool = True
    media: str = "screen"


README = Picture(name="page")
EVIDENCE = "py3.14-core0.3.86&scenario=tool-async"
PICTURES = (
    README,
    Picture(name="dark", scheme="dark"),
    Picture(name="narrow", width=NARROW),
    Picture(name="narrowest", width=NARROWEST),
    Picture(name="whole", whole=True),
    Picture(name="whole-narrow", width=NARROW, whole=True),
    Picture(name="whole-dark", scheme="dark", whole=True),
    Picture(name="by-hand", at="by-hand"),
    Picture(name="map", at="map"),
    Picture(name="map-narrow", width=NARROW, at="map"),
    Picture(name="scenarios", at="scenarios"),
    Picture(name="langgraph", at="langgraph"),
    Picture(name="langgraph-dark", at="langgraph", scheme="dark"),
    Picture(name="langgraph-narrowest", at="langgraph", width=NARROWEST),
    Picture(name="langgraph-row", at="layer-one"),
    Picture(name="langgraph-row-narrowest", at="layer-one", width=NARROWEST),
    Picture(name="evidence", fragment=EVIDENCE),
    Picture(name="evidence-dark", fragment=EVIDENCE, scheme="dark"),
    Picture(name="evidence-narrow", fragment=EVIDENCE, width=NARROW),
    Picture(name="evidence-tracer", fragment=f"{EVIDENCE}&listener=hook"),
    Picture(name="no-script", script=False),
    Picture(name="print", media="print", whole=True),
)


def take(browser: Browser, address: str, picture: Picture, path: Path) -> None:
    """Write one picture as PNG."""
    window = opened(
        browser,
        address,
        fragment=picture.fragment,
        viewport={"width": picture.width, "height": HEIGHTS[picture.width]},
        color_scheme=picture.scheme,
        reduced_motion="reduce",
        java_script_enabled=picture.script,
    )
    if picture.fragment:
        window.page.wait_for_selector("figure")
    if picture.at:
        window.page.evaluate("id => document.getElementById(id).scrollIntoView()", picture.at)
    window.page.emulate_media(media="print" if picture.media == "print" else "screen")
    window.page.screenshot(path=path, full_page=picture.whole)
    window.page.context.close()


def main() -> None:
    """Take the pictures that the command line asks for."""
    page, target = (Path(each) for each in sys.argv[1:])
    wanted = [(README, target)]
    if target.suffix != ".png":
        target.mkdir(parents=True, exist_ok=True)
        wanted = [(each, target / f"{each.name}.png") for each in PICTURES]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        for picture, path in wanted:
            take(browser, page.resolve().as_uri(), picture, path)
        browser.close()


if __name__ == "__main__":
    main()
