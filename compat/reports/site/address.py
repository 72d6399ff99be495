"""Where everything is on the site, and where a link of the docs leads there."""

import posixpath
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote, unquote

from compat.reports.headline.detail import name_file

INDEX: Final = "index.html"
MATRIX: Final = "matrix.html"
"""The page of the matrix; ``index.html`` is the same file."""

PATTERNS: Final = "patterns/index.html"
SYMPTOMS: Final = "symptoms.html"
CLAIMS: Final = "claims.html"
CHANGES: Final = "changes.html"
DOCS: Final = "docs/index.html"
STYLE: Final = "site.css"
ICON: Final = "icon.svg"
NOT_FOUND: Final = "404.html"
FEED: Final = "changes.atom"
SITEMAP: Final = "sitemap.xml"

LAYERED: Final = "langgraph"
MOVED: Final[Mapping[str, str]] = {
    "docs/symptoms.md": SYMPTOMS,
    "reports/CHANGES.md": CHANGES,
    "reports/matrix.md": MATRIX,
    "reports/matrix.html": MATRIX,
    "reports/details.md": MATRIX,
    "reports/langgraph/matrix.md": f"{PATTERNS}#{LAYERED}",
    "reports/langgraph/details.md": f"{PATTERNS}#{LAYERED}",
}


def place_pattern(scenario: str, *, layered: bool) -> str:
    """Return the place of a pattern's page, which stays in its folder whatever the id is."""
    folder = f"patterns/{LAYERED}" if layered else "patterns"
    return f"{folder}/{name_file(scenario).removesuffix('.md')}.html"


def name_report(folder: str, scenario: str) -> str:
    """Return the path of a pattern's Markdown in a clone."""
    return f"{folder}/scenarios/{name_file(scenario)}"


def place_doc(name: str) -> str:
    """Return the place of a Markdown file's page, by its path in a clone."""
    return f"docs/{posixpath.basename(name).removesuffix('.md')}.html"


def climb(place: str) -> str:
    """Return what leads from a page to the root of the site."""
    return "../" * place.count("/")


def link(root: str, place: str) -> str:
    """Return an address: a place may have characters that mean something in one."""
    path, mark, anchor = place.partition("#")
    return f"{root}{quote(path)}{mark}{anchor}"


def ask(scenario: str, cell: str = "") -> str:
    """Return where the page shows a pattern, or the evidence of a cell that has it."""
    named = f"scenario={quote(scenario, safe='', errors='backslashreplace')}"
    return f"{MATRIX}#{quote(cell, safe='')}&{named}" if cell else f"{MATRIX}#{named}"


@dataclass(frozen=True, kw_only=True)
class Addresses:
    """What the site has: ``pages`` by their path in a clone, and ``files`` that are as there.

    ``history`` tells whether it has a page of changes.
    """

    pages: Mapping[str, str] = field(default_factory=dict)
    files: Collection[str] = ()
    history: bool = True

    def find(self, page: str, href: str) -> str | None:
        """Return where a link on a page of a clone leads on the site; None if that has it not."""
        path, _, anchor = href.partition("#")
        if not path:
            return f"#{anchor}"
        named = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(path)))
        found = MOVED.get(named) or self.pages.get(named) or self._find_file(named)
        if found is None or (found == CHANGES and not self.history):
            return None
        kept = anchor and named.endswith(".md") and not named.startswith("reports/")
        return link(climb(self._place(page)), f"{found}#{anchor}" if kept else found)

    def _place(self, page: str) -> str:
        return self.pages.get(page, MOVED.get(page, page))

    def _find_file(self, named: str) -> str | None:
        bare = named.removeprefix("reports/")
        return next((each for each in (named, bare) if each in self.files), None)
