"""A check for GitHub: annotations beside the lines of code, and a summary of the job.

Source: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
"""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from compat.check.model import Check, Finding
from compat.reports.check.sight import describe_title, tell_site
from compat.reports.check.spread import Spread
from compat.reports.check.tally import list_findings, list_remarks, tally
from compat.reports.check.text import group_by_line
from compat.reports.check.words import (
    Level,
    describe_callers,
    describe_environments,
    describe_needless,
    describe_place,
    explain_no_advice,
    find_gist,
    find_level,
    name_pattern,
)
from compat.reports.document import LARGEST_SUMMARY
from compat.reports.environment import make_markdown_environment
from compat.reports.text import capitalise, clip, escape_markdown

MOST: Final = 10
"""Annotations of a level that GitHub shows of a step."""

_LEVELS: Final = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "warning"}
_LONGEST: Final = 2000
_MEMBERS: Final = (None, 200, 20, 0)
"""How many findings a summary tells, all of them first."""


def render_annotations(check: Check, *, folder: str = "") -> Iterator[str]:
    """Give workflow commands, to be printed as they are: as many as GitHub shows, and a count.

    ``folder`` is the project's as seen from the repository, if it is a part of one.
    """
    spread = Spread.of(check)
    left = dict.fromkeys(_LEVELS.values(), MOST)
    more = 0
    for finding in list_findings(check):
        level = _LEVELS[find_level(finding.site)]
        left[level] -= 1
        if left[level] < 0:
            more += 1
        else:
            yield _annotate(finding, level, folder, spread)
    if more:
        text = f"GitHub shows no more: {more:,} of {len(check.findings):,} findings are left out"
        yield f"::notice title=compat check::{_escape(text)}"


def _annotate(finding: Finding, level: str, folder: str, spread: Spread) -> str:
    site = finding.site
    properties = {
        "file": PurePosixPath(folder, site.place.file).as_posix(),
        "line": str(max(1, site.place.line)),
        "title": describe_title(site),
    }
    told = ",".join(f"{name}={_escape_property(text)}" for name, text in properties.items())
    return f"::{level} {told}::{'%0A'.join(map(_escape, _list_lines(finding, spread)))}"


def _list_lines(finding: Finding, spread: Spread) -> Iterator[str]:
    site, advice = finding.site, finding.advice
    yield tell_site(site)
    yield f"Called by {describe_callers(site)}."
    yield from (f"{capitalise(line)}." for line in spread.tell(site))
    if reason := explain_no_advice(site, advice):
        yield f"No advice: {reason}."
    else:
        yield f"Write: {find_gist(advice.code)}" if advice.code else advice.heading
    if needless := describe_needless(advice):
        yield f"Or: {needless}."


def _escape(text: str) -> str:
    """Return a text for a command's message, on one line."""
    shown = clip(text, _LONGEST)
    return shown.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    """Return a text for a command's property."""
    return _escape(text).replace(":", "%3A").replace(",", "%2C")


def render_check_summary(check: Check, *, largest: int = LARGEST_SUMMARY) -> str:
    """Return GitHub Markdown of at most ``largest`` bytes in UTF-8, with what fits of it."""
    template = make_markdown_environment().get_template("check.md.j2")
    findings = list_findings(check)
    for most in _MEMBERS:
        shown = findings[:most]
        text = template.render(
            check=check,
            groups=list(group_by_line(shown)),
            more=len(findings) - len(shown),
            codes=_find_codes(shown),
            detail=most is None or most > 0,
            callers=describe_callers,
            counts=Spread.of(check).tell,
            environment=describe_environments(check),
            explained=_explain,
            needless=describe_needless,
            pattern=name_pattern,
            place=describe_place,
            remarks=list(list_remarks(check)),
            said=tell_site,
            tally=tally(check),
        )
        if len(text.encode()) <= largest:
            return text
    return escape_markdown(tally(check)).encode()[:largest].decode(errors="ignore")


def _explain(finding: Finding) -> str:
    reason = explain_no_advice(finding.site, finding.advice)
    return f"No advice: {reason}" if reason else finding.advice.heading.removesuffix(":")


def _find_codes(findings: tuple[Finding, ...]) -> dict[str, Finding]:
    """Return a finding for each pattern that there is code for."""
    found: dict[str, Finding] = {}
    for each in findings:
        if each.advice.scenario and each.advice.code:
            found.setdefault(each.advice.scenario, each)
    return found
