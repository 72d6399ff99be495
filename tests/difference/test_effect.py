from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compat.difference.effect import (
    DECISIVE,
    LOSSES,
    Effect,
    answers_alike,
    find_effect,
    find_form_changes,
    find_seen,
    find_written,
)
from compat.matrix.model import Outcome, Result, Verdict


def result(
    *seen: str,
    verdict: Verdict = Verdict.MANUAL,
    flags: tuple[str, ...] = (),
    answer: str | None = None,
    trace: str = "a",
) -> Result:
    """What ``naive``, ``configured`` and a remedy of that name came to."""
    named = dict(zip(("naive", "configured", "callbacks"), map(Outcome, seen), strict=False))
    return Result(
        verdict=verdict,
        flags=flags,
        answer=answer,
        outcomes={form: named[form] for form in named if form != "callbacks"},
        remedies={form: named[form] for form in named if form == "callbacks"},
        traces={"naive": trace},
        repeats={},
    )


def fact(answer: str) -> Result:
    return result("nested", verdict=Verdict.RECORDED, answer=answer)


@pytest.mark.parametrize(
    ("before", "after", "means"),
    [
        ("nested", "flattened", Effect.SILENT),
        ("nested", "lost", Effect.SILENT),
        ("flattened", "lost", Effect.SILENT),
        ("nested", "raised", Effect.RAISES),
        ("lost", "raised", Effect.RAISES),
        ("nested", "absent", Effect.WORSE),
        ("raised", "absent", Effect.WORSE),
        ("absent", "lost", Effect.NEW),
        ("absent", "raised", Effect.NEW),
        ("raised", "lost", Effect.OTHER),
        ("raised", "flattened", Effect.BETTER),
        ("lost", "nested", Effect.BETTER),
        ("nested", "unknown", Effect.UNKNOWN),
        ("unknown", "nested", Effect.UNKNOWN),
    ],
)
def test_an_outcome_that_differs_means_something_for_code(
    before: str, after: str, means: Effect
) -> None:
    assert find_effect(result(before), result(after)) is means


def test_equal_outcomes_mean_nothing_whatever_their_traces_are() -> None:
    assert find_effect(result("lost"), result("lost", trace="b")) is None


def test_the_order_of_forms_means_nothing() -> None:
    one = result("lost", "nested")
    other = replace(one, outcomes=dict(reversed(one.outcomes.items())), traces={})
    assert find_effect(one, other) is None


def test_what_is_neither_outweighs_a_gain() -> None:
    assert find_effect(result("raised", "lost"), result("lost", "nested")) is Effect.OTHER


def test_a_loss_by_hand_outweighs_the_gain_of_who_passes_nothing_and_decides_nothing() -> None:
    before, after = result("lost", "nested"), result("nested", "flattened")
    assert find_effect(before, after) is Effect.BY_HAND
    assert Effect.BY_HAND in LOSSES
    assert Effect.BY_HAND not in DECISIVE
    assert [(each.form, each.effect) for each in find_form_changes(before, after)] == [
        ("naive", Effect.BETTER),
        ("configured", Effect.SILENT),
    ]


def test_a_remedy_is_a_form_that_people_may_have_written() -> None:
    before, after = result("lost", "lost", "nested"), result("lost", "lost", "lost")
    (change,) = find_form_changes(before, after)
    assert (change.form, change.effect) == ("remedy-callbacks", Effect.SILENT)
    assert find_effect(before, after) is Effect.BY_HAND


def test_what_people_write_first_decides() -> None:
    by_hand = result("nested", "nested"), result("nested", "flattened")
    assert find_effect(*by_hand) is Effect.BY_HAND
    both = result("nested", "nested"), result("lost", "flattened")
    assert find_effect(*both) is Effect.SILENT
    no_naive = [replace(x, outcomes={"configured": x.outcomes["configured"]}) for x in both]
    assert find_effect(*no_naive) is Effect.SILENT, "who has no naive form wrote the config"
    assert [find_written(each) for each in (both[0], no_naive[0])] == ["naive", "configured"]
    assert find_written(replace(both[0], outcomes={})) is None
    assert [find_seen(each) for each in both] == [Outcome.NESTED, Outcome.LOST]


@pytest.mark.parametrize("lost", ["tags-lost", "metadata-lost", "callbacks-lost", "tokens-lost"])
def test_what_no_longer_travels_with_a_child_that_shows_is_a_loss(lost: str) -> None:
    before, after = result("nested"), result("nested", flags=(f"{lost}:naive", "silent:naive"))
    (change,) = find_form_changes(before, after)
    assert (change.effect, change.flags) == (Effect.WORSE, (f"+{lost}",))
    assert find_effect(after, before) is Effect.BETTER
    assert find_effect(result("flattened"), after) is Effect.WORSE


def test_a_form_that_was_measured_on_one_side_only_is_not_known() -> None:
    assert find_effect(result("lost"), result("lost", "nested")) is Effect.UNKNOWN
    assert find_effect(None, result("nested")) is Effect.UNKNOWN
    assert find_effect(None, None) is Effect.UNKNOWN


def test_runs_that_disagree_are_no_evidence() -> None:
    shaky = result("nested", verdict=Verdict.INCONSISTENT)
    sound = result("nested", verdict=Verdict.AUTOMATIC)
    assert find_effect(sound, shaky) is find_effect(shaky, sound) is Effect.UNKNOWN


def test_what_was_not_found_out_twice_is_still_not_known() -> None:
    unknown = result("unknown", verdict=Verdict.UNKNOWN)
    assert find_effect(unknown, unknown) is Effect.UNKNOWN
    assert find_effect(fact("a"), result("nested", verdict=Verdict.UNKNOWN)) is Effect.UNKNOWN


def test_what_only_lacks_a_form_by_hand_was_found_out() -> None:
    lost, flattened, raised = (
        result(seen, verdict=Verdict.UNKNOWN) for seen in ("lost", "flattened", "raised")
    )
    assert [find_effect(each, each) for each in (lost, flattened, raised)] == [None] * 3
    assert find_effect(lost, raised) is Effect.RAISES
    absent, unknown = (
        result("lost", by_hand, verdict=Verdict.UNKNOWN) for by_hand in ("absent", "unknown")
    )
    assert find_effect(absent, absent) is None
    assert find_effect(unknown, unknown) is Effect.UNKNOWN


def test_another_answer_is_neither_good_nor_bad_unless_it_hides() -> None:
    assert find_effect(fact("mutated"), fact("unchanged")) is Effect.OTHER
    assert find_effect(fact("hidden"), fact("shown")) is Effect.LEAKS
    assert find_effect(fact("shown"), fact("hidden")) is Effect.BETTER
    assert find_effect(fact("shown"), result("absent", verdict=Verdict.ABSENT)) is Effect.WORSE
    assert find_effect(result("absent", verdict=Verdict.ABSENT), fact("shown")) is Effect.NEW


OUTCOMES = st.sampled_from([each.value for each in Outcome])
RESULTS = st.builds(result, OUTCOMES, OUTCOMES, OUTCOMES)


@given(RESULTS, RESULTS)
def test_no_change_is_a_loss_for_certain_both_ways(before: Result, after: Result) -> None:
    one, other = find_form_changes(before, after), find_form_changes(after, before)
    assert [each.form for each in one] == [each.form for each in other]
    for there, back in zip(one, other, strict=True):
        if there.effect is Effect.SILENT:
            assert back.effect is Effect.BETTER
        if there.effect is Effect.BETTER:
            assert back.effect in LOSSES


@given(st.lists(RESULTS, min_size=2, max_size=4))
def test_remembering_changes_nothing(results: list[Result]) -> None:
    for pair in product(results, repeat=2):
        assert (
            find_effect(*pair) == find_effect(*map(replace, pair)) == find_effect.__wrapped__(*pair)
        )


def test_facts_with_one_answer_are_alike_whatever_was_seen() -> None:
    seen = replace(fact("yes"), outcomes={"naive": Outcome.LOST})
    assert find_effect(fact("yes"), seen) is Effect.OTHER
    assert answers_alike(fact("yes"), seen)
    assert not answers_alike(fact("yes"), fact("no"))
    assert not answers_alike(fact("yes"), None)
    assert not answers_alike(result("nested"), result("lost"))
