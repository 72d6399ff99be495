"""Claims: what holds, what does not and where, and what nothing is known about."""

from dataclasses import replace

import pytest

from compat.claims.check import check
from compat.claims.model import Claim, load_claims
from compat.matrix.build import build_matrix
from compat.matrix.model import TRACES_VERSION, Listener, Traces
from compat.record.model import Call, Observation
from compat.symptoms.model import load_layer_ids
from tests.build import FLATTENED, LOST, NESTED, observation, plan, python, record, release, run
from tests.reports.layered import NODE, measured_pairs

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


def test_every_claim_about_the_layer_has_a_source_one_predicate_and_rows_that_there_are() -> None:
    claims = load_claims(layered=True)
    assert len({one.id for one in claims}) == len(claims) == 10
    for one in claims:
        assert bool(one.outcomes) != bool(one.answers)
        assert one.source.startswith("https://")
        assert {*one.scenarios} <= {*load_layer_ids()}


def test_a_claim_about_the_layer_is_judged_by_its_version_and_answers() -> None:
    old, new = "py3.10-core1.0.0-lg0.5.0", "py3.10-core1.0.0-lg1.0.0"
    row = replace(NODE, row="fact")
    known = measured_pairs({old: "lost=a", new: "lost=b"}, scenarios=(row,))
    traces = Traces(schema_version=TRACES_VERSION, traces={})
    says = claim(scenarios=(row.id,), answers=("a",))
    for layer, tested in (("", (old, new)), (">=1", (new,))):
        (found,) = check([replace(says, layer=layer)], known, traces)
        assert (found.tested, found.exceptions) == (tested, (new,))


def test_a_claim_about_a_tracer_is_judged_by_what_a_tracer_saw() -> None:
    says = claim(outcomes=("split",), listener=Listener.HOOK)
    apart = replace(observation(LOST), hook_call=Call(exception=None, drives=((run("?"), run()),)))
    assert exceptions(says, old=(apart,)) == ((OLD,), ())
