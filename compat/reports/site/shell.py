"""What every page of the site has: its head, the bar, the sentence at its end."""

import base64
import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from markupsafe import Markup

from compat.reports.environment import make_markup_environment, read_source
from compat.reports.site import address, words
from compat.reports.site.address import climb, link
from compat.reports.text import clip

_POLICY: Final = "default-src 'none'; {style}; img-src 'self'; base-uri 'none'; form-action 'none'"
_LONGEST: Final = 200  # characters of a description


@dataclass(frozen=True, kw_only=True)
class Shell:
    """Makes pages; ``base`` is the address that the site will have, "" if nobody said it.

    ``sentence`` says what was measured, ``newer`` which releases were not, "" if there are none.
    ``history`` tells whether there are changes to show.
    """

    base: str
    sentence: str
    newer: str
    history: bool

    @cached_property
    def style(self) -> str:
        """The one style of all pages: that of the matrix's page, and the site's own."""
        return read_source("page.css") + read_source("site/site.css")

    def render(self, place: str, template: str, *, title: str, about: str, **said: object) -> str:
        """Return a page. Its content policy allows the site's own style and icon, and no script."""
        alone = place == address.NOT_FOUND  # it is shown at any address
        root = self.base if alone else climb(place)
        style = self._hash_style() if alone else "style-src 'self'"
        return (
            make_markup_environment()
            .get_template(f"site/{template}.html.j2")
            .render(
                told=words,
                policy=_POLICY.format(style=style),
                title=title,
                description=clip(about, _LONGEST),
                canonical="" if alone else self.locate(place),
                feed=link(root, address.FEED) if self.history else "",
                icon=link(root, address.ICON),
                sheet=link(root, address.STYLE),
                style=Markup(self.style) if alone else "",  # noqa: S704 - our own files
                bar=self.list_bar(root, place),
                newer=self.newer,
                sentence=self.sentence,
                **said,
            )
        )

    def render_bar(self) -> str:
        """Return the bar alone, for the page of the matrix."""
        template = make_markup_environment().get_template("site/bar.html.j2")
        return template.render(told=words, bar=self.list_bar("", address.INDEX), newer=self.newer)

    def list_bar(self, root: str, place: str) -> list[tuple[str, str, bool]]:
        """Return where the bar leads: words, an address, and whether that is this page."""
        every = [
            (words.ASK, address.MATRIX),
            (words.PATTERNS, address.PATTERNS),
            (words.SYMPTOMS, address.SYMPTOMS),
            (words.CLAIMS, address.CLAIMS),
            *([(words.CHANGES, address.CHANGES)] if self.history else []),
            (words.DOCS, address.DOCS),
        ]
        here = address.MATRIX if place == address.INDEX else place
        return [(said, link(root, to), to == here) for said, to in every]

    def locate(self, place: str) -> str:
        """Return the whole address of a page, "" without a base."""
        if not self.base:
            return ""
        return link(self.base, "" if place == address.INDEX else place)

    def _hash_style(self) -> str:
        digest = base64.b64encode(hashlib.sha256(self.style.encode()).digest()).decode()
        return f"style-src 'sha256-{digest}'"
