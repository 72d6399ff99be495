"""A check for a terminal, worst first on one screen, and a finding a line for programs."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from compat.check.model import Advice, Check, Finding
from compat.reports.check.sight import describe_site
from compat.reports.check.spread import Spread
from compat.reports.check.tally import list_findings, list_remarks, tally
from compat.reports.check.words import (
    KNOWN,
    describe_callers,
    describe_environment,
    describe_needless,
    describe_place,
    explain_no_advice,
    find_gist,
    name_outcome,
    name_pattern,
)
from compat.reports.text import CODE, clip, make_visible, show_code

SCREEN: Final = 10
"""Findings that are told at most, unless all of them are asked for."""

_LONGEST_LINE: Final = 120
_LABEL: Final = 11
_COLUMN: Final = 50


def render_check(check: Check, *, all_of_them: bool = False) -> Iterator[str]:
    """Give the lines of a check, what was found at a line of code together.

    ``all_of_them``: every finding, with the whole code to write; else what fits a screen.
    """
    findings = list_findings(check)
    shown = findings if all_of_them else findings[:SCREEN]
    spread = Spread.of(check)
    written: set[tuple[str, ...]] = set()
    for together in group_by_line(shown):
        yield from _render_place(together[0])
        for each, advised in groupby(together, key=lambda finding: finding.advice):
            for finding in advised:
                yield from _render_calls(finding, spread, known=finding.id in check.known)
            yield from _render_advice(finding, each, whole=all_of_them and each.code not in written)
            written.add(each.code)
        yield ""
    if more := len(findings) - len(shown):
        yield f"compat check --all shows {more:,} more, and the whole code to write."
    yield make_visible(tally(check))
    yield from map(make_visible, list_remarks(check))


def render_check_lines(check: Check) -> Iterator[str]:
    """Give a line for each finding, then what else is to be known, for who reads them by lines."""
    spread = Spread.of(check)
    for finding in list_findings(check):
        yield make_visible(_render_line(finding, spread, known=finding.id in check.known))
    yield make_visible(tally(check))
    yield from map(make_visible, list_remarks(check))


def group_by_line(findings: Sequence[Finding]) -> Iterator[tuple[Finding, ...]]:
    """Give findings, those of the same line of a file together, where the first of them stands."""
    groups: dict[tuple[str, int], list[Finding]] = {}
    for each in findings:
        groups.setdefault((each.site.place.file, each.site.place.line), []).append(each)
    yield from map(tuple, groups.values())


def _render_line(finding: Finding, spread: Spread, *, known: bool) -> str:
    site, advice = finding.site, finding.advice
    told = [
        f"called by {describe_callers(site)}",
        *spread.tell(site),
        *([name_pattern(advice)] if advice.scenario else []),
        *([KNOWN] if known else []),
    ]
    where = f"{site.place.file}:{site.place.line}: {name_outcome(site)}"
    return f"{where}: {describe_site(site)} ({'; '.join(told)})"


def _render_place(finding: Finding) -> Iterator[str]:
    place = finding.site.place
    yield make_visible(describe_place(place))
    if place.text.strip():
        yield f"    {clip(place.text.strip(), _LONGEST_LINE)}"


def _render_calls(finding: Finding, spread: Spread, *, known: bool) -> Iterator[str]:
    callers = make_visible(describe_callers(finding.site))
    several = len(spread.environments) > 1
    environment = "" if several else describe_environment(spread.environments[0])
    yield f"  {make_visible(describe_site(finding.site))}{f'   ({KNOWN})' if known else ''}"
    yield _label("called by", f"{callers:{_COLUMN - _LABEL - 2}}  {make_visible(environment)}")
    for number, line in enumerate(spread.tell(finding.site)):
        yield _label("" if number else "on" if several else "in all", make_visible(line))


def _render_advice(finding: Finding, advice: Advice, *, whole: bool) -> Iterator[str]:
    pattern = f"   ({name_pattern(advice)})" if advice.scenario else ""
    needless = describe_needless(advice)
    label, told = _tell(finding, advice, whole=whole)
    yield _label(label, make_visible(f"{told}{'' if needless else pattern}"))
    if whole:
        yield from (f"{CODE}{line}".rstrip() for line in _list_code(advice))
    if needless:
        yield _label("or", make_visible(f"{needless}{pattern}"))


def _tell(finding: Finding, advice: Advice, *, whole: bool) -> tuple[str, str]:
    """Return what to write, or why that is not known, with its label."""
    if reason := explain_no_advice(finding.site, advice):
        return "no advice", reason
    if advice.code and not whole:
        return "write", find_gist(advice.code)
    return "write", advice.heading.removeprefix("Write ")


def _list_code(advice: Advice) -> list[str]:
    return show_code("\n".join(advice.code)).splitlines()


def _label(label: str, text: str) -> str:
    return f"  {label:{_LABEL}}{text}".rstrip()
