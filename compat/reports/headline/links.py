"""Where a link of a Markdown report leads: to a file beside it, or to a site."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from compat.axes.cell import CellId
from compat.errors import UsageError
from compat.reports.headline.detail import FOLDER, name_file
from compat.reports.text import clip, make_anchor

EXAMPLE: Final = "https://example.org/matrix"

_ADDRESS: Final = re.compile(
    r"""
    https?://
    [a-z0-9] (?: [a-z0-9.-]{0,252} [a-z0-9] )?   # a host; nobody's name or password before it
    (?: : [0-9]{1,5} )?
    (?: / (?! \.{1,2} (?: / | \Z ) ) [A-Za-z0-9._~-]+ )*
    """,
    re.VERBOSE,
)
_LONGEST: Final = 500


def read_base(text: str) -> str:
    """Return the address of a site without its last slash. Raises UsageError.

    It is held to what needs no escape anywhere, and has neither query nor fragment.
    """
    address = text.removesuffix("/")
    if len(text) <= _LONGEST and _ADDRESS.fullmatch(address):
        return address
    message = (
        f"{clip(text, 80)!a} is no address of a site; write it like {EXAMPLE}: https or http, a"
        " host and folders, nothing else"
    )
    raise UsageError(message)


@dataclass(frozen=True, kw_only=True)
class Links:
    """Where things are: below ``base`` if there is a site, else beside the page.

    ``layer`` is the folder of what was measured with a layer on top, "" for langchain-core alone.
    """

    base: str = ""
    layer: str = ""

    def to_pattern(self, scenario: str) -> str:
        """Return the address of a pattern's page, for ``matrix.md`` and what lies beside it."""
        name = quote(name_file(scenario))
        if not self.base:
            return f"{FOLDER}/{name}"
        folder = f"patterns/{self.layer}" if self.layer else "patterns"
        return f"{self.base}/{folder}/{name.removesuffix('.md')}.html"

    def to_evidence(self, scenario: str, cell: CellId) -> str:
        """Return the address of what a pattern came to in a cell; its page has a part a Python."""
        if self.base:
            return f"{self.base}/matrix.html#{_quote(str(cell))}&scenario={_quote(scenario)}"
        return f"{self.to_pattern(scenario)}#{make_anchor(f'Python {cell.python}')}"

    def to_page(self, **asked: str) -> str:
        """Return the address of the page, asked about something; "" without a site.

        The page is HTML of one file, which shows as its source where Markdown is rendered.
        """
        if not self.base:
            return ""
        fragment = "&".join(f"{key}={_quote(value)}" for key, value in asked.items())
        return f"{self.base}/matrix.html{f'#{fragment}' if fragment else ''}"


def _quote(text: str) -> str:
    return quote(text, safe="", errors="backslashreplace")


NOWHERE: Final = Links()
"""No site: everything is in the folder."""
