"""What a run exits with, and what is refused before anything runs."""

from dataclasses import replace

import pytest

from compat.errors import ExitCode, NotFoundOutError, NothingSelectedError
from compat.matrix.model import Matrix
from compat.record.model import Status
from compat.work.measure import judge_run, refuse_empty
from tests.build import plan, release
from tests.reports.sample import Said, measured

CELL, OTHER = "py3.12-core0.3.0", "py3.12-core0.3.1"


def matrix(other: Said, *required: str) -> Matrix:
    return measured({CELL: "nested/flattened", OTHER: other}, required=required)[0]


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (matrix("nested/flattened"), ExitCode.OK),
        (matrix((Status.NOT_INSTALLABLE, "no wheel")), ExitCode.OK),
        (matrix((Status.CRASHED, "SIGSEGV")), ExitCode.NOT_FOUND_OUT),
        (matrix((Status.INTERPRETER_MISSING, "no 3.12"), "3.12"), ExitCode.NOT_FOUND_OUT),
    ],
    ids=["all probed", "a finding", "a failure", "no interpreter"],
)
def test_the_exit_code_of_a_run(found: Matrix, code: ExitCode) -> None:
    assert judge_run(found) is code


def test_a_plan_of_which_nothing_runs_is_refused_with_the_commonest_reason() -> None:
    why = (Status.NOT_PUBLISHED, "its Requires-Python is >=3.13")
    excluded = plan({CELL: why, OTHER: why}, (release("0.3.0"),))
    with pytest.raises(NothingSelectedError, match="no cell can be run: not-published: "):
        refuse_empty(excluded)
    missing = plan({CELL: (Status.INTERPRETER_MISSING, "none")}, (release("0.3.0"),))
    with pytest.raises(NotFoundOutError, match=r"no interpreter for Python 3\.12"):
        refuse_empty(replace(missing, required=("3.12",)))
    refuse_empty(plan({CELL: None}, (release("0.3.0"),)))
