"""What to write: the by-hand form that shows most."""

from collections.abc import Mapping

import pytest

from compat.difference.remedy import find_remedy
from compat.matrix.model import Outcome, Result, Verdict
from tests.build import scenario


def result(outcomes: Mapping[str, str], remedies: Mapping[str, str]) -> Result:
    return Result(
        verdict=Verdict.MANUAL,
        flags=(),
        answer=None,
        outcomes={form: Outcome(seen) for form, seen in outcomes.items()},
        remedies={form: Outcome(seen) for form, seen in remedies.items()},
        traces={},
        repeats={},
    )


@pytest.mark.parametrize(
    ("outcomes", "remedies", "best"),
    [
        ({"callbacks": "nested", "configured": "nested"}, {}, "configured"),
        ({"callbacks": "nested", "configured": "flattened"}, {}, "callbacks"),
        ({"callbacks": "lost", "configured": "lost"}, {}, None),
        ({"callbacks": "nested"}, {"another": "nested"}, "callbacks"),
        ({"callbacks": "flattened"}, {"another": "nested"}, "remedy-another"),
        ({}, {"one": "nested", "another": "nested"}, "remedy-another"),
        ({}, {"one": "raised"}, None),
    ],
)
@pytest.mark.parametrize("naive", [{"naive": "lost"}, {}], ids=["lost", "not measured"])
def test_it_is_the_one_that_shows_most_then_the_simplest(
    naive: Mapping[str, str], outcomes: Mapping[str, str], remedies: Mapping[str, str], best: str
) -> None:
    found = find_remedy(scenario(), None, result({**naive, **outcomes}, remedies))
    assert (found.form if found else None) == best


def test_it_shows_more_than_nothing_written_by_hand() -> None:
    same = result({"naive": "flattened", "configured": "flattened"}, {})
    assert find_remedy(scenario(), same, same) is None
