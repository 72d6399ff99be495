"""The badge: a fact, its scope and its date, as SVG and for shields.io."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from compat.matrix.model import Cell, Listener, Matrix, Verdict
from compat.record.model import Status
from compat.reports.environment import make_markup_environment
from compat.reports.headline.sentence import find_day
from compat.reports.project.scope import Scope, pick_cells
from compat.reports.span import list_pythons, parse_minor
from compat.reports.text import clip, make_visible
from compat.reports.words import GUIDE, LISTENERS

LABELS = {
    Listener.STREAM: "child events arrive",
    Listener.HANDLER: "callbacks arrive",
    Listener.HOOK: "child runs traced",
    Listener.MESSAGES: "messages arrive",
    Listener.CUSTOM: "writes arrive",
}
"""Of the guide's tool, which passes no config by hand."""

STALE_AFTER_DAYS = 35
"""A matrix is measured again every night; one that is older than a month has lost its keeper."""

_FILLS = {"blue": "#0b5cad", "orange": "#a84300", "lightgrey": "#6a737d"}
_CHARACTER_WIDTH = 6.6
"""Pixels, of Verdana at 11 px on the average; ``textLength`` makes any font fit."""

_LONGEST = 25
"""Characters of a message: the badge is less than 320 pixels wide then."""

_EVERYTHING = Scope()


@dataclass(frozen=True, kw_only=True)
class Badge:
    """What the badge says: a message after its label; ``detail`` is read aloud and on hovering.

    ``colour`` is never positive when the run is incomplete or old.
    """

    label: str
    message: str
    detail: str
    colour: str


def make_badge(matrix: Matrix, scope: Scope = _EVERYTHING, *, today: date | None = None) -> Badge:
    """Return the badge of a scope as of ``today``, or as of the run when that is None.

    It is for the listener as whom the matrix is heard.

    A badge is grey if the run left a cell unknown, wherever that was: a part is as good as the run
    that it is of. It is grey too if nothing of its scope was probed, or more than
    ``STALE_AFTER_DAYS`` have passed since the run.

    Raises what ``pick_cells`` raises, and ValueError if the matrix's ``generated_at`` is no date of
    ISO 8601.
    """
    known = matrix.provenance
    cells = pick_cells(matrix, scope)
    probed = [c for c in cells if c.status is Status.PROBED and not c.stands_apart]
    sure = known.complete and bool(probed)
    stale = today is not None and _count_days(find_day(known), today) > STALE_AFTER_DAYS
    whole, some = _find_automatic(probed)
    doubts = ("" if sure else "incomplete", "stale" if stale else "")
    doubt = ", ".join(filter(None, doubts))
    fact = _describe_fact(whole, some, scope) if probed else "nothing was measured"
    counted = f"{len(probed)} of {_count_planned(matrix, scope, cells)} cells"
    partly = f"in part on {list_pythons(some)}" if whole and some else ""
    listener = matrix.listeners[0]
    measured = f"measured on {find_day(known)}"
    detail = (doubt, fact, partly, f"for {LISTENERS[listener]}", counted, measured)
    colour = "lightgrey" if doubt else "blue" if whole else "orange"
    return Badge(
        label=LABELS[listener],
        message=clip(doubt or fact, _LONGEST),
        detail=", ".join(filter(None, detail)),
        colour=colour,
    )


def render_badge_json(shown: Badge) -> str:
    """Return the endpoint's JSON.

    Source of its keys: https://shields.io/badges/endpoint-badge
    """
    content = {
        "schemaVersion": 1,
        "label": shown.label,
        "message": make_visible(shown.message),
        "color": shown.colour,
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True) + "\n"


def render_badge_svg(shown: Badge) -> str:
    """Return the badge as an image that says aloud what it shows."""
    split = _measure_width(shown.label)
    return (
        make_markup_environment()
        .get_template("badge.svg.j2")
        .render(
            label=shown.label,
            message=shown.message,
            detail=shown.detail,
            split=split,
            width=split + _measure_width(shown.message),
            fill=_FILLS[shown.colour],
        )
    )


def _count_days(measured: str, today: date) -> int:
    """Return days."""
    return (today - date.fromisoformat(measured)).days


def _count_planned(matrix: Matrix, scope: Scope, cells: Iterable[Cell]) -> int:
    """Return how many cells were planned: all of them may be more than there are."""
    return len(tuple(cells)) if scope.words else matrix.provenance.planned


def _find_automatic(probed: Iterable[Cell]) -> tuple[list[str], list[str]]:
    """Return the Pythons where the guide's tool is automatic in all probed cells, and in some."""
    verdicts: dict[str, set[Verdict]] = {}
    for cell in probed:
        if GUIDE in cell.results:
            verdicts.setdefault(cell.python, set()).add(cell.results[GUIDE].verdict)
    found = sorted(
        (p for p, seen in verdicts.items() if Verdict.AUTOMATIC in seen), key=parse_minor
    )
    whole = [python for python in found if verdicts[python] == {Verdict.AUTOMATIC}]
    return whole, [python for python in found if python not in whole]


def _describe_fact(whole: list[str], some: list[str], scope: Scope) -> str:
    """Return on which Pythons they arrive, or on which in part."""
    releases = f" with {scope.releases}" if scope.releases else ""
    if whole or some:
        part = "" if whole else "in part "
        return f"{part}on Python {list_pythons(whole or some)}{releases}"
    return f"not on {f'Python {scope.python}' if scope.python else 'any Python'}{releases}"


def _measure_width(text: str) -> int:
    return round(len(make_visible(text)) * _CHARACTER_WIDTH) + 14
