"""``check.html``: one file without script or network, in the look of the matrix's page."""

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from markupsafe import Markup

from compat.check.model import Advice, CallSite, Check, Finding, Seen
from compat.matrix.model import Listener
from compat.matrix.reading import OF_CORE
from compat.reports.check import words as check_words
from compat.reports.check.sight import tell_site
from compat.reports.check.spread import Spread
from compat.reports.check.tally import list_findings, list_remarks, tally
from compat.reports.check.trees import Tree, draw_call, draw_sights
from compat.reports.environment import make_markup_environment, read_source
from compat.reports.text import capitalise
from compat.reports.words import LISTENERS, Tone

_HEADS: Final = {
    Listener.STREAM: "Event stream",
    Listener.HANDLER: "handler",
    Listener.HOOK: "tracer",
}
_WHOLE: Final = "The listener sees the call once, below the runs that called it."
_DECISIONS: Final = {
    check_words.Level.ERROR: Tone.BROKEN,
    check_words.Level.WARNING: Tone.MANUAL,
    check_words.Level.NOTE: Tone.MANUAL,
}


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A finding on the page; ``sights`` are drawn beside ``call``.

    ``as_at`` is the one before it at which the same code to write stands.
    """

    anchor: str
    finding: Finding
    call: Tree
    sights: tuple[Tree, ...]
    as_at: "Shown | None"

    @property
    def site(self) -> CallSite:
        """Its call site."""
        return self.finding.site

    @property
    def advice(self) -> Advice:
        """What to write."""
        return self.finding.advice


def render_check_html(check: Check) -> str:
    """Return the page. Its content policy allows only the style that stands in it, by its hash."""
    decision, _, seen = tally(check).partition("; ")
    style = read_source("page.css") + read_source("check.css")
    return (
        make_markup_environment()
        .get_template("check.html.j2")
        .render(
            check=check,
            shown=list(_show_all(check)),
            columns=_find_columns(check),
            decision=decision,
            tone=_find_tone(check),
            counted=seen,
            remarks=list(list_remarks(check)),
            provenance=list(_list_provenance(check)),
            listeners=_name_listeners,
            of_core=OF_CORE,
            outcomes=list(_list_outcomes()),
            tell_site=tell_site,
            counts=Spread.of(check).tell,
            told=check_words,
            style=Markup(style),  # noqa: S704 - our own files
            policy=_make_policy(style),
        )
    )


def _list_outcomes() -> Iterator[tuple[tuple[str, Tone], str]]:
    """Give what a listener can see of a call, the best first, and what that means."""
    yield (check_words.SEEN[Seen.NESTED], Tone.AUTOMATIC), _WHOLE
    yield (check_words.TWICE, Tone.MANUAL), check_words.MEANS[check_words.Kind.DUPLICATED]
    for seen, kind in reversed(check_words.KINDS.items()):
        yield (check_words.SEEN[seen], check_words.TONES[seen]), check_words.MEANS[kind]


def _show_all(check: Check) -> Iterator[Shown]:
    """Give the findings; whose code stands at an earlier one has a link to that."""
    written: dict[tuple[str, ...], Shown] = {}
    for number, finding in enumerate(list_findings(check), 1):
        code = finding.advice.code
        shown = Shown(
            anchor=f"finding-{number}",
            finding=finding,
            call=draw_call(finding.site),
            sights=draw_sights(finding.site),
            as_at=written.get(code) if code else None,
        )
        written.setdefault(code, shown)
        yield shown


def _find_columns(check: Check) -> list[tuple[str, Listener]]:
    """Return a column for each listener; those who see the same of everything share one."""
    sites = [*(each.site for each in check.findings), *check.private]
    columns: list[list[Listener]] = []
    for listener in OF_CORE:
        seen = [each.outcomes.get(listener) for each in sites]
        same = [c for c in columns if [each.outcomes.get(c[0]) for each in sites] == seen]
        if same and any(each is not None for each in seen):
            same[0].append(listener)
        else:
            columns.append([listener])
    return [(capitalise(", ".join(_HEADS[each] for each in c)), c[0]) for c in columns]


def _name_listeners(tree: Tree) -> str:
    """Return whose view a tree is, as a heading."""
    return capitalise(check_words.join_names([LISTENERS[each] for each in tree.listeners]))


def _find_tone(check: Check) -> Tone:
    """Return how that looks: never good where nothing ran, or not all of it was seen."""
    if check.findings:
        levels = {check_words.find_level(each.site) for each in check.findings}
        return _DECISIONS[min(levels, key=list(_DECISIONS).index)]
    return Tone.UNSURE if check.partial or not check.complete else Tone.AUTOMATIC


def _list_provenance(check: Check) -> Iterator[tuple[str, str]]:
    counts = check.counts
    yield "Command", " ".join(check.command)
    yield "Date", _format_date(check.date)
    yield "Runs on", check_words.describe_environments(check)
    yield "Network", check.network
    yield "Refused", ", ".join(check.refused) or "nothing"
    yield "Seen", "not all of it" if check.partial else "all that ran"
    yield "Processes", f"{counts.processes:,} watched, {counts.unreached:,} not reached"
    yield "Tests", f"{counts.tests:,}"
    yield "Runs", f"{counts.runs:,}, {counts.unknown_callers:,} without a known caller"


def _format_date(date: str) -> str:
    """Return a moment in UTC to the minute; what is none as it is."""
    try:
        moment = datetime.fromisoformat(date)
    except ValueError:
        return date
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if moment.tzinfo else date


def _make_policy(style: str) -> str:
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
