"""A part of the proof, from the run to the merge; ``nox -s proof`` tries all of it."""

import pytest

from tests.proof.injection import Injection, Stage, tried
from tests.proof.table import TABLE

pytestmark = pytest.mark.slow

QUICK = [one for one in TABLE if one.quick]


@pytest.mark.parametrize("injection", QUICK, ids=[one.name for one in QUICK])
def test_a_fault_is_neither_a_finding_nor_kept(injection: Injection) -> None:
    row = tried(injection)
    if row.skipped:
        pytest.skip(row.skipped)
    assert not row.bad


def test_every_stage_has_its_part() -> None:
    assert {one.stage for one in TABLE} == set(Stage)
    assert {one.stage for one in QUICK} == {Stage.RUN, Stage.RECORD, Stage.CACHE, Stage.MERGE}
    assert len({(one.stage, one.name) for one in TABLE}) == len(TABLE) >= 60
