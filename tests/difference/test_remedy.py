"""What to write: the by-hand form that shows most."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from compat.difference.effect import Effect
from compat.difference.remedy import Remedy, find_remedy
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
def test_it_is_the_one_that_shows_most_then_the_simplest(
    outcomes: Mapping[str, str], remedies: Mapping[str, str], best: str
) -> None:
    found = find_remedy(scenario(), None, result({"naive": "lost", **outcomes}, remedies))
    assert (found.form if found else None) == best


@pytest.mark.parametrize(
    ("outcomes", "remedies", "best"),
    [
        ({"configured": "flattened"}, {"callbacks": "nested"}, "remedy-callbacks"),
        ({"configured": "flattened"}, {"callbacks": "flattened"}, None),
        ({"configured": "nested"}, {"callbacks": "nested"}, None),
        ({"configured": "raised"}, {"config": "flattened"}, "remedy-config"),
    ],
)
def test_where_people_write_the_config_at_once_it_is_another_form(
    outcomes: Mapping[str, str], remedies: Mapping[str, str], best: str
) -> None:
    found = find_remedy(scenario(), None, result(outcomes, remedies))
    assert (found.form if found else None) == best


def test_who_is_harmed_by_what_is_passed_may_pass_nothing() -> None:
    before = result({"naive": "nested", "configured": "nested"}, {})
    after = result({"naive": "nested", "configured": "flattened"}, {})
    sources = {"naive": "a()", "configured": "a(config)"}
    known = replace(scenario("tool-async", "naive", "configured"), sources=sources)
    assert find_remedy(known, before, after, Effect.BY_HAND) == Remedy(
        form="naive", before=Outcome.NESTED, after=Outcome.NESTED, code="a()", instead_of=""
    )
    assert find_remedy(known, before, after) is None
    helped = result({"naive": "lost", "configured": "flattened"}, {})
    found = find_remedy(known, before, helped, Effect.BY_HAND)
    assert found is not None
    assert (found.form, found.code, found.instead_of) == ("configured", "a(config)", "a()")


def test_it_shows_more_than_nothing_written_by_hand() -> None:
    same = result({"naive": "flattened", "configured": "flattened"}, {})
    assert find_remedy(scenario(), same, same) is None
