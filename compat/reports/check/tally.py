"""How much a check found and saw, and what is to be known besides."""

from collections.abc import Iterator, Sequence
from typing import Final

from compat.check.model import Check, Driven, Finding, Private, Uncalled
from compat.reports.check.words import ELLIPSIS, describe_environments
from compat.reports.text import format_amount

_ASYNCHRONOUS: Final = "asynchronous"
"""In the place of an error: what ``invoke`` cannot call, as its code is async alone."""


def list_findings(check: Check) -> tuple[Finding, ...]:
    """Return the findings, those that the baseline does not have first."""
    return tuple(sorted(check.findings, key=lambda finding: finding.id in check.known))


def tally(check: Check) -> str:
    """Return how many findings there are, and on how much that rests."""
    files = len({each.site.place.file for each in check.findings})
    new = sum(each.id not in check.known for each in check.findings)
    if check.findings:
        known = f", {new or 'none'} of them new" if check.known else ""
        found = f"{_count(len(check.findings), 'finding')} in {_count(files, 'file')}{known}"
    else:
        found = "No findings" if check.complete or check.private else "No call was judged"
    return "; ".join([found, ", ".join(_list_sites(check)), ", ".join(_list_watched(check))])


def _list_sites(check: Check) -> Iterator[str]:
    yield f"{_count(len(check.complete), 'call site')} complete"
    if check.uncalled:
        yield f"{len(check.uncalled):,} never ran ({_name_few(check.uncalled)})"


def _name_few(uncalled: Sequence[Uncalled]) -> str:
    first = uncalled[0].place
    more = f" {ELLIPSIS}" if len(uncalled) > 1 else ""
    return f"{first.file}:{first.line}{more}"


def _list_watched(check: Check) -> Iterator[str]:
    if check.counts.tests:
        yield _count(check.counts.tests, "test")
    yield f"{_count(check.counts.runs, 'run')} watched"


def _count(count: int, noun: str) -> str:
    """Return a count with a noun, thousands apart."""
    return format_amount(count, noun).replace(str(count), f"{count:,}", 1)


def list_remarks(check: Check) -> Iterator[str]:
    """Give what a person should know of a check besides its findings, a line each."""
    if check.partial:
        yield f"Not all was seen: {'; '.join(check.partial)}."
    if len(check.environments) > 1:
        yield f"Watched on {describe_environments(check)}."
    yield from filter(None, map(_describe_driven, check.driven))
    if check.refused:
        yield (
            f"Connections were refused to {', '.join(check.refused)}: replace what makes them with"
            " --setup FILE, or allow them with --network."
        )
    if check.private:
        yield f"{_count(len(check.private), 'private call site')}: {_count_reasons(check)}."
    if check.unused:
        yield f"Marked as private, and matching nothing: {', '.join(check.unused)}."
    yield from _list_unseen(check)
    if check.unread:
        more = f" and {len(check.unread) - 1:,} more" if len(check.unread) > 1 else ""
        yield f"Calls that never ran are not listed for {check.unread[0]}{more}."
    if check.gone:
        was = "is no more" if len(check.gone) == 1 else "are no more"
        yield f"{_count(len(check.gone), 'finding')} of the baseline {was}."


def _list_unseen(check: Check) -> Iterator[str]:
    counts = check.counts
    if counts.unreached:
        were = "was" if counts.unreached == 1 else "were"
        yield f"{counts.unreached:,} of the processes that {were} started could not be watched."
    if counts.unknown_callers:
        have = "has" if counts.unknown_callers == 1 else "have"
        yield (
            f"{_count(counts.unknown_callers, 'run')} {have} no known caller: it was over before"
            " they began, so they are not judged."
        )


def _count_reasons(check: Check) -> str:
    counts = {each: sum(site.private is each for site in check.private) for each in Private}
    return ", ".join(f"{count:,} by {why}" for why, count in counts.items() if count)


def _describe_driven(driven: Driven) -> str:
    """Return what driving a target showed; empty if there is nothing to say."""
    if driven.error == _ASYNCHRONOUS:
        return ""
    told = [
        *([f"{driven.error} ended it"] if driven.error else []),
        *([_describe_stream(driven.ran, driven.shown, driven.found or 0)] if driven.ran else []),
    ]
    return f"{driven.target} by {driven.way}: {'; '.join(told)}." if told else ""


def _describe_stream(ran: int, shown: int | None, found: int) -> str:
    """Return how much of what ran a stream shows, and whether the findings tell of the rest."""
    missing = ran - (shown or 0)
    told = f"the event stream shows {shown or 0:,} of {ran:,} models and tools that ran"
    if not missing:
        return told
    others = "the other" if missing == 1 else f"the {missing:,} others"
    if not found:
        return f"{told}; no finding tells of {others}"
    which = others if missing == 1 else f"{'all' if found >= missing else f'{found:,}'} of {others}"
    return f"{told}; the findings tell of {which}"
