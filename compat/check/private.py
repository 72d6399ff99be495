"""Calls that a project says are hidden on purpose: by a comment on their line, or a setting."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from compat.check.comments import matches
from compat.check.model import CallSite, Private


@dataclass(frozen=True, kw_only=True)
class Marked:
    """Call sites, the private ones marked; ``unused`` are comments and settings without a call."""

    sites: tuple[CallSite, ...]
    unused: tuple[str, ...]


def mark_private(
    sites: Sequence[CallSite],
    comments: Mapping[str, Sequence[range]],
    entries: Iterable[str],
) -> Marked:
    """Mark the call sites that are private.

    ``comments`` are the lines that bear one, by file; ``entries`` are those of the settings, like
    ``summarize > ChatOpenAI``. Raises ValueError for an entry that says nothing.
    """
    settings = tuple(entries)
    used: set[str] = set()
    marked = []
    for site in sites:
        why, by = _find_why(site, comments, settings)
        used |= by
        marked.append(replace(site, private=site.private or why))
    every = [
        *(_name(file, lines) for file, found in comments.items() for lines in found),
        *settings,
    ]
    return Marked(sites=tuple(marked), unused=tuple(each for each in every if each not in used))


def _find_why(
    site: CallSite, comments: Mapping[str, Sequence[range]], entries: Sequence[str]
) -> tuple[Private | None, set[str]]:
    place = site.place
    on = {_name(place.file, lines) for lines in comments.get(place.file, ()) if place.line in lines}
    by = {entry for entry in entries if matches(entry, place.function, site.true_path, site.name)}
    why = Private.COMMENT if on else Private.SETTINGS if by else None
    return why, on | by


def _name(file: str, lines: range) -> str:
    return f"# compat: private in {file}:{lines.start}"
