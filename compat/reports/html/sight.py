"""What listeners saw of a child, drawn: the runs above it, those that are missing, the child."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from compat.matrix.model import Listener, Outcome
from compat.matrix.outcome import (
    Question,
    find_call,
    find_children,
    find_exception,
    judge_drive,
    judge_outcome,
    pick_evidence,
)
from compat.record.model import Observation, ScenarioInfo
from compat.reports.html.picture import Call, Picture, draw_drive, draw_raised
from compat.reports.text import capitalise
from compat.reports.words import LISTENERS, PLAIN, Tone

_KINDS: Final = {
    "chat_model": "chat model",
    "retriever": "retriever",
    "custom_event": "custom event",
    "custom_write": "what the code writes",
}
_TONES: Final = {
    Outcome.NESTED: Tone.AUTOMATIC,
    Outcome.FLATTENED: Tone.MANUAL,
    Outcome.SPLIT: Tone.MANUAL,
    Outcome.LOST: Tone.BROKEN,
    Outcome.RAISED: Tone.BROKEN,
    Outcome.ABSENT: Tone.NEUTRAL,
    Outcome.UNKNOWN: Tone.UNSURE,
}
_HIDDEN: Final = "hidden"
_SHOWN: Final = "shown"
_DRAWN: Final = (Outcome.RAISED, Outcome.LOST, Outcome.SPLIT, Outcome.FLATTENED, Outcome.NESTED)
"""Outcomes of code that ran, the worst first."""


@dataclass(frozen=True, kw_only=True)
class Sight:
    """What some listeners saw of a form, ``who`` and what in words; a fact is not judged.

    There is no picture where the code did not run. ``why`` is the exception that came out, or what
    there was not.
    """

    listeners: tuple[Listener, ...]
    who: str
    words: str
    tone: Tone
    picture: Picture | None
    why: str


def find_name(seen: Observation, scenario: ScenarioInfo) -> str | None:
    """Return what the child of a form is called, if anybody saw it."""
    if scenario.child not in {"chat_model", "retriever"}:
        return None
    questions = (Question.of(scenario, listener) for listener in Listener)
    drives = (runs for asked in questions for runs in pick_evidence(seen, asked))
    found = (run.name for runs in drives for run in find_children(runs, scenario.child, seen.path))
    return next(found, None)


def make_call(
    seen: Observation, scenario: ScenarioInfo, name: str | None, listener: Listener
) -> Call:
    """Return the call to draw; a child that has no name is called by its kind."""
    kind = _KINDS[scenario.child]
    return Call(
        name=name or kind,
        kind=kind if name else "",
        path=seen.path,
        row=scenario.row,
        asked=Question.of(scenario, listener),
    )


def list_sights(
    seen: Observation, scenario: ScenarioInfo, name: str | None, listeners: Iterable[Listener]
) -> tuple[Sight, ...]:
    """Return what listeners saw of a form, those together who saw the same."""
    groups: dict[tuple[Outcome, Picture | None, str], list[Listener]] = {}
    for listener in listeners:
        call = make_call(seen, scenario, name, listener)
        outcome = judge_outcome(seen, call.asked)
        if outcome is not Outcome.UNKNOWN or seen.harness_error is not None:
            picture = _draw(seen, call) if outcome in _DRAWN else None
            key = (outcome, picture, _explain(seen, listener, outcome))
            groups.setdefault(key, []).append(listener)
    return tuple(
        Sight(
            listeners=tuple(who),
            who=_name(who),
            words=_label(scenario, outcome),
            tone=_TONES[outcome] if scenario.row == "verdict" else Tone.NEUTRAL,
            picture=picture,
            why=why,
        )
        for (outcome, picture, why), who in groups.items()
    )


def _draw(seen: Observation, call: Call) -> Picture:
    """Return the drive that shows least."""
    drives = list(pick_evidence(seen, call.asked))
    if find_exception(seen, call.asked.listener) is not None:
        return draw_raised(call, [run for runs in drives for run in runs])
    judged = [(judge_drive(runs, seen.path, call.asked), runs) for runs in drives]
    _, worst = min(judged, key=lambda each: _DRAWN.index(each[0]))
    return draw_drive(call, worst)


def _explain(seen: Observation, listener: Listener, outcome: Outcome) -> str:
    raised, call = find_exception(seen, listener), find_call(seen, listener)
    if outcome is Outcome.RAISED and raised:
        return f"{raised.type}: {raised.message}"
    return (call.absent if call else seen.absent) or "" if outcome is Outcome.ABSENT else ""


def _label(scenario: ScenarioInfo, outcome: Outcome) -> str:
    """Return an outcome in words; a fact has none, and what is hidden on purpose is not missing."""
    if scenario.row == "fact":
        return ""
    if scenario.row == "hiding" and outcome in _DRAWN and outcome is not Outcome.RAISED:
        return _HIDDEN if outcome is Outcome.LOST else _SHOWN
    return PLAIN[outcome]


def _name(who: Sequence[Listener]) -> str:
    """Return listeners as a heading; what is code stays as it is written."""
    names = ", ".join(LISTENERS[each] for each in who)
    return names if "=" in LISTENERS[who[0]] else capitalise(names)
