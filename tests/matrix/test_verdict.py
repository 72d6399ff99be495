"""Verdicts, from the outcomes of the variants."""

from dataclasses import replace

import pytest

from compat.matrix.model import Outcome, Verdict
from compat.matrix.verdict import judge_configured, judge_result, judge_verdict
from compat.record.model import Observation, Row
from tests.build import FLATTENED, LOST, NESTED, observation, run, scenario, stream


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ({"naive": "nested", "configured": "flattened"}, Verdict.AUTOMATIC),
        ({"naive": "nested"}, Verdict.AUTOMATIC),
        ({"naive": "lost", "configured": "nested"}, Verdict.MANUAL),
        ({"naive": "lost", "configured": "flattened"}, Verdict.MANUAL),
        ({"naive": "lost", "configured": "raised", "callbacks": "nested"}, Verdict.MANUAL),
        ({"naive": "flattened", "configured": "flattened"}, Verdict.BROKEN),
        ({"naive": "raised", "configured": "lost"}, Verdict.BROKEN),
        ({"naive": "lost", "configured": "lost"}, Verdict.BROKEN),
        ({"naive": "lost", "configured": "absent"}, Verdict.UNKNOWN),
        ({"naive": "lost"}, Verdict.UNKNOWN),
        ({"naive": "absent", "configured": "absent"}, Verdict.ABSENT),
        ({"naive": "nested", "configured": "unknown"}, Verdict.UNKNOWN),
        ({"naive": "unknown", "configured": "nested"}, Verdict.UNKNOWN),
        ({"configured": "nested"}, Verdict.UNKNOWN),
        ({}, Verdict.UNKNOWN),
    ],
)
def test_verdict(outcomes: dict[str, str], expected: Verdict) -> None:
    judged = {variant: Outcome(outcome) for variant, outcome in outcomes.items()}
    assert judge_verdict(judged, {}) is expected


@pytest.mark.parametrize(
    ("naive", "remedy", "expected"),
    [
        ("lost", "nested", Verdict.MANUAL),
        ("lost", "lost", Verdict.BROKEN),
        ("flattened", "nested", Verdict.MANUAL),
        ("flattened", "flattened", Verdict.BROKEN),
        ("lost", "absent", Verdict.UNKNOWN),
        ("nested", "unknown", Verdict.UNKNOWN),
        ("nested", "lost", Verdict.AUTOMATIC),
    ],
)
def test_a_remedy_counts_like_a_variant(naive: str, remedy: str, expected: Verdict) -> None:
    assert judge_verdict({"naive": Outcome(naive)}, {"callbacks": Outcome(remedy)}) is expected


@pytest.mark.parametrize(
    ("seen", "injected", "expected"),
    [
        ("nested", True, Verdict.MANUAL),
        ("flattened", True, Verdict.MANUAL),
        ("nested", False, Verdict.AUTOMATIC),
        ("flattened", False, Verdict.BROKEN),
        ("lost", True, Verdict.BROKEN),
        ("raised", False, Verdict.BROKEN),
        ("absent", True, Verdict.ABSENT),
        ("unknown", True, Verdict.UNKNOWN),
    ],
)
def test_rows_that_have_a_by_hand_form_only(
    seen: str,
    injected: bool,  # noqa: FBT001 - a value of the table
    expected: Verdict,
) -> None:
    assert judge_configured(Outcome(seen), injected=injected) is expected


@pytest.mark.parametrize(
    ("row", "seen", "expected"),
    [
        ("fact", observation(NESTED, facts={"answer": "mutated"}), (Verdict.RECORDED, "mutated")),
        ("fact", observation(NESTED), (Verdict.UNKNOWN, None)),
        ("fact", observation(raised="E", facts={"answer": "x"}), (Verdict.RECORDED, "x")),
        ("fact", observation(absent="x", facts={"answer": "y"}), (Verdict.ABSENT, None)),
        ("hiding", observation(NESTED), (Verdict.RECORDED, "shown")),
        ("hiding", observation(FLATTENED), (Verdict.RECORDED, "shown")),
        ("hiding", observation(LOST), (Verdict.RECORDED, "hidden")),
        ("hiding", observation(raised="E"), (Verdict.UNKNOWN, None)),
        ("hiding", observation(absent="x"), (Verdict.ABSENT, None)),
    ],
)
def test_rows_that_are_recorded(
    row: Row, seen: Observation, expected: tuple[Verdict, str | None]
) -> None:
    judged = judge_result(replace(scenario(), row=row), [seen])
    assert (judged.verdict, judged.answer) == expected
    leaks = expected == (Verdict.RECORDED, "shown")
    assert judged.flags == (("leaks:naive",) if leaks else ())


def test_what_is_recorded_is_of_the_code_that_passes_nothing_in_any_order() -> None:
    naive, configured = observation(LOST), observation(NESTED, variant="configured")
    for order in ([naive, configured], [configured, naive]):
        judged = judge_result(replace(scenario(), row="hiding"), order)
        assert (judged.answer, judged.flags) == ("hidden", ("leaks:configured",))


def test_injection_is_a_fact_of_the_observation() -> None:
    def judged(**facts: bool) -> Verdict:
        seen = observation(NESTED, variant="configured", facts=dict(facts))
        return judge_result(scenario(), [seen]).verdict

    assert judged(injected=False) is Verdict.AUTOMATIC
    assert judged(injected=True) is judged() is Verdict.MANUAL


def test_repeats_that_are_judged_otherwise_are_inconsistent() -> None:
    first = [observation(NESTED), observation(FLATTENED, variant="configured")]
    lost = observation(LOST)
    judged = judge_result(scenario(), first, [lost])
    assert judged.verdict is Verdict.INCONSISTENT
    assert judged.repeats == {"naive": (lost.id,)}


def test_repeats_whose_trace_alone_differs_are_kept_and_judged_the_same() -> None:
    other = observation(stream(run("tool", "another")))
    judged = judge_result(scenario(), [observation(NESTED)], [other])
    assert judged.verdict is Verdict.AUTOMATIC
    assert judged.repeats == {"naive": (other.id,)}


def test_a_result_says_outcomes_flags_and_where_the_evidence_is() -> None:
    seen = [observation(LOST), observation(FLATTENED, variant="configured")]
    judged = judge_result(scenario(), seen)
    assert judged.verdict is Verdict.MANUAL
    assert judged.flags == ("flattened:configured", "silent:naive")
    assert judged.outcomes == {"configured": Outcome.FLATTENED, "naive": Outcome.LOST}
    assert judged.traces == {observed.variant: observed.id for observed in seen}


def test_a_remedy_stands_beside_a_variant_of_the_same_name() -> None:
    seen = [
        observation(LOST),
        observation(FLATTENED, variant="callbacks"),
        observation(NESTED, variant="callbacks", remedy=True),
    ]
    judged = judge_result(scenario(), seen)
    assert judged.outcomes == {"callbacks": Outcome.FLATTENED, "naive": Outcome.LOST}
    assert judged.remedies == {"callbacks": Outcome.NESTED}
    assert judged.traces == {
        "naive": seen[0].id,
        "callbacks": seen[1].id,
        "remedy-callbacks": seen[2].id,
    }


def test_every_later_run_that_saw_something_else_is_kept() -> None:
    first = [observation(NESTED), observation(NESTED, variant="callbacks", remedy=True)]
    later = [
        observation(LOST),
        observation(FLATTENED),
        observation(LOST, variant="callbacks", remedy=True),
    ]
    assert judge_result(scenario(), first, later).repeats == {
        "naive": (later[0].id, later[1].id),
        "remedy-callbacks": (later[2].id,),
    }
