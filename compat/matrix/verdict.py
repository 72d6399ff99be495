"""The verdict of a scenario in a cell, from its observations alone."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import assert_never

from compat.matrix.flag import find_flags
from compat.matrix.model import (
    REMEDY,
    SHOWN,
    Finding,
    Listener,
    Outcome,
    Result,
    Verdict,
)
from compat.matrix.outcome import Question, is_better, judge_outcome
from compat.matrix.reading import NAIVE, OF_CORE
from compat.record.model import Observation, ScenarioInfo


def judge_result(
    scenario: ScenarioInfo,
    observations: Sequence[Observation],
    differing: Iterable[Observation] = (),
) -> Result:
    """Judge one scenario in one cell, for every listener that was there.

    ``observations`` has one of each variant and remedy, ``differing`` what later runs saw
    otherwise. Where that is judged otherwise too, the verdict is inconsistent.
    """
    seen = {name_form(observation): observation for observation in observations}
    later = [(name_form(other), other) for other in differing]
    found = {
        listener: _judge_repeatedly(scenario, seen, later, listener)
        for listener in list_listeners(observations)
    }
    stream = found[Listener.STREAM]
    repeats = {
        form: tuple(other.id for name, other in later if name == form)
        for form in dict.fromkeys(name for name, _ in later)
    }
    return Result(
        **vars(stream),
        traces={form: seen[form].id for form in sorted(seen)},
        repeats=repeats,
        others={each: said for each, said in found.items() if said != stream},
    )


def list_listeners(observations: Collection[Observation]) -> tuple[Listener, ...]:
    """Return who listened; records before 1.1 know of the stream alone."""
    if any(each.hears_layer for each in observations):
        return tuple(Listener)
    return OF_CORE if any(each.hears_all for each in observations) else (Listener.STREAM,)


def _judge_repeatedly(
    scenario: ScenarioInfo,
    seen: Mapping[str, Observation],
    later: Iterable[tuple[str, Observation]],
    listener: Listener,
) -> Finding:
    judged = first = _judge(scenario, seen.values(), listener)
    for form, other in later:
        if _judge(scenario, {**seen, form: other}.values(), listener) != first:
            judged = replace(first, verdict=Verdict.INCONSISTENT)
    return judged


def name_form(observation: Observation) -> str:
    """Return the name that an observation has among those of its scenario."""
    return f"{REMEDY if observation.remedy else ''}{observation.variant}"


def judge_verdict(outcomes: Mapping[str, Outcome], remedies: Mapping[str, Outcome]) -> Verdict:
    """Judge a scenario by the outcomes of its variants and remedies.

    A by-hand form counts as better only where it shows the child: one that turns an exception
    into silence brings nothing back.
    """
    naive = outcomes.get("naive", Outcome.UNKNOWN)
    if Outcome.UNKNOWN in (naive, *outcomes.values(), *remedies.values()):
        return Verdict.UNKNOWN
    if naive is Outcome.ABSENT:
        return Verdict.ABSENT
    if naive is Outcome.NESTED:
        return Verdict.AUTOMATIC
    variants = [seen for variant, seen in outcomes.items() if variant != "naive"]
    by_hand = [seen for seen in (*variants, *remedies.values()) if seen is not Outcome.ABSENT]
    if any(is_better(seen, naive) for seen in by_hand):
        return Verdict.MANUAL
    return Verdict.BROKEN if by_hand else Verdict.UNKNOWN


def judge_configured(seen: Outcome, *, injected: bool) -> Verdict:
    """Judge a scenario that has a by-hand form only.

    ``injected`` says whether the code was given the config that it passes on.
    """
    if seen is Outcome.UNKNOWN:
        return Verdict.UNKNOWN
    if seen is Outcome.ABSENT:
        return Verdict.ABSENT
    if injected and seen in SHOWN:
        return Verdict.MANUAL
    return Verdict.AUTOMATIC if seen is Outcome.NESTED else Verdict.BROKEN


def _judge(
    scenario: ScenarioInfo, observations: Collection[Observation], listener: Listener
) -> Finding:
    asked = Question.of(scenario, listener)
    every = {name_form(seen): judge_outcome(seen, asked) for seen in observations}
    variants = {seen.variant: seen for seen in observations if not seen.remedy}
    outcomes = {name: every[name] for name in sorted(variants)}
    remedies = {
        seen.variant: every[name_form(seen)]
        for seen in sorted(observations, key=lambda seen: seen.variant)
        if seen.remedy
    }
    judged, answer = _judge_row(scenario, variants, outcomes, remedies)
    return Finding(
        verdict=judged,
        flags=find_flags(variants, outcomes, scenario.row, asked),
        answer=answer,
        outcomes=outcomes,
        remedies=remedies,
    )


def _judge_row(
    scenario: ScenarioInfo,
    variants: Mapping[str, Observation],
    outcomes: Mapping[str, Outcome],
    remedies: Mapping[str, Outcome],
) -> tuple[Verdict, str | None]:
    name = NAIVE if NAIVE in variants else min(variants)
    first = variants[name]
    match scenario.row:
        case "fact":
            answer = first.facts.get("answer")
            return _judge_recorded(outcomes[name], str(answer) if answer is not None else None)
        case "hiding":
            shown = {Outcome.LOST: "hidden", **dict.fromkeys(SHOWN, "shown")}
            return _judge_recorded(outcomes[name], shown.get(outcomes[name]))
        case "verdict":
            if NAIVE in variants:
                return judge_verdict(outcomes, remedies), None
            injected = first.facts.get("injected") is not False
            return judge_configured(outcomes[name], injected=injected), None
        case _:
            assert_never(scenario.row)


def _judge_recorded(seen: Outcome, answer: str | None) -> tuple[Verdict, str | None]:
    if seen is Outcome.ABSENT:
        return Verdict.ABSENT, None
    if seen is Outcome.UNKNOWN or answer is None:
        return Verdict.UNKNOWN, None
    return Verdict.RECORDED, answer
