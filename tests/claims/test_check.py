"""Claims: what holds, what does not and where, and what nothing is known about."""

from dataclasses import replace

import pytest

from compat.claims.check import check
from compat.claims.model import Claim, load_claims
from compat.matrix.build import build_matrix
from compat.matrix.model import Listener
from compat.record.model import Call, Observation
from tests.build import FLATTENED, LOST, NESTED, observation, plan, python, record, release, run

OLD, NEW = "py3.10-core0.3.0", "py3.13-core0.3.0"


def exceptions(claim: Claim, **seen: tuple[Observation, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the cells that a claim was tested in, and its exceptions, by old and new Python."""
    cells = {"old": OLD, "new": NEW}
    planned = plan(
        {cells[name]: None for name in seen},
        (release("0.3.0"),),
        pythons=(python("3.10"), python("3.13")),
    )
    records = {cells[name]: record(cells[name], *observed) for name, observed in seen.items()}
    (checked,) = check([claim], *build_matrix(planned, records))
    return checked.tested, checked.exceptions


def claim(variant: str = "naive", **says: object) -> Claim:
    values: dict[str, object] = {"id": "x", "says": "x", "source": "https://x"}
    values |= {"scenarios": ("tool-async",), "variant": variant, **says}
    return Claim(**values)  # type: ignore[arg-type]


BY_HAND = observation(FLATTENED, variant="configured")


def test_an_outcome_that_is_claimed_for_some_pythons() -> None:
    says = claim(python=">=3.11", outcomes=("nested",))
    assert exceptions(says, old=(observation(LOST),), new=(observation(NESTED),)) == ((NEW,), ())
    assert exceptions(says, old=(observation(LOST),), new=(observation(LOST),)) == ((NEW,), (NEW,))


@pytest.mark.parametrize(
    ("seen", "stream", "fails"),
    [(True, NESTED, ()), (True, LOST, (OLD,)), (False, NESTED, (OLD,)), (False, LOST, ())],
)
def test_an_event_that_is_seen_or_not(seen: bool, stream: object, fails: tuple[str, ...]) -> None:  # noqa: FBT001
    says = claim(event="on_chat_model_end", seen=seen)
    assert exceptions(says, old=(observation(stream),)) == ((OLD,), fails)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("naive", "fails"),
    [(observation(NESTED), (OLD,)), (observation(FLATTENED), ()), (observation(LOST), ())],
)
def test_a_variant_that_is_no_worse_than_another(
    naive: Observation, fails: tuple[str, ...]
) -> None:
    says = claim("configured", no_worse_than="naive")
    assert exceptions(says, old=(naive, BY_HAND)) == ((OLD,), fails)


def test_what_is_absent_or_not_measured_tells_nothing() -> None:
    says = claim(outcomes=("nested",))
    assert exceptions(says, old=(observation(absent="x"),)) == ((), ())
    assert exceptions(claim("callbacks", outcomes=("nested",)), old=(BY_HAND,)) == ((), ())


def test_every_claim_has_a_source_and_one_predicate() -> None:
    claims = load_claims()
    assert len({one.id for one in claims}) == len(claims) == 10
    for one in claims:
        assert sum(map(bool, (one.outcomes, one.event, one.no_worse_than))) == 1
        assert one.source.startswith("https://")
    assert {one.listener for one in claims} == {Listener.STREAM, Listener.HOOK}


def test_a_claim_about_a_tracer_is_judged_by_what_a_tracer_saw() -> None:
    says = claim(outcomes=("split",), listener=Listener.HOOK)
    apart = replace(observation(LOST), hook_call=Call(exception=None, drives=((run("?"), run()),)))
    assert exceptions(says, old=(apart,)) == ((OLD,), ())
