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
from compat.reports.form import describe_form
from compat.reports.snippet import extract_snippet
from compat.reports.words import describe_verdict

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


def describe_upgrade(found: Upgrade) -> Answer:
    """Return an upgrade in words."""
    return Answer(
        question=f"From {found.source.cell} to {found.target.cell}",
        answer=_describe_answer(found),
        sections=tuple(_make_sections(found)),
        same=words.SAME.filled(found.same) if found.changes else None,
        nearest=_describe_nearest(found),
        notes=words.list_notes(found),
    )


def _describe_answer(found: Upgrade) -> str:
    said = words.word_answer(found)
    if found.target.status is Status.PROBED or not found.target.reason:
        return said
    return f"{said} {found.target.reason.splitlines()[0]}"


def _describe_nearest(found: Upgrade) -> str | None:
    if found.decision is Decision.SAFE:
        return None
    if not found.nearest:
        return words.NO_NEAREST
    return words.NEAREST.format(cells=", ".join(found.nearest))


def _make_sections(found: Upgrade) -> Iterable[EffectSection]:
    for effect, heading in words.EFFECTS.items():
        of_effect = [change for change in found.changes if change.effect is effect]
        if not of_effect:
            continue
        yield EffectSection(
            heading=f"{heading} ({len(of_effect)})",
            means=words.EFFECT_MEANS[effect],
            told=tuple(_make_paragraphs(of_effect)),
            by_form=tuple(_group_by_form(of_effect, found.target.cell)),
            unhelped=tuple(c for c in of_effect if effect in _HELPABLE and c.remedy is None),
        )


def _make_paragraphs(changes: Iterable[ExplainedChange]) -> Iterable[Paragraph]:
    groups: defaultdict[tuple[object, ...], list[ExplainedChange]] = defaultdict(list)
    for change in changes:
        groups[list_differences(change), change.axis, change.turns].append(change)
    for same in groups.values():
        first = same[0]
        yield Paragraph(
            scenarios=tuple(same),
            differs=list_differences(first),
            cause=words.AXES[first.axis],
            turns=tuple(map(describe_turn, first.turns)),
        )


def _group_by_form(changes: Iterable[ExplainedChange], target: str) -> Iterable[ByForm]:
    groups: defaultdict[str, list[ExplainedChange]] = defaultdict(list)
    for change in changes:
        if said := describe_remedy(change, target):
            groups[said].append(change)
    for said, same in groups.items():
        remedy = same[0].remedy
        code = extract_snippet(remedy.code) if remedy else ""
        yield ByForm(words=said, scenarios=tuple(same), code=code)


def list_differences(change: ExplainedChange) -> tuple[str, ...]:
    """Return what differs in a scenario, a line a form; its verdicts where no form does."""
    if change.forms:
        return tuple(map(_describe_form, change.forms))
    before, after = (
        describe_verdict(said.verdict, said.answer) if said else words.NOT_MEASURED
        for said in (change.before, change.after)
    )
    return (before if before == after else words.STEP.format(before=before, after=after),)


def describe_turn(turn: Turn) -> str:
    """Return where a change comes, and what else changed there."""
    template = words.TURNS[turn.axis, turn.exact]
    where = template.format(at=turn.at, last=turn.last, first=turn.first)
    packages = ", ".join(
        words.PACKAGE.format(name=name, before=was, after=now) for name, was, now in turn.packages
    )
    return f"{where}. {words.PACKAGES.format(packages=packages)}" if packages else where


def describe_remedy(change: ExplainedChange, target: str) -> str:
    """Return the form to write and how much it brings back; empty if there is none."""
    remedy = change.remedy
    if remedy is None:
        return ""
    works = remedy.before is remedy.after
    template = words.REMEDY_NOW if works else words.REMEDY_THEN
    return template.format(
        form=describe_form(remedy.form),
        after=remedy.after,
        before=_describe_outcome(remedy.before),
        target=target,
    )


def _describe_form(each: FormChange) -> str:
    same = each.before == each.after
    template = words.FORM_SAME if same else words.FORM
    said = template.format(
        form=describe_form(each.form),
        before=_describe_outcome(each.before),
        after=_describe_outcome(each.after),
    )
    came = "; ".join(map(words.describe_flag_change, each.flags))
    return f"{said} ({came})" if came else said


def _describe_outcome(outcome: Outcome | None) -> str:
    return outcome.value if outcome else words.NOT_MEASURED
