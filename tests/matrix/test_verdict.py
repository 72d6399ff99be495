"""Verdicts, from the outcomes of the variants."""

import pytest

from compat.matrix.model import Outcome, Verdict
from compat.matrix.trace import trace_id
from compat.matrix.verdict import result, verdict
from tests.build import FLATTENED, LOST, observation, scenario


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
        ({}, Verdict.UNKNOWN),
    ],
)
def test_verdict(outcomes: dict[str, str], expected: Verdict) -> None:
    judged = {variant: Outcome(outcome) for variant, outcome in outcomes.items()}
    assert verdict(judged) is expected


def test_a_result_says_outcomes_flags_and_where_the_evidence_is() -> None:
    seen = {"naive": observation(LOST), "configured": observation(FLATTENED, variant="configured")}
    judged = result(scenario(), seen)
    assert judged.verdict is Verdict.MANUAL
    assert judged.flags == ("flattened:configured", "silent:naive")
    assert judged.outcomes == {"configured": Outcome.FLATTENED, "naive": Outcome.LOST}
    assert judged.traces == {name: trace_id(observed) for name, observed in seen.items()}
