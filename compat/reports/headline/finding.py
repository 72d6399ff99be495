"""What the matrix shows that the published rule does not say, in sentences with their counts.

The rule: from Python 3.11 on config travels by itself in async code, before it has to be passed by
hand, and langchain-core is at least 0.2.16. Source: the guide "How to stream events from a tool",
https://python.langchain.com/docs/how_to/tool_stream_events/
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from compat.matrix.model import Cell, Outcome, Result, Verdict
from compat.record.model import ScenarioInfo, Status
from compat.reports.headline.turns import describe_turns
from compat.reports.span import parse_minor
from compat.reports.table.grid import Grid, describe_place
from compat.reports.text import clip, format_amount
from compat.reports.words import GUIDE

RULE = "python>=3.11: automatic; before: by hand; langchain-core>=0.2.16"
_AUTOMATIC_FROM = (3, 11)
_PLACES = 2
"""Where other scenarios fail: places that get a sentence; one more counts the rest."""

_NAMED = 8
"""Scenarios that such a sentence names."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A sentence about ``cells`` cells. ``rest`` says that the overview of scenarios holds more."""

    sentence: str
    cells: int
    rest: bool = False


def find_findings(index: Grid, scenarios: Sequence[ScenarioInfo]) -> tuple[Finding, ...]:
    """Return what contradicts or completes the rule; the guide's tool first, then most cells."""
    guide = [
        _find_flattened(index),
        _find_by_hand_anyway(index),
        _find_automatic_anyway(index),
        _find_broken(index),
    ]
    found = [each for each in (*guide, _find_not_installable(index)) if each]
    return (*sorted(found, key=lambda each: -each.cells), *_find_despite(index, scenarios))


def _find_flattened(index: Grid) -> Finding | None:
    found = _pick(index, lambda _, r: r.outcomes.get("configured") is Outcome.FLATTENED)
    measured = _pick(index, lambda _, result: "configured" in result.outcomes)
    naive, callbacks = (
        sum(cell.results[GUIDE].outcomes.get(variant) is Outcome.NESTED for cell in found)
        for variant in ("naive", "callbacks")
    )
    return _make_finding(
        found,
        "Config passed by hand, as the guide teaches, brings the model's events back to an event"
        f" stream without the tool among their parents, in {len(found)} of {len(measured)} measured"
        f" configurations. Callbacks passed by hand keep the tool there in {callbacks} of these,"
        f" passing nothing in {naive}.",
    )


def _find_by_hand_anyway(index: Grid) -> Finding | None:
    found = _pick(index, lambda cell, r: _is_late(cell) and r.verdict is Verdict.MANUAL)
    return _make_finding(
        found,
        f"Python 3.11 or later is not enough: in {format_amount(len(found), 'cell')}"
        f" ({describe_place(index, found)}) the guide's tool still needs config passed by hand"
        f"{describe_turns(index, found, Verdict.MANUAL)}.",
    )


def _find_automatic_anyway(index: Grid) -> Finding | None:
    found = _pick(index, lambda cell, r: not _is_late(cell) and r.verdict is Verdict.AUTOMATIC)
    since = describe_turns(index, found, Verdict.AUTOMATIC)
    return _make_finding(
        found,
        "Before Python 3.11 config need not be passed by hand in"
        f" {format_amount(len(found), 'cell')} ({describe_place(index, found)}){since}.",
    )


def _find_broken(index: Grid) -> Finding | None:
    found = _pick(index, lambda _, result: result.verdict is Verdict.BROKEN)
    return _make_finding(
        found,
        f"No form that was measured helps the guide's tool in {format_amount(len(found), 'cell')}"
        f" ({describe_place(index, found)}).",
    )


def _find_not_installable(index: Grid) -> Finding | None:
    found = [c for c in index.cells.values() if c.status is Status.NOT_INSTALLABLE]
    return _make_finding(
        found,
        f"In {format_amount(len(found), 'cell')} ({describe_place(index, found)}) langchain-core is"
        " published for the Python but does not install.",
    )


def _find_despite(index: Grid, scenarios: Sequence[ScenarioInfo]) -> list[Finding]:
    """Return where other scenarios are not automatic though the Python is new enough.

    The places where most scenarios fail come first; the overview of scenarios has the rest.
    """
    places: defaultdict[str, list[str]] = defaultdict(list)
    sizes: dict[str, int] = {}
    for scenario in scenarios:
        found = [
            c for c in index.telling if _is_late(c) and _fails_naive(c.results.get(scenario.id))
        ]
        if found and scenario.id != GUIDE:
            place = describe_place(index, found)
            places[place].append(clip(scenario.id))
            sizes[place] = len(found)
    ranked = sorted(places.items(), key=lambda item: (-len(item[1]) * sizes[item[0]], item[0]))
    told = [
        Finding(
            sentence=f"Other code is not automatic on Python 3.11 or later either, in"
            f" {format_amount(sizes[place], 'cell')} ({place}): {_join_names(names)}.",
            cells=sizes[place],
            rest=len(names) > _NAMED,
        )
        for place, names in ranked[:_PLACES]
    ]
    rest = sum(len(names) for _, names in ranked[_PLACES:])
    others = format_amount(rest, "more pattern")
    more = f"Elsewhere on Python 3.11 or later the same is true of {others}."
    return [*told, *([Finding(sentence=more, cells=0, rest=True)] if rest else [])]


def _join_names(names: Sequence[str]) -> str:
    left = len(names) - _NAMED
    return ", ".join([*names[:_NAMED], *([f"{left} more"] if left > 0 else [])])


def _fails_naive(result: Result | None) -> bool:
    if result is None or "naive" not in result.outcomes:
        return False
    return result.verdict in {Verdict.MANUAL, Verdict.BROKEN}


def _pick(index: Grid, holds: Callable[[Cell, Result], bool]) -> list[Cell]:
    return [c for c in index.telling if GUIDE in c.results and holds(c, c.results[GUIDE])]


def _is_late(cell: Cell) -> bool:
    return parse_minor(cell.python) >= _AUTOMATIC_FROM


def _make_finding(cells: Sequence[Cell], sentence: str) -> Finding | None:
    return Finding(sentence=sentence, cells=len(cells)) if cells else None
