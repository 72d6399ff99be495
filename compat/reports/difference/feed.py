"""The history as pages: Markdown to read, Atom for feed readers."""

from collections.abc import Iterator

from compat.difference.history import Entry, History
from compat.reports.difference.changed import Account, account
from compat.reports.environment import for_markdown, for_markup

CHANGES = "CHANGES.md"
ATOM = "changes.atom"
LARGEST = 400_000
"""Bytes of the Markdown: GitHub stops rendering at about 500 kB."""

_IN_FEED = 50
"""Entries that the feed has: readers ask often, and keep what they have read."""


def changes_md(history: History, *, largest: int = LARGEST) -> str:
    """Return ``CHANGES.md``: the newest entries, as many as ``largest`` bytes hold, or one."""
    template = for_markdown().get_template("changes.md.j2")
    told = list(_accounts(history))
    size = len(told)
    while True:
        text = template.render(entries=told[:size], older=len(told) - size)
        if size <= 1 or len(text.encode()) <= largest:
            return text
        size //= 2


def changes_atom(history: History) -> str:
    """Return ``changes.atom``, RFC 4287. It has no links: nothing here knows where it is hosted."""
    entries = list(_accounts(history))[:_IN_FEED]
    return for_markup().get_template("changes.atom.j2").render(history=history, entries=entries)


def _accounts(history: History) -> Iterator[tuple[Entry, Account]]:
    return ((entry, account(entry)) for entry in history.entries)
