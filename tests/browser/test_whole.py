"""The page of the whole grid: how large it is, and the pictures of it."""

from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest
from justhtml import JustHTML
from playwright.sync_api import Browser

from tests.browser.conftest import Open
from tests.browser.pictures import PICTURES, README, Picture, take
from tests.reports.test_page import Seen, without_scripts

LARGEST = 900_000
LARGEST_WITHOUT_SCRIPT = 400_000
LARGEST_PICTURE = 200_000


@pytest.fixture(scope="module")
def text(whole: str) -> str:
    return Path(unquote(urlparse(whole).path)).read_text("utf-8")


def test_it_is_small(text: str) -> None:
    assert len(text.encode()) < LARGEST
    assert len(without_scripts(text).encode()) < LARGEST_WITHOUT_SCRIPT


def test_it_is_valid_and_has_no_id_twice(text: str) -> None:
    JustHTML(text, strict=True)
    seen = Seen(text)
    ids = seen.values("id")
    assert len(ids) == len(set(ids))
    assert {str(link["href"])[1:] for link in seen.all("a") if "href" in link} <= set(ids)
    assert len(seen.all("table")) == len(seen.all("caption"))


def test_it_is_quiet_on_a_narrow_screen(whole: str, window: Open) -> None:
    opened = window(whole, viewport={"width": 320, "height": 640})
    opened.page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true; })")
    assert opened.sideways() == 0


@pytest.mark.parametrize(
    "fragment",
    ["from=py3.14-core0.3.86&to=py3.14-core1.8.2", "from=py3.9-core0.2.16&to=py3.13-core1.8.2"],
)
def test_so_is_an_answer_with_long_facts_in_it(whole: str, window: Open, fragment: str) -> None:
    opened = window(whole, fragment=fragment, viewport={"width": 320, "height": 640})
    assert opened.sideways() == 0


LIKE_ANY = [
    each
    for each in PICTURES
    if (each.width, each.scheme) == (1280, "light") and not each.name.startswith("langgraph")
]
"""A picture of each kind that a small matrix without a layer can be taken of."""


@pytest.mark.parametrize("picture", LIKE_ANY, ids=lambda picture: picture.name)
def test_a_picture_can_be_taken(
    browser: Browser, plain: str, tmp_path: Path, picture: Picture
) -> None:
    evidence = picture.fragment.startswith("py")
    sample = replace(picture, fragment="py3.14-core0.3.0" if evidence else "")
    take(browser, plain, sample, tmp_path / "page.png")
    assert (tmp_path / "page.png").read_bytes().startswith(b"\x89PNG")


def test_the_picture_of_the_readme_is_small(browser: Browser, whole: str, tmp_path: Path) -> None:
    take(browser, whole, README, tmp_path / "page.png")
    assert (tmp_path / "page.png").stat().st_size < LARGEST_PICTURE
