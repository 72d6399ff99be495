"""What a form of a pattern did in a cell: the tree as the code made it, and as listeners saw it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from compat.check.model import Seen
from compat.matrix.model import Cell, Listener, Outcome, Traces
from compat.matrix.outcome import Question, find_children, find_exception, pick_evidence
from compat.matrix.reading import OF_CORE
from compat.record.model import Observation, Run, ScenarioInfo
from compat.reports.check.trees import Made, Tree, draw_made, draw_sight
from compat.reports.text import capitalise
from compat.reports.words import LISTENERS, PLAIN, Tone

_SEEN: Final = {
    Outcome.NESTED: Seen.NESTED,
    Outcome.FLATTENED: Seen.FLATTENED,
    Outcome.SPLIT: Seen.SPLIT,
    Outcome.LOST: Seen.LOST,
    Outcome.RAISED: Seen.RAISED,
}
"""Outcomes that can be drawn; of the others there is nothing to see."""

_TONES: Final = {
    Outcome.NESTED: Tone.AUTOMATIC,
    Outcome.FLATTENED: Tone.MANUAL,
    Outcome.SPLIT: Tone.MANUAL,
    Outcome.LOST: Tone.BROKEN,
    Outcome.RAISED: Tone.BROKEN,
}
_KINDS: Final = {
    "chat_model": "chat model",
    "retriever": "retriever",
    "custom_event": "custom event",
    "custom_write": "what the code writes",
}


@dataclass(frozen=True, kw_only=True)
class Sight:
    """What some listeners see of a call; there is no tree where they are told of no parents."""

    who: str
    words: str
    tone: Tone
    tree: Tree | None
    raised: str


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A form in a cell: the call as the code made it, and beside it what listeners see."""

    cell: str
    form: str
    made: Tree
    sights: tuple[Sight, ...]


def draw_picture(
    traces: Traces, cell: Cell, scenario: ScenarioInfo, form: str, listeners: Sequence[Listener]
) -> Picture | None:
    """Return what a form did in a cell; None if nothing was seen of it there."""
    result = cell.results.get(scenario.id)
    trace = result.traces.get(form) if result else None
    seen = traces.traces.get(trace) if trace else None
    if result is None or seen is None:
        return None
    heard = {listener: result.heard_by(listener).forms.get(form) for listener in listeners}
    told = {listener: each for listener, each in heard.items() if each in _SEEN}
    if not told:
        return None
    made = Made(name=_name_child(seen, scenario), kind=_KINDS[scenario.child], path=seen.path)
    return Picture(
        cell=cell.id,
        form=form,
        made=draw_made(made),
        sights=tuple(_join(seen, scenario, made, told)),
    )


def _join(
    seen: Observation, scenario: ScenarioInfo, made: Made, told: Mapping[Listener, Outcome | None]
) -> Iterator[Sight]:
    """Give what listeners see, those who see the same as one."""
    groups: dict[tuple[Outcome, tuple[str, ...] | None, str], list[Listener]] = {}
    for listener, outcome in told.items():
        if outcome:
            path = _find_path(seen, Question.of(scenario, listener))
            raised = find_exception(seen, listener)
            words = f"{raised.type}: {raised.message}" if raised else ""
            groups.setdefault((outcome, path, words), []).append(listener)
    for (outcome, path, words), who in groups.items():
        yield Sight(
            who=_begin(", ".join(LISTENERS[each] for each in who)),
            words=PLAIN[outcome],
            tone=Tone.NEUTRAL if scenario.row == "hiding" else _TONES[outcome],
            tree=None if path is None else draw_sight(made, _SEEN[outcome], path, tuple(who)),
            raised=words,
        )


def _begin(text: str) -> str:
    """Return a text with a capital letter, unless it begins with a name of an API."""
    return capitalise(text) if text.partition(" ")[0].isalpha() else text


def _find_path(seen: Observation, asked: Question) -> tuple[str, ...] | None:
    """Return the runs above the child of which a listener is told least; None if of no parents."""
    if asked.listener not in OF_CORE:
        return None
    paths = [
        _list_above(run, asked)
        for runs in pick_evidence(seen, asked)
        for run in find_children(runs, asked.child, seen.path)
    ]
    return min(paths, key=lambda path: _count_told(path, seen.path), default=())


def _count_told(path: Sequence[str], whole: Sequence[str]) -> int:
    rest = iter(path)
    return sum(1 for name in whole if name in rest)


def _list_above(run: Run, asked: Question) -> tuple[str, ...]:
    return (*run.parents, run.name) if asked.child == "custom_event" else run.parents


def _name_child(seen: Observation, scenario: ScenarioInfo) -> str:
    """Return what the child is called, as far as anybody saw it."""
    if scenario.child == "custom_event":
        return ""
    drives = (
        runs
        for listener in Listener
        for runs in pick_evidence(seen, Question.of(scenario, listener))
    )
    found = (run.name for runs in drives for run in find_children(runs, scenario.child, seen.path))
    return next(found, "")
