"""An upgrade in words, before it is put into a format: equal changes told once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import assert_never

from compat.reports.form import form_words
from compat.reports.snippet import snippet
from compat.reports.text import counted
from compat.reports.words import FLAGS, status_words, verdict_words
from compat.upgrade.effect import REMEDY
from compat.upgrade.model import LOSSES, Axis, Change, Decision, Effect, FormChange, Turn, Upgrade

ARROW = "\N{RIGHTWARDS ARROW}"

EFFECTS = {
    Effect.SILENT: "Silently lost: the child shows less, and nothing is raised",
    Effect.RAISES: "Newly raises",
    Effect.LEAKS: "Newly leaks: what is meant to be hidden shows",
    Effect.WORSE: "Otherwise worse",
    Effect.UNKNOWN: "Not known",
    Effect.OTHER: "Different, neither better nor worse",
    Effect.BETTER: "Gets better",
}

AXES = {
    Axis.PYTHON: "Python brings it",
    Axis.CORE: "langchain-core brings it",
    Axis.EITHER: "Python or langchain-core alone brings it",
    Axis.BOTH: "only Python and langchain-core together bring it",
    Axis.UNKNOWN: "which axis brings it is not known: the cells between were not probed",
}

_HELPABLE = (Effect.SILENT, Effect.RAISES, Effect.WORSE)


@dataclass(frozen=True, kw_only=True)
class Told:
    """Scenarios of which the same is to be said.

    ``differs`` says what differs, a line a form; ``cause`` which axis brings it, ``turns`` where.
    """

    scenarios: tuple[Change, ...]
    differs: tuple[str, ...]
    cause: str
    turns: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ByForm:
    """Scenarios that the same form helps as much; ``words`` say how much."""

    words: str
    scenarios: tuple[Change, ...]
    code: str


@dataclass(frozen=True, kw_only=True)
class Section:
    """All changes of one effect; ``unhelped`` are losses for which no form is known that helps."""

    heading: str
    count: int
    told: tuple[Told, ...]
    by_form: tuple[ByForm, ...]
    unhelped: tuple[Change, ...]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The whole answer. ``nearest`` is None where none is needed, ``same`` where none compared."""

    question: str
    answer: str
    sections: tuple[Section, ...]
    same: str | None
    nearest: str | None


def answer(found: Upgrade) -> Answer:
    """Return an upgrade in words."""
    return Answer(
        question=f"From {found.source.cell} to {found.target.cell}",
        answer=_answer(found),
        sections=tuple(_sections(found.changes)),
        same=None if found.decision is Decision.BLOCKED else _same(found.same),
        nearest=_nearest(found),
    )


def _same(count: int) -> str:
    return f"{counted(count, 'scenario')} measured the same in both"


def _answer(found: Upgrade) -> str:
    match found.decision:
        case Decision.SAFE:
            return "Safe: nothing that was measured gets worse."
        case Decision.CHANGES:
            losses = [change for change in found.changes if change.effect in LOSSES]
            silent = sum(change.effect is Effect.SILENT for change in losses)
            return (
                f"Needs changes: {counted(len(losses), 'way')} of calling a child"
                f" {'gets' if len(losses) == 1 else 'get'} worse, {silent} of them silently."
            )
        case Decision.BLOCKED:
            status = status_words(found.target.status)
            reason = next(iter((found.target.reason or "no reason given").splitlines()), "")
            return f"Blocked: {found.target.cell} is {status}: {reason}"
        case Decision.UNKNOWN:
            unknown = sum(change.effect is Effect.UNKNOWN for change in found.changes)
            return f"Not known: nothing measured gets worse, but {unknown} could not be compared."
        case _:
            assert_never(found.decision)


def _nearest(found: Upgrade) -> str | None:
    if found.decision is Decision.SAFE:
        return None
    if not found.nearest:
        return "No safe target was measured ahead of where you are."
    return f"Safe targets near it: {', '.join(found.nearest)}"


def _sections(changes: Sequence[Change]) -> Iterable[Section]:
    for effect, heading in EFFECTS.items():
        of_effect = [change for change in changes if change.effect is effect]
        if not of_effect:
            continue
        yield Section(
            heading=heading,
            count=len(of_effect),
            told=tuple(_told(of_effect)),
            by_form=tuple(_by_form(of_effect)),
            unhelped=tuple(c for c in of_effect if effect in _HELPABLE and c.remedy is None),
        )


def _told(changes: Iterable[Change]) -> Iterable[Told]:
    groups: defaultdict[tuple[object, ...], list[Change]] = defaultdict(list)
    for change in changes:
        groups[differs(change), change.axis, change.turns].append(change)
    for same in groups.values():
        first = same[0]
        yield Told(
            scenarios=tuple(same),
            differs=differs(first),
            cause=AXES[first.axis],
            turns=tuple(map(turn_words, first.turns)),
        )


def _by_form(changes: Iterable[Change]) -> Iterable[ByForm]:
    groups: defaultdict[str, list[Change]] = defaultdict(list)
    for change in changes:
        if words := remedy_words(change):
            groups[words].append(change)
    for words, same in groups.items():
        remedy = same[0].remedy
        code = snippet(remedy.code) if remedy else ""
        yield ByForm(words=words, scenarios=tuple(same), code=code)


def differs(change: Change) -> tuple[str, ...]:
    """Return what differs in a scenario, a line a form; its verdicts where no form does."""
    if change.forms:
        return tuple(map(_form_words, change.forms))
    before, after = (
        verdict_words(said.verdict, said.answer) if said else "not measured"
        for said in (change.before, change.after)
    )
    return (before if before == after else f"{before} {ARROW} {after}",)


def turn_words(turn: Turn) -> str:
    """Return where a change comes, and what else changed there."""
    others = ", ".join(f"{name} {was} {ARROW} {now}" for name, was, now in turn.packages)
    beside = f"; there {others} changed too, which may be the cause" if others else ""
    match turn.axis:
        case Axis.PYTHON:
            between = f"between Python {turn.last} and {turn.first}"
            return f"{between} (langchain-core {turn.at}){beside}"
        case _ if turn.exact:
            return f"at {turn.first}, after {turn.last} (Python {turn.at}){beside}"
        case _:
            words = f"somewhere between {turn.last} and {turn.first}"
            return f"{words} (Python {turn.at}): releases between were not probed{beside}"


def remedy_words(change: Change) -> str:
    """Return the form to write and how much it brings back; empty if there is none."""
    remedy = change.remedy
    if remedy is None:
        return ""
    today = "not measured" if remedy.before is None else remedy.before.value
    return f"{form_words(remedy.form)}: {remedy.after} in the target, {today} today"


def _form_words(each: FormChange) -> str:
    form = form_words(each.form)
    name = f"{form} (by hand)" if each.form.startswith(REMEDY) else form
    before, after = (
        seen.value if seen else "not measured" for seen in (each.before, each.after)
    )
    seen = before if before == after else f"{before} {ARROW} {after}"
    came = "; ".join(map(_flag, each.flags))
    return f"{name}: {seen} ({came})" if came else f"{name}: {seen}"


def _flag(flag: str) -> str:
    meant = FLAGS.get(flag[1:], flag[1:])
    return meant if flag.startswith("+") else f"no longer so: {meant}"
