"""The history as pages: Markdown to read, Atom for feed readers."""

from collections.abc import Iterator

from compat.difference.history import Entry, History
from compat.reports.difference.account import Account, describe_entry
from compat.reports.environment import make_markdown_environment, make_markup_environment

CHANGES = "CHANGES.md"
ATOM = "changes.atom"
LARGEST = 400_000
"""Bytes of the Markdown: GitHub stops rendering at about 500 kB."""

_IN_FEED = 50
"""Entries that the feed has: readers ask often, and keep what they have read."""


def render_changes_md(history: History, *, largest: int = LARGEST) -> str:
    """Return ``CHANGES.md``: the newest entries, as many as ``largest`` bytes hold, or one."""
    template = make_markdown_environment().get_template("changes.md.j2")
    told = list(_describe_entries(history))
    size = len(told)
    while True:
        text = template.render(entries=told[:size], older=len(told) - size)
        if size <= 1 or len(text.encode()) <= largest:
            return text
        size //= 2


def render_changes_atom(history: History) -> str:
    """Return ``changes.atom``, RFC 4287. It has no links: nothing here knows where it is hosted."""
    entries = list(_describe_entries(history))[:_IN_FEED]
    return (
        make_markup_environment()
        .get_template("changes.atom.j2")
        .render(history=history, entries=entries)
    )


def _describe_entries(history: History) -> Iterator[tuple[Entry, Account]]:
    return ((entry, describe_entry(entry)) for entry in history.entries)
