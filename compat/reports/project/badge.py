"""The badge: a fact, its scope and its date, as SVG and for shields.io."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from compat.matrix.model import Cell, Matrix, Verdict
from compat.record.model import Status
from compat.reports.environment import for_markup
from compat.reports.headline.sentence import day
from compat.reports.project.scope import Scope, scoped
from compat.reports.span import listed, minor
from compat.reports.text import visible
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


def badge(matrix: Matrix, scope: Scope = _EVERYTHING, *, today: date | None = None) -> Badge:
    """Return the badge of a scope as of ``today``, or as of the run when that is None.

    A badge is grey if the run could not find out about every cell, wherever that was: a part is as
    good as the run that it is of. It is grey too if nothing of its scope was probed, or more than
    ``STALE_AFTER_DAYS`` have passed since the run.

    Raises what ``scoped`` raises, and ValueError if the matrix's ``generated_at`` is no ISO 8601
    date.
    """
    known = matrix.provenance
    cells = scoped(matrix, scope)
    probed = [c for c in cells if c.status is Status.PROBED and not c.stands_apart]
    sure = known.complete and bool(probed)
    stale = today is not None and _age(day(known), today) > STALE_AFTER_DAYS
    whole, some = _automatic(probed)
    doubt = ("" if sure else "incomplete", "stale" if stale else "")
    fact = _alone(whole, some, probed) if scope.python else _all(whole, some, probed)
    counted = f"{len(probed)} of {_planned(matrix, scope, cells)} cells"
    message = " · ".join(filter(None, (*doubt, fact, scope.words, counted, day(known))))
    if stale or not sure:
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


def _age(measured: str, today: date) -> int:
    """Return days."""
    return (today - date.fromisoformat(measured)).days


def _planned(matrix: Matrix, scope: Scope, cells: Iterable[Cell]) -> int:
    """Return how many cells were planned: all of them may be more than there are."""
    return len(tuple(cells)) if scope.words else matrix.provenance.planned


def _automatic(probed: Iterable[Cell]) -> tuple[list[str], list[str]]:
    """Return the Pythons where the guide's tool is automatic in all probed cells, and in some."""
    verdicts: dict[str, set[Verdict]] = {}
    for cell in probed:
        if GUIDE in cell.results:
            verdicts.setdefault(cell.python, set()).add(cell.results[GUIDE].verdict)
    found = sorted((p for p, seen in verdicts.items() if Verdict.AUTOMATIC in seen), key=minor)
    whole = [python for python in found if verdicts[python] == {Verdict.AUTOMATIC}]
    return whole, [python for python in found if python not in whole]


def _all(whole: list[str], some: list[str], probed: list[Cell]) -> str:
    """Return the Pythons where it is automatic, and where in part."""
    ends = [listed(whole), f"part of {listed(some)}" if some else ""]
    return ", ".join(filter(None, ends)) or ("none" if probed else "nothing probed")


def _alone(whole: list[str], some: list[str], probed: list[Cell]) -> str:
    """Return whether it is automatic on the one Python that is asked about."""
    if not probed:
        return "nothing probed"
    if whole:
        return "yes"
    return "in part" if some else "no"


def _width(text: str) -> int:
    return round(len(visible(text)) * _CHARACTER_WIDTH) + 14
