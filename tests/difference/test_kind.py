"""Whether a difference is for the better, for the worse, or one of knowing."""

import pytest

from compat.difference.effect import Effect
from compat.difference.kind import Kind, find_result_kind, find_status_kind
from compat.matrix.model import Result, Verdict
from compat.record.model import Status
from tests.difference.test_effect import result

UNKNOWN = result("unknown", verdict=Verdict.UNKNOWN)
HALF_UNKNOWN = result("nested", "unknown", verdict=Verdict.UNKNOWN)
LOST, NESTED, SHAKY_LOST, SHAKY_NESTED, SHAKY_BOTH = (
    result("lost"),
    result("nested"),
    result("lost", verdict=Verdict.INCONSISTENT),
    result("nested", verdict=Verdict.INCONSISTENT),
    result("nested", "nested", verdict=Verdict.INCONSISTENT),
)


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (None, None, Kind.OTHER),
        (None, UNKNOWN, Kind.OTHER),
        (UNKNOWN, None, Kind.OTHER),
        (None, LOST, Kind.FOUND_OUT),
        (LOST, None, Kind.LOST_SIGHT),
        (NESTED, SHAKY_NESTED, Kind.LOST_SIGHT),
        (SHAKY_NESTED, NESTED, Kind.FOUND_OUT),
        (SHAKY_LOST, SHAKY_NESTED, Kind.OTHER),
        (SHAKY_NESTED, SHAKY_NESTED, Kind.OTHER),
        (SHAKY_NESTED, SHAKY_BOTH, Kind.FOUND_OUT),
        (SHAKY_BOTH, SHAKY_NESTED, Kind.LOST_SIGHT),
        (HALF_UNKNOWN, SHAKY_BOTH, Kind.FOUND_OUT),
        (SHAKY_BOTH, HALF_UNKNOWN, Kind.LOST_SIGHT),
    ],
)
def test_what_is_not_known_is_of_a_kind_by_which_way_knowing_went(
    before: Result | None, after: Result | None, kind: Kind
) -> None:
    assert find_result_kind(Effect.UNKNOWN, before, after) is kind


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (Status.PROBED, Status.NOT_PUBLISHED, Kind.WORSE),
        (Status.NOT_PUBLISHED, Status.PROBED, Kind.BETTER),
        (Status.NOT_INSTALLABLE, Status.NOT_PUBLISHED, Kind.OTHER),
        (Status.NOT_PUBLISHED, Status.CRASHED, Kind.LOST_SIGHT),
        (Status.CRASHED, Status.PROBED, Kind.FOUND_OUT),
        (Status.CRASHED, Status.TIMED_OUT, Kind.OTHER),
    ],
)
def test_a_status_that_tells_nothing_is_no_finding(
    before: Status, after: Status, kind: Kind
) -> None:
    assert find_status_kind(before, after) is kind


@pytest.mark.parametrize(
    ("means", "kind"),
    [
        (Effect.SILENT, Kind.WORSE),
        (Effect.RAISES, Kind.WORSE),
        (Effect.LEAKS, Kind.WORSE),
        (Effect.WORSE, Kind.WORSE),
        (Effect.OTHER, Kind.OTHER),
        (Effect.BETTER, Kind.BETTER),
    ],
)
def test_every_loss_is_for_the_worse(means: Effect, kind: Kind) -> None:
    assert find_result_kind(means, NESTED, LOST) is kind
