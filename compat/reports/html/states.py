"""What cells say of a scenario, and what the difference between two sayings means.

Cells share few results. So what the difference between two of them means is worked out here, for
every pair that a scenario has, by the rules of ``compat.difference``; the script only finds it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from compat.difference.effect import (
    LOSSES,
    Effect,
    FormChange,
    answers_alike,
    find_effect,
    find_form_changes,
    find_seen,
    find_written,
)
from compat.difference.missed import is_less_than_whole, tells_seen
from compat.difference.remedy import find_remedy
from compat.matrix.model import NAIVE, SHOWN, Outcome, Result, Verdict
from compat.matrix.reading import Saying
from compat.matrix.sure import is_unsure
from compat.record.model import ScenarioInfo
from compat.reports.difference.sentence import pick_loss, word_lack, word_loss
from compat.reports.form import list_forms
from compat.reports.html.places import Places
from compat.reports.words import Tone, find_result_tone, word_result

_NEEDED = (Verdict.MANUAL, Verdict.BROKEN)


@dataclass(frozen=True, kw_only=True)
class ScenarioState:
    """What some cells say of a scenario.

    ``unsure`` says that it is not known. ``by_hand`` is the form to write where one is needed, None
    if none helps. A scenario that takes its config in a way that is broken may still be written in
    another. ``seen`` tells whether it is seen as people write it first, None where that is not
    asked, ``lacks`` in words what is less than whole, None where nothing is.
    """

    verdict: Verdict
    words: str
    unsure: bool
    tone: Tone
    flags: tuple[str, ...]
    forms: dict[str, Outcome]
    by_hand: str | None
    seen: bool | None
    lacks: str | None


@dataclass(frozen=True, kw_only=True)
class Step:
    """What the difference between two states means; ``remedy`` names a form.

    ``loses`` says what is lost, as a verb of a plural, None where nothing is.
    """

    effect: Effect
    loses: str | None
    forms: tuple[FormChange, ...]
    remedy: str | None


@dataclass(frozen=True, kw_only=True)
class HeardScenario:
    """A scenario as one listener heard it, in places of what all have together.

    ``states`` are those that cells have. ``pairs[before][after]`` is what the step between two of
    them means; both count from 1, and so does the place: 0 stands for a cell that did not measure
    it, and for two that say the same.
    """

    states: tuple[int, ...]
    pairs: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Meanings:
    """What states and steps there are, for all scenarios and listeners."""

    states: tuple[ScenarioState, ...]
    steps: tuple[Step, ...]


class Meant:
    """Collects states and steps; equal ones are one."""

    def __init__(self) -> None:
        self.states, self.steps = Places[ScenarioState](), Places[Step]()

    @property
    def all(self) -> Meanings:
        """Everything that was collected."""
        return Meanings(states=tuple(self.states.values), steps=tuple(self.steps.values))


class States:
    """The states of a scenario; calling it with a result gives the number of its state."""

    def __init__(self, scenario: ScenarioInfo) -> None:
        self.scenario = scenario
        self._results: list[Result] = []
        self._places: dict[Saying, int] = {}

    def __call__(self, result: Result | None) -> int:
        """Return the number of what a result says, 0 for none."""
        if result is None:
            return 0
        if result.saying not in self._places:
            self._results.append(result)
            self._places[result.saying] = len(self._results)
        return self._places[result.saying]

    def tell(self, meant: Meant) -> HeardScenario:
        """Return all states that were asked for, with what lies between any two."""
        every = (None, *self._results)
        return HeardScenario(
            states=tuple(meant.states(_make_state(self.scenario, each)) for each in self._results),
            pairs=tuple(
                tuple(self._number(meant, before, after) for after in every) for before in every
            ),
        )

    def _number(self, meant: Meant, before: Result | None, after: Result | None) -> int:
        step = _make_step(self.scenario, before, after)
        return meant.steps(step) + 1 if step else 0


def _make_state(scenario: ScenarioInfo, result: Result) -> ScenarioState:
    seen = result.forms
    return ScenarioState(
        verdict=result.verdict,
        words=word_result(result),
        unsure=is_unsure(result),
        tone=find_result_tone(result),
        flags=result.flags,
        forms={form: seen[form] for form in _sort(scenario, seen)},
        by_hand=_find_by_hand(scenario, result),
        seen=tells_seen(result),
        lacks=_describe_lack(scenario, result),
    )


def _describe_lack(scenario: ScenarioInfo, result: Result) -> str | None:
    """Return what is less than whole, None where nothing is."""
    if not is_less_than_whole(result):
        return None
    recorded = result.verdict is Verdict.RECORDED
    return word_lack(scenario.child, None if recorded else find_seen(result))


def _find_by_hand(scenario: ScenarioInfo, result: Result) -> str | None:
    """Return the form to write where one is needed: the one that helps, or the only one taught."""
    if result.verdict not in _NEEDED:
        return None
    better = find_remedy(scenario, None, result)
    written = find_written(result)
    taught = written if written != NAIVE and find_seen(result) in SHOWN else None
    return better.form if better else taught


def _sort(scenario: ScenarioInfo, seen: Iterable[str]) -> list[str]:
    known = list_forms(scenario)
    return sorted(seen, key=lambda form: known.index(form) if form in known else len(known))


def _make_step(scenario: ScenarioInfo, before: Result | None, after: Result | None) -> Step | None:
    means = find_effect(before, after)
    if means is None or answers_alike(before, after):
        return None
    advice = find_remedy(scenario, before, after, means) if after and means in LOSSES else None
    forms = find_form_changes(before, after) if before and after else ()
    lost = pick_loss(means, forms, find_written(after)) if after else None
    return Step(
        effect=means,
        loses=word_loss(scenario.child, lost, means) if means in LOSSES else None,
        forms=forms,
        remedy=advice.form if advice else None,
    )
