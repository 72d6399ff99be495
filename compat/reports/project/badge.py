"""The badge: a fact, its scope and its date, as SVG and for shields.io."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from compat.matrix.model import Cell, Matrix, Verdict
from compat.record.model import Status
from compat.reports.environment import make_markup_environment
from compat.reports.headline.sentence import find_day
from compat.reports.project.scope import Scope, pick_cells
from compat.reports.span import list_pythons, parse_minor
from compat.reports.text import make_visible
from compat.reports.words import GUIDE

LABEL = "tool events without config"
STALE_AFTER_DAYS = 35
"""A matrix is measured again every night; one that is older than a month has lost its keeper."""

_FILLS = {"blue": "#0b5cad", "orange": "#a84300", "lightgrey": "#6a737d"}
_CHARACTER_WIDTH = 6.6
"""Pixels, of Verdana at 11 px on the average; ``textLength`` makes any font fit."""

_EVERYTHING = Scope()


@dataclass(frozen=True, kw_only=True)
class Badge:
    """What the badge says. ``colour`` is never positive when the run is incomplete or old."""

    message: str
    colour: str


def make_badge(matrix: Matrix, scope: Scope = _EVERYTHING, *, today: date | None = None) -> Badge:
    """Return the badge of a scope as of ``today``, or as of the run when that is None.

    A badge is grey if the run could not find out about every cell, wherever that was: a part is as
    good as the run that it is of. It is grey too if nothing of its scope was probed, or more than
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
    doubt = ("" if sure else "incomplete", "stale" if stale else "")
    fact = (
        _describe_one(whole, some, probed) if scope.python else _describe_all(whole, some, probed)
    )
    counted = f"{len(probed)} of {_count_planned(matrix, scope, cells)} cells"
    message = " · ".join(filter(None, (*doubt, fact, scope.words, counted, find_day(known))))
    if stale or not sure:
        return Badge(message=message, colour="lightgrey")
    return Badge(message=message, colour="blue" if whole else "orange")


def render_badge_json(shown: Badge) -> str:
    """Return the endpoint's JSON.

    Source of its keys: https://shields.io/badges/endpoint-badge
    """
    content = {
        "schemaVersion": 1,
        "label": LABEL,
        "message": make_visible(shown.message),
        "color": shown.colour,
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True) + "\n"


def render_badge_svg(shown: Badge) -> str:
    """Return the badge as an image that says aloud what it shows."""
    split = _measure_width(LABEL)
    return (
        make_markup_environment()
        .get_template("badge.svg.j2")
        .render(
            label=LABEL,
            message=shown.message,
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


def _describe_all(whole: list[str], some: list[str], probed: list[Cell]) -> str:
    """Return the Pythons where it is automatic, and where in part."""
    ends = [list_pythons(whole), f"part of {list_pythons(some)}" if some else ""]
    return ", ".join(filter(None, ends)) or ("none" if probed else "nothing probed")


def _describe_one(whole: list[str], some: list[str], probed: list[Cell]) -> str:
    """Return whether it is automatic on the one Python that is asked about."""
    if not probed:
        return "nothing probed"
    if whole:
        return "yes"
    return "in part" if some else "no"


def _measure_width(text: str) -> int:
    return round(len(make_visible(text)) * _CHARACTER_WIDTH) + 14
