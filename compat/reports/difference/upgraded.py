"""An upgrade in words, before it is put into a format: equal changes told once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from compat.difference.cause import Turn
from compat.difference.effect import Effect, FormChange
from compat.difference.upgrade import Decision, ExplainedChange, Upgrade
from compat.matrix.model import Outcome
from compat.record.model import Status
from compat.reports.difference import upgrade_words as words
from compat.reports.form import form_words
from compat.reports.snippet import snippet
from compat.reports.words import verdict_words

_HELPABLE = (Effect.SILENT, Effect.RAISES, Effect.WORSE)


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """Scenarios of which the same is to be said.

    ``differs`` says what differs, a line a form; ``cause`` which axis brings it, ``turns`` where.
    """

    scenarios: tuple[ExplainedChange, ...]
    differs: tuple[str, ...]
    cause: str
    turns: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ByForm:
    """Scenarios that the same form helps as much; ``words`` say how much."""

    words: str
    scenarios: tuple[ExplainedChange, ...]
    code: str


@dataclass(frozen=True, kw_only=True)
class EffectSection:
    """All changes of one effect; ``unhelped`` are losses for which no form is known that helps."""

    heading: str
    means: str
    told: tuple[Paragraph, ...]
    by_form: tuple[ByForm, ...]
    unhelped: tuple[ExplainedChange, ...]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The whole answer. ``nearest`` is None where none is needed, ``same`` where none compared.

    ``notes`` say what is to be known of the target besides.
    """

    question: str
    answer: str
    sections: tuple[EffectSection, ...]
    same: str | None
    nearest: str | None
    notes: tuple[str, ...]


def answer(found: Upgrade) -> Answer:
    """Return an upgrade in words."""
    return Answer(
        question=f"From {found.source.cell} to {found.target.cell}",
        answer=_answer(found),
        sections=tuple(_sections(found)),
        same=words.SAME.filled(found.same) if found.changes else None,
        nearest=_nearest(found),
        notes=words.notes(found),
    )


def _answer(found: Upgrade) -> str:
    said = words.answer(found)
    if found.target.status is Status.PROBED or not found.target.reason:
        return said
    return f"{said} {found.target.reason.splitlines()[0]}"


def _nearest(found: Upgrade) -> str | None:
    if found.decision is Decision.SAFE:
        return None
    if not found.nearest:
        return words.NO_NEAREST
    return words.NEAREST.format(cells=", ".join(found.nearest))


def _sections(found: Upgrade) -> Iterable[EffectSection]:
    for effect, heading in words.EFFECTS.items():
        of_effect = [change for change in found.changes if change.effect is effect]
        if not of_effect:
            continue
        yield EffectSection(
            heading=f"{heading} ({len(of_effect)})",
            means=words.EFFECT_MEANS[effect],
            told=tuple(_told(of_effect)),
            by_form=tuple(_by_form(of_effect, found.target.cell)),
            unhelped=tuple(c for c in of_effect if effect in _HELPABLE and c.remedy is None),
        )


def _told(changes: Iterable[ExplainedChange]) -> Iterable[Paragraph]:
    groups: defaultdict[tuple[object, ...], list[ExplainedChange]] = defaultdict(list)
    for change in changes:
        groups[differs(change), change.axis, change.turns].append(change)
    for same in groups.values():
        first = same[0]
        yield Paragraph(
            scenarios=tuple(same),
            differs=differs(first),
            cause=words.AXES[first.axis],
            turns=tuple(map(turn_words, first.turns)),
        )


def _by_form(changes: Iterable[ExplainedChange], target: str) -> Iterable[ByForm]:
    groups: defaultdict[str, list[ExplainedChange]] = defaultdict(list)
    for change in changes:
        if said := remedy_words(change, target):
            groups[said].append(change)
    for said, same in groups.items():
        remedy = same[0].remedy
        code = snippet(remedy.code) if remedy else ""
        yield ByForm(words=said, scenarios=tuple(same), code=code)


def differs(change: ExplainedChange) -> tuple[str, ...]:
    """Return what differs in a scenario, a line a form; its verdicts where no form does."""
    if change.forms:
        return tuple(map(_form_words, change.forms))
    before, after = (
        verdict_words(said.verdict, said.answer) if said else words.NOT_MEASURED
        for said in (change.before, change.after)
    )
    return (before if before == after else words.STEP.format(before=before, after=after),)


def turn_words(turn: Turn) -> str:
    """Return where a change comes, and what else changed there."""
    template = words.TURNS[turn.axis, turn.exact]
    where = template.format(at=turn.at, last=turn.last, first=turn.first)
    packages = ", ".join(
        words.PACKAGE.format(name=name, before=was, after=now) for name, was, now in turn.packages
    )
    return f"{where}. {words.PACKAGES.format(packages=packages)}" if packages else where


def remedy_words(change: ExplainedChange, target: str) -> str:
    """Return the form to write and how much it brings back; empty if there is none."""
    remedy = change.remedy
    if remedy is None:
        return ""
    works = remedy.before is remedy.after
    template = words.REMEDY_NOW if works else words.REMEDY_THEN
    return template.format(
        form=form_words(remedy.form),
        after=remedy.after,
        before=_seen(remedy.before),
        target=target,
    )


def _form_words(each: FormChange) -> str:
    same = each.before == each.after
    template = words.FORM_SAME if same else words.FORM
    said = template.format(
        form=form_words(each.form), before=_seen(each.before), after=_seen(each.after)
    )
    came = "; ".join(map(words.flag_change, each.flags))
    return f"{said} ({came})" if came else said


def _seen(outcome: Outcome | None) -> str:
    return outcome.value if outcome else words.NOT_MEASURED
