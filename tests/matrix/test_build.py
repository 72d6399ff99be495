"""From records to a matrix that accounts for every planned cell."""

import pytest

from compat.errors import NotFoundOutError
from compat.matrix.build import build_matrix
from compat.matrix.derive import derive
from compat.matrix.model import Verdict
from compat.record.model import Record, Status
from tests.build import FLATTENED, LOST, NESTED, observation, plan, record, release

RELEASES = (release("0.3.0"), release("0.3.1"), release("1.0.0", ">=3.13"))
MANUAL = (observation(LOST), observation(FLATTENED, variant="configured"))


def records(*found: Record) -> dict[str, Record]:
    return {one.cell: one for one in found}


def test_planned_is_probed_plus_not_probed_by_reason() -> None:
    planned = plan(
        {
            "py3.12-core1.0.0": (Status.NOT_PUBLISHED, "needs Python >=3.13"),
            "py3.12-core0.3.1": None,
            "py3.12-core0.3.0": None,
        },
        RELEASES,
    )
    crashed = record("py3.12-core0.3.1", status=Status.CRASHED, reason="killed", suite=None)
    matrix, traces = build_matrix(planned, records(record("py3.12-core0.3.0", *MANUAL), crashed))
    said = matrix.provenance
    assert (said.planned, said.probed) == (3, 1)
    assert said.not_probed == {"crashed": 1, "not-published": 1}
    assert (said.failures, said.complete) == (1, False)
    assert [cell.core for cell in matrix.cells] == ["0.3.0", "0.3.1", "1.0.0"]
    assert [cell.reason for cell in matrix.cells] == [None, "killed", "needs Python >=3.13"]
    assert matrix.cells[0].results["tool-async"].verdict is Verdict.MANUAL
    assert len(traces.traces) == len(MANUAL)


@pytest.mark.parametrize(
    ("required", "failures"), [(("3.12",), 1), ((), 0)], ids=["required", "not required"]
)
def test_a_missing_interpreter_fails_the_run_only_if_it_is_required(
    required: tuple[str, ...], failures: int
) -> None:
    why = (Status.INTERPRETER_MISSING, "none found")
    planned = plan({"py3.12-core0.3.0": why}, RELEASES, required=required)
    matrix, _ = build_matrix(planned, {})
    assert matrix.provenance.failures == failures
    assert not matrix.provenance.complete, "nothing was probed"


def test_a_failure_of_the_harness_is_red() -> None:
    broken = record("py3.12-core0.3.0", observation(harness_error="Traceback"))
    matrix, _ = build_matrix(plan({"py3.12-core0.3.0": None}, RELEASES), records(broken))
    assert matrix.provenance.failures == 1
    assert matrix.cells[0].results["tool-async"].verdict is Verdict.UNKNOWN


def test_a_planned_cell_without_a_record_is_refused() -> None:
    with pytest.raises(NotFoundOutError, match=r"1 planned cells .* py3\.12-core0\.3\.0;"):
        build_matrix(plan({"py3.12-core0.3.0": None}, RELEASES), {})


def test_equal_observations_are_stored_once_and_suffice_to_derive_again() -> None:
    same = (observation(NESTED), observation(FLATTENED, variant="configured"))
    planned = plan({"py3.12-core0.3.0": None, "py3.12-core0.3.1": None}, RELEASES)
    found = records(record("py3.12-core0.3.0", *same), record("py3.12-core0.3.1", *same))
    matrix, traces = build_matrix(planned, found)
    assert len(traces.traces) == len(same)
    assert derive(matrix, traces) == matrix
