"""The verdict of a scenario in a cell, from its observations alone."""

from collections.abc import Mapping

from compat.matrix.flag import flags
from compat.matrix.model import Outcome, Result, Verdict
from compat.matrix.outcome import better, outcome
from compat.matrix.trace import trace_id
from compat.record.model import Observation, ScenarioInfo


def result(scenario: ScenarioInfo, observations: Mapping[str, Observation]) -> Result:
    """Judge one scenario in one cell from its observations by variant."""
    outcomes = {
        variant: outcome(seen, scenario.child, scenario.children)
        for variant, seen in observations.items()
    }
    return Result(
        verdict=verdict(outcomes),
        flags=flags(observations, outcomes, scenario.child),
        answer=None,
        outcomes=dict(sorted(outcomes.items())),
        remedies={},
        traces={variant: trace_id(seen) for variant, seen in sorted(observations.items())},
    )


def verdict(outcomes: Mapping[str, Outcome]) -> Verdict:
    """Judge a scenario by the outcomes of its variants.

    A by-hand form counts as better only where it shows the child: one that turns an exception
    into silence brings nothing back.
    """
    naive = outcomes.get("naive", Outcome.UNKNOWN)
    if Outcome.UNKNOWN in (naive, *outcomes.values()):
        return Verdict.UNKNOWN
    if naive is Outcome.ABSENT:
        return Verdict.ABSENT
    if naive is Outcome.NESTED:
        return Verdict.AUTOMATIC
    by_hand = [
        seen
        for variant, seen in outcomes.items()
        if variant != "naive" and seen is not Outcome.ABSENT
    ]
    if any(better(seen, naive) for seen in by_hand):
        return Verdict.MANUAL
    return Verdict.BROKEN if by_hand else Verdict.UNKNOWN
