"""Findings that were there before: only new ones are bad news."""

from dataclasses import replace

from compat.check.model import Check


def compare_with_baseline(check: Check, before: Check) -> Check:
    """Return a check that says which of its findings were known, and which are gone.

    A finding that is worse than it was is new.
    """
    earlier = {each.id: each for each in before.findings}
    known = tuple(
        each.id
        for each in check.findings
        if each.id in earlier and each.site.outcomes == earlier[each.id].site.outcomes
    )
    here = {each.id for each in check.findings}
    return replace(check, known=known, gone=tuple(id_ for id_ in earlier if id_ not in here))


def has_new(check: Check) -> bool:
    """Tell whether a check has findings that its baseline has not; without one, any is new."""
    return any(each.id not in check.known for each in check.findings)
