"""What a page has: elements with their attributes, ids, and where it leads."""

import posixpath
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit


class Elements(HTMLParser):
    """Every element of a page with its attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.all: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.all.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, attribute: str) -> list[str]:
        """The values of an attribute, in the order of the page."""
        found = (attrs.get(attribute) for _, attrs in self.all)
        return [value for value in found if value is not None]

    def tags(self) -> set[str]:
        """The names of the elements that there are."""
        return {tag for tag, _ in self.all}


def list_broken(pages: Mapping[str, str], files: set[str]) -> Iterator[str]:
    """Give every link of the pages that leads to no page, file or anchor of the site.

    What stands behind ``#`` in a link to the page of the matrix is for its script.
    """
    seen = {place: Elements(text) for place, text in pages.items()}
    ids = {place: set(each.values("id")) for place, each in seen.items()}
    for place, each in seen.items():
        for href in (*each.values("href"), *each.values("src")):
            to = urlsplit(href)
            if to.scheme:
                continue
            named = posixpath.join(posixpath.dirname(place), unquote(to.path)) if to.path else place
            found = posixpath.normpath(named)
            anchor = unquote(to.fragment)
            asked = found.endswith("matrix.html") or place in {"index.html", "matrix.html"}
            if found not in files or (anchor and not asked and anchor not in ids.get(found, ())):
                yield f"{place}: {href}"
