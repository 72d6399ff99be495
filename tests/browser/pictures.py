"""Pictures of a page to look at, and the one of the README.

``python -m tests.browser.pictures reports/matrix.html FOLDER`` writes them all;
``python -m tests.browser.pictures reports/matrix.html .github/page.png`` only the README's.
"""

import sys
from dataclasses import dataclass, replace
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.window import launched, opened

WIDE, NARROW, NARROWEST = 1280, 390, 320
HEIGHTS = {WIDE: 800, NARROW: 844, NARROWEST: 640}
SCHEMES = ("light", "dark")


@dataclass(frozen=True, kw_only=True)
class Picture:
    """``at`` is a place on the page to show, ``fragment`` a state to open; whole pages are long.

    ``pressed`` are pressed one after the other before the picture is taken.
    """

    name: str
    width: int = WIDE
    scheme: str = "light"
    fragment: str = ""
    at: str = ""
    whole: bool = False
    script: bool = True
    media: str = "screen"
    pressed: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """The name of its file: ``map-390-dark.png``."""
        return f"{self.name}-{self.width}-{self.scheme}.png"


README = Picture(name="page")
EVIDENCE = "py3.14-core0.3.86&scenario=tool-async"
UPGRADE = "from=py3.13-core0.3.86&to=py3.14-core0.3.86"
LAYERED = "#map-layer [data-value='layer']"
PATTERNS = "#map-rows [data-value='patterns']"
EVERYWHERE = (
    Picture(name="first"),
    Picture(name="answer", fragment="from=py3.10-core1.2.0", at="answer"),
    Picture(name="map", at="map"),
    Picture(name="evidence", fragment=EVIDENCE),
)
"""What pictures are taken of in every width and scheme."""

PICTURES = (
    *(
        replace(each, width=width, scheme=scheme)
        for each in EVERYWHERE
        for width in (NARROWEST, NARROW, WIDE)
        for scheme in SCHEMES
    ),
    Picture(name="upgrade", fragment=UPGRADE),
    Picture(name="upgrade", fragment=UPGRADE, width=NARROW),
    Picture(name="patterns", at="map", pressed=(PATTERNS,)),
    Picture(name="patterns", at="map", pressed=(PATTERNS,), width=NARROWEST),
    Picture(name="langgraph", at="map", pressed=(LAYERED,)),
    Picture(name="langgraph", at="map", pressed=(LAYERED,), width=NARROWEST),
    Picture(name="langgraph-patterns", at="map", pressed=(LAYERED, PATTERNS)),
    Picture(name="holds", at="holds"),
    Picture(name="holds", at="holds", width=NARROW),
    Picture(name="evidence-tracer", fragment=f"{EVIDENCE}&listener=hook"),
    Picture(name="whole", whole=True),
    Picture(name="whole", whole=True, width=NARROW),
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
    if picture.fragment.startswith("py"):
        window.page.wait_for_selector("figure")
    for each in picture.pressed:
        window.page.click(each)
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
        wanted = [(each, target / each.file) for each in PICTURES]
    with launched() as browser:
        for picture, path in wanted:
            take(browser, page.resolve().as_uri(), picture, path)


if __name__ == "__main__":
    main()
