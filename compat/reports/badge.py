"""The badge: a fact, its scope and its date, as SVG and for shields.io."""

import json
from dataclasses import dataclass
from datetime import date

from compat.matrix.model import Matrix, Verdict
from compat.reports.environment import for_markup
from compat.reports.grid import Grid, grid
from compat.reports.sentence import day
from compat.reports.span import listed
from compat.reports.text import visible
from compat.reports.words import GUIDE

LABEL = "tool events without config"
STALE_AFTER_DAYS = 60
_FILLS = {"blue": "#0b5cad", "orange": "#a84300", "lightgrey": "#6a737d"}
_CHARACTER_WIDTH = 6.6
"""Pixels, of Verdana at 11 px on the average; ``textLength`` makes any font fit."""


@dataclass(frozen=True, kw_only=True)
class Badge:
    """What the badge says. ``colour`` is never positive when the run is incomplete or old."""

    message: str
    colour: str


def badge(matrix: Matrix, *, today: date | None = None) -> Badge:
    """Return the badge as of ``today``, or as of the run when that is None.

    Raises ValueError if the matrix's ``generated_at`` is no ISO 8601 date.
    """
    known = matrix.provenance
    sure = known.complete and known.probed > 0
    whole, some = _automatic(grid(matrix))
    ends = [listed(whole), f"part of {listed(some)}" if some else ""]
    fact = ", ".join(filter(None, ends)) or ("none" if known.probed else "nothing probed")
    message = (
        f"{'' if sure else 'incomplete · '}{fact}"
        f" · {known.probed} of {known.planned} cells · {day(known)}"
    )
    age = (today - date.fromisoformat(day(known))).days if today else 0
    if not sure or age > STALE_AFTER_DAYS:
        return Badge(message=message, colour="lightgrey")
    return Badge(message=message, colour="blue" if whole else "orange")


def badge_json(shown: Badge) -> str:
    """Return the endpoint's JSON.

    Source of its keys: https://shields.io/badges/endpoint-badge
    """
    content = {
        "schemaVersion": 1,
        "label": LABEL,
        "message": visible(shown.message),
        "color": shown.colour,
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True) + "\n"


def badge_svg(shown: Badge) -> str:
    """Return the badge as an image that says aloud what it shows."""
    split = _width(LABEL)
    return (
        for_markup()
        .get_template("badge.svg.j2")
        .render(
            label=LABEL,
            message=shown.message,
            split=split,
            width=split + _width(shown.message),
            fill=_FILLS[shown.colour],
        )
    )


def _automatic(index: Grid) -> tuple[list[str], list[str]]:
    """Return the Pythons where the guide's tool is automatic in all probed cells, and in some."""
    whole, some = [], []
    for python in index.pythons:
        verdicts = {
            cell.results[GUIDE].verdict
            for cell in index.probed
            if cell.python == python and GUIDE in cell.results
        }
        if verdicts == {Verdict.AUTOMATIC}:
            whole.append(python)
        elif Verdict.AUTOMATIC in verdicts:
            some.append(python)
    return whole, some


def _width(text: str) -> int:
    return round(len(visible(text)) * _CHARACTER_WIDTH) + 14
