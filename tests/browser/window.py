"""A page in a browser, and what it said, asked for or ran that it should not."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)


SCREENS = (
    pytest.param(320, "dark"),
    pytest.param(1280, "light"),
    pytest.param(320, "light", marks=pytest.mark.proof),
    pytest.param(1280, "dark", marks=pytest.mark.proof),
)
"""Widths with schemes: what a width breaks and what a scheme breaks are two things."""


@contextmanager
def launched() -> Iterator[Browser]:
    """A browser. It keeps an event loop running: no other test of the process can have one then.

    So a fixture that starts it has the scope of its package, never of the session.
    """
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@dataclass(frozen=True, kw_only=True)
class Window:
    """``told`` has console messages, errors, dialogs and requests: it should stay empty."""

    page: Page
    told: list[str]

    def text(self, selector: str) -> str:
        """The text that shows in an element."""
        return self.page.locator(selector).inner_text()

    def fragment(self) -> str:
        """The part of the address that holds the state."""
        return self.page.url.partition("#")[2]

    def sideways(self) -> int:
        """Pixels by which the page is wider than the window."""
        root = "document.documentElement"
        return int(self.page.evaluate(f"{root}.scrollWidth - {root}.clientWidth"))

    def picked(self) -> list[str]:
        """What the four selects say, also those that are folded away."""
        ids = ("from-python", "from-core", "to-python", "to-core")
        chosen = (self.page.locator(f"#{each} option:checked") for each in ids)
        return [str(each.text_content()) for each in chosen]

    def focused(self) -> str:
        """The id of the element that has the keyboard."""
        return str(self.page.evaluate("document.activeElement.id"))


def opened(browser: Browser, address: str, *, fragment: str = "", **options: object) -> Window:
    """Open a page and wait until it has answered; ``options`` are those of a context."""
    page = browser.new_context(**options).new_page()  # type: ignore[arg-type]
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("dialog", lambda dialog: told.append(dialog.message))

    def asked(request: Request) -> None:
        if not request.url.startswith(address):
            told.append(request.url)

    page.on("request", asked)
    page.goto(f"{address}#{fragment}" if fragment else address)
    if options.get("java_script_enabled", True):
        page.wait_for_selector("html[data-ready]")
    return Window(page=page, told=told)
