"""What another resolution changes."""

from dataclasses import replace

import pytest

from compat.difference.sensitivity import find_sensitivity, keep_still_so
from compat.errors import EvidenceError
from compat.matrix.build import build_matrix
from compat.matrix.model import Matrix, Traces, Verdict
from compat.record.model import Observation, Status
from tests.build import LOST, NESTED, observation, plan, record, release, run, stream

CELL = "py3.12-core0.3.0"
SAME, OTHER = observation(NESTED), observation(LOST)


def measured(seen: Observation | None, *later: Observation) -> tuple[Matrix, Traces]:
    """A matrix of one cell, in which this was seen, or which could not be imported."""
    found = (
        record(CELL, seen, differing=later)
        if seen
        else record(CELL, status=Status.IMPORT_FAILED, reason="no cgi", suite=None)
    )
    return build_matrix(plan({CELL: None}, (release("0.3.0"),)), {CELL: found})


def test_what_is_judged_otherwise_comes_with_its_evidence() -> None:
    other, traces = measured(OTHER)
    found = find_sensitivity(measured(SAME)[0], other, traces, "lowest")
    (change,) = found.changes
    assert (change.cell, change.scenario) == (CELL, "tool-async")
    assert (change.before.verdict, change.after.verdict) == (Verdict.AUTOMATIC, Verdict.UNKNOWN)
    assert found.traces == {OTHER.id: OTHER}
    assert (found.compared, found.statuses) == (1, ())


def test_a_repeat_that_disagrees_comes_with_what_every_run_saw() -> None:
    found = find_sensitivity(measured(SAME)[0], *measured(SAME, OTHER), "repeat")
    (change,) = found.changes
    assert change.after.verdict is Verdict.INCONSISTENT
    assert found.traces == {SAME.id: SAME, OTHER.id: OTHER}


def test_a_trace_alone_is_no_change() -> None:
    other, traces = measured(observation(stream(run("tool", "another"))))
    found = find_sensitivity(measured(SAME)[0], other, traces, "lowest")
    assert (found.compared, found.changes, found.traces) == (1, (), {})


def test_a_cell_that_one_resolution_cannot_probe_is_said_with_its_reason() -> None:
    found = find_sensitivity(measured(SAME)[0], *measured(None), "as-of-release")
    (status,) = found.statuses
    assert (status.cell, status.after, status.reason) == (CELL, Status.IMPORT_FAILED, "no cgi")
    assert (found.compared, found.changes) == (0, ())


def test_two_suites_cannot_be_compared() -> None:
    other, traces = measured(SAME)
    changed = replace(other, provenance=replace(other.provenance, suite_hash="other"))
    with pytest.raises(EvidenceError, match="of another suite: run matrix first"):
        find_sensitivity(other, changed, traces, "lowest")


def test_it_stays_as_long_as_what_it_was_compared_with_does() -> None:
    judged = find_sensitivity(measured(SAME)[0], *measured(OTHER), "lowest")
    lost = find_sensitivity(measured(SAME)[0], *measured(None), "as-of-release")
    assert keep_still_so(measured(SAME)[0], [judged, lost]) == (judged, lost)
    assert keep_still_so(measured(OTHER)[0], [judged, lost]) == (lost,)
    assert keep_still_so(measured(None)[0], [judged, lost]) == ()


def test_nothing_of_another_suite_stays() -> None:
    matrix, _ = measured(SAME)
    found = find_sensitivity(matrix, *measured(OTHER), "lowest")
    other = replace(matrix, provenance=replace(matrix.provenance, suite_hash="other"))
    assert keep_still_so(other, [found]) == ()
