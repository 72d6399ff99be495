"""An upgrade in words, before it is put into a format: what to change first, one finding a line."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from compat.axes.cell import CellId
from compat.difference.cause import Axis, Turn
from compat.difference.effect import DECISIVE, LOSSES, Effect, FormChange
from compat.difference.end import End
from compat.difference.missed import Missed
from compat.difference.upgrade import Decision, ExplainedChange, Upgrade
from compat.matrix.model import Listener, Outcome
from compat.reports.difference import answer_words, change_words, end_words
from compat.reports.difference.sentence import Codes, find_manner, word_answer
from compat.reports.difference.writing import Writing, describe_outcome, group_writings
from compat.reports.form import describe_way
from compat.reports.text import capitalise
from compat.reports.words import LISTENERS, PLAIN, SOME_SEE_MORE, describe_verdict

_FEW = 5
"""So many patterns that are missing in both ends are told one by one."""

_TYPED = "{told} (compat upgrade {command})"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What is said of one pattern, or of several; ``patterns`` are titles with ids."""

    told: str
    patterns: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class EffectSection:
    """All changes of one effect; ``unhelped`` are losses without a known fix."""

    heading: str
    findings: tuple[Finding, ...]
    writings: tuple[Writing, ...] = ()
    unhelped: str | None = None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The whole answer, the first sentence first.

    ``remarks`` are what is to be known besides, and safe targets nearby. ``route`` says what was
    asked.
    """

    answer: str
    route: str
    remarks: tuple[str, ...]
    sections: tuple[EffectSection, ...]


def describe_upgrade(
    found: Upgrade, codes: Codes, newer: End | None = None, alone: Upgrade | None = None
) -> Answer:
    """Return an upgrade in words; ``codes`` say whose code each scenario is about.

    ``newer`` is a newer target than was taken, for who asked for the newest. ``alone`` is what the
    same upgrade does to code outside LangGraph.
    """
    return Answer(
        answer=word_answer(found, codes),
        route=_describe_route(found),
        remarks=(*_describe_alone(alone, codes), *_list_remarks(found, newer)),
        sections=(*_make_sections(found), *_make_missed_section(found)),
    )


def _describe_alone(alone: Upgrade | None, codes: Codes) -> Iterator[str]:
    if alone is None:
        return
    command = " ".join(_name_near(CellId.parse(end.cell)) for end in (alone.source, alone.target))
    told = answer_words.ALONE.format(answer=word_answer(alone, codes))
    yield _TYPED.format(told=told, command=command)


def _describe_route(found: Upgrade) -> str:
    ends = (end_words.describe_place(end) for end in (found.source, found.target))
    cells = f"[{found.source.cell} {end_words.ARROW} {found.target.cell}]"
    route = f"{f' {end_words.ARROW} '.join(ends)} {cells}"
    if found.listener is Listener.STREAM:
        return route
    return answer_words.HEARD_BY.format(route=route, who=LISTENERS[found.listener])


def _list_remarks(found: Upgrade, newer: End | None) -> Iterator[str]:
    if newer:
        yield end_words.describe_passed_over(newer)
    yield from end_words.list_steps_back(found)
    yield from answer_words.list_others(found)
    yield from end_words.list_notes(found.target)
    if found.listener is Listener.HOOK and Outcome.LOST in _list_outcomes(found):
        yield SOME_SEE_MORE
    if found.decision is not Decision.SAFE:
        ids = map(CellId.parse, found.nearest)
        near = ", ".join(map(_name_near, ids))
        yield answer_words.NEAREST.format(cells=near) if near else answer_words.NO_NEAREST
    if found.changes and found.same:
        yield answer_words.SAME.filled(found.same)
    if len(found.missed) > _FEW or (found.missed and found.changes):
        yield answer_words.MISSED_TOO.filled(len(found.missed))


def _name_near(cell: CellId) -> str:
    """Return a configuration as it is typed."""
    layer = f" langgraph {cell.layer}" if cell.layer else ""
    return f"{cell.python}/{cell.core}{layer}"


def _list_outcomes(found: Upgrade) -> Iterator[Outcome | None]:
    """Give what comes of all code that is told of, as it is and as it is to be written."""
    yield from (form.after for change in found.changes for form in change.forms)
    yield from (each.seen for each in found.missed)
    yield from (each.remedy.after for each in found.changes if each.remedy)
    yield from (each.remedy.after for each in found.missed if each.remedy)


def _make_sections(found: Upgrade) -> Iterator[EffectSection]:
    for effect, heading in change_words.EFFECTS.items():
        changes = [change for change in found.changes if change.effect is effect]
        if not changes:
            continue
        moves = _count_moves(found) > 1
        paired = bool(found.source.layer)
        unhelped = [each.scenario for each in changes if each.remedy is None]
        yield EffectSection(
            heading=f"{heading} ({len(changes)})",
            findings=tuple(
                _group_findings(
                    (_name(each), _describe_finding(each, several=moves, paired=paired))
                    for each in changes
                )
            ),
            writings=tuple(group_writings((e.scenario, e.remedy) for e in changes)),
            unhelped=_describe_unhelped(effect, unhelped) if effect in LOSSES else None,
        )


def _count_moves(found: Upgrade) -> int:
    """Return how many of Python, langchain-core and a layer differ between the two ends."""
    one, other = found.source, found.target
    pairs = ((one.python, other.python), (one.core, other.core), (one.layer, other.layer))
    return sum(before != after for before, after in pairs)


def _make_missed_section(found: Upgrade) -> Iterator[EffectSection]:
    """Give what is missing or incomplete in both, unless that is most of what there is."""
    if not 0 < len(found.missed) <= _FEW:
        return
    yield EffectSection(
        heading=f"Missing or incomplete in both ({len(found.missed)})",
        findings=tuple(
            _group_findings(
                (_name(each), PLAIN[each.seen] if each.seen else change_words.NOT_HIDDEN)
                for each in found.missed
            )
        ),
        writings=tuple(group_writings((each.scenario, each.remedy) for each in found.missed)),
        unhelped=_describe_unhelped(
            Effect.SILENT, [each.scenario for each in found.missed if each.remedy is None]
        ),
    )


def _describe_unhelped(effect: Effect, scenarios: Sequence[str]) -> str | None:
    if not scenarios:
        return None
    none = change_words.NO_HIDING if effect is Effect.LEAKS else change_words.NO_REMEDY
    return f"{none} for {', '.join(scenarios)}."


def _describe_finding(change: ExplainedChange, *, several: bool, paired: bool) -> str:
    """Return what one change is, before and after, and what brings it, without the last stop."""
    turns = list(_describe_turns(change))
    axes = change_words.AXES_OF_PAIRS if paired else change_words.AXES
    unsure = change_words.AXIS_UNSURE_OF_PAIRS if paired else change_words.AXIS_UNSURE
    axis = axes[change.axis] if change.sure else unsure
    causes = [*([axis] if several and (change.sure or not turns) else []), *turns]
    cause = f". {capitalise('; '.join(causes))}" if causes else ""
    return f"{'; '.join(list_differences(change))}{cause}"


def _group_findings(found: Iterable[tuple[str, str]]) -> Iterator[Finding]:
    """Give what is said once for all patterns, in pairs with it, of which it is said."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for pattern, told in found:
        groups[told].append(pattern)
    for told, patterns in groups.items():
        yield Finding(told=told, patterns=tuple(patterns))


def _name(each: ExplainedChange | Missed) -> str:
    return f"{each.title.removesuffix('.')} [{each.scenario}]"


def list_differences(change: ExplainedChange) -> tuple[str, ...]:
    """Return what differs in a scenario, equal steps of several forms once; else its verdicts."""
    if change.forms:
        shown = change.forms if change.effect not in DECISIVE else _put_first(change)
        groups: defaultdict[str, list[str]] = defaultdict(list)
        for each in shown:
            groups[_describe_step(each)].append(describe_way(each.form))
        return tuple(
            change_words.FORM.format(form=", ".join(dict.fromkeys(ways)), step=step)
            for step, ways in groups.items()
        )
    before, after = (
        (said.answer or describe_verdict(said.verdict, None)) if said else change_words.NOT_MEASURED
        for said in (change.before, change.after)
    )
    return (change_words.STEP.format(before=before, after=after),)


def _put_first(change: ExplainedChange) -> Sequence[FormChange]:
    """Return the changes of the forms, that of the one that people write first at the front."""
    return sorted(change.forms, key=lambda each: each.form != change.written)


def _describe_turns(change: ExplainedChange) -> Iterator[str]:
    """Give where a change comes.

    Of several places it is said what stands still there, of losses what else differs there.
    """
    several = len({(turn.axis, turn.at) for turn in change.turns}) > 1
    for turns in _group_turns(change.turns):
        told = describe_turns(turns)
        if several:
            told = _place_turn(told, turns[0])
        yield told
        packages = dict.fromkeys(each for turn in turns for each in turn.packages)
        if packages and change.effect in LOSSES:
            yield change_words.PACKAGES.format(packages=_list_packages(packages))


def _place_turn(told: str, turn: Turn) -> str:
    """Return a change-over with what stands still there."""
    if "-" in turn.at:
        return change_words.TURN_AT_OF_PAIRS.format(
            turn=told, held=end_words.describe_held(turn.at)
        )
    other = end_words.NAMES[Axis.PYTHON if turn.axis is Axis.CORE else Axis.CORE]
    return change_words.TURN_AT.format(turn=told, other=other, at=turn.at)


def _group_turns(turns: Iterable[Turn]) -> Iterator[tuple[Turn, ...]]:
    """Give neighbours that are told alike together; one that is not exact stands alone."""
    for (manner, *_), same in groupby(turns, key=lambda each: (_manner(each), each.axis, each.at)):
        if manner == "between":
            yield from ((each,) for each in same)
        else:
            yield tuple(same)


def describe_turns(turns: Sequence[Turn]) -> str:
    """Return where a change comes, of turns that are told alike."""
    first, *more = turns
    fields = [{"last": each.last, "first": each.first} for each in more]
    told = change_words.TURNS[_manner(first)].format(
        name=end_words.name_axis(first.axis), last=first.last, first=first.first
    )
    return told + "".join(change_words.MORE_TURNS[_manner(first)].format(**each) for each in fields)


def _manner(turn: Turn) -> str:
    return find_manner(turn.last, turn.first, exact=turn.exact)


def _list_packages(packages: Iterable[tuple[str, str, str]]) -> str:
    return ", ".join(
        change_words.PACKAGE.format(name=name, before=was, after=now) for name, was, now in packages
    )


def _describe_step(each: FormChange) -> str:
    before, after = describe_outcome(each.before), describe_outcome(each.after)
    said = after if before == after else change_words.STEP.format(before=before, after=after)
    came = "; ".join(map(change_words.describe_flag_change, each.flags))
    return f"{said} ({came})" if came else said
