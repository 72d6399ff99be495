"""Claims held against the cells of a matrix."""

from collections.abc import Iterable

from packaging.specifiers import SpecifierSet

from compat.claims.model import Checked, Claim
from compat.matrix.model import Cell, Matrix, Outcome, Result, Traces
from compat.matrix.outcome import find_worst


def check(claims: Iterable[Claim], matrix: Matrix, traces: Traces) -> tuple[Checked, ...]:
    """Return every claim with every scenario that it speaks of, of those listeners that were there.

    A cell in which the variant is absent, unknown or not measured tells nothing, nor does one that
    stands apart.
    """
    return tuple(
        _check(claim, scenario, matrix, traces)
        for claim in claims
        if claim.listener in matrix.listeners
        for scenario in claim.scenarios
    )


def _check(claim: Claim, scenario: str, matrix: Matrix, traces: Traces) -> Checked:
    spoken_of, versions = SpecifierSet(claim.python), SpecifierSet(claim.layer)
    answers = {
        cell.id: _holds(claim, cell.results[scenario].heard_by(claim.listener), traces)
        for cell in matrix.cells
        if _tells(cell, scenario, claim)
        and spoken_of.contains(f"{cell.python}.0")
        and versions.contains(cell.layer or "0", prereleases=True)
    }
    return Checked(
        claim=claim,
        scenario=scenario,
        tested=tuple(answers),
        exceptions=tuple(name for name, holds in answers.items() if not holds),
    )


def _tells(cell: Cell, scenario: str, claim: Claim) -> bool:
    if cell.stands_apart or scenario not in cell.results:
        return False
    result = cell.results[scenario].heard_by(claim.listener)
    if claim.answers:
        return result.answer is not None
    outcomes = result.outcomes
    needed = [claim.variant, *([claim.no_worse_than] if claim.no_worse_than else [])]
    nothing = (None, Outcome.ABSENT, Outcome.UNKNOWN)
    return all(outcomes.get(variant) not in nothing for variant in needed)


def _holds(claim: Claim, result: Result, traces: Traces) -> bool:
    if claim.answers:
        return result.answer in claim.answers
    outcome = result.outcomes[claim.variant]
    if claim.no_worse_than:
        other = result.outcomes[claim.no_worse_than]
        return outcome is other or find_worst([outcome, other]) is other
    if claim.event:
        trace = traces.traces[result.traces[claim.variant]]
        seen = any(claim.event in run.events for stream in trace.streams for run in stream.runs)
        return seen is claim.seen
    return outcome in claim.outcomes
