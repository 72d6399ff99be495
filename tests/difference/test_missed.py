"""What is not whole in either end, and what hides it where it should be hidden."""

from dataclasses import replace

import pytest

from compat.difference.missed import find_missed, is_less_than_whole, sees_most, tells_seen
from compat.matrix.index import Index
from compat.matrix.model import Cell, Outcome, Result, Verdict
from tests.reports.sample import GUIDE, measured, tried

A, B = "py3.12-core1.0.0", "py3.12-core1.0.1"


def ends(before: str, after: str) -> tuple[Index, Cell, Cell]:
    known = Index(matrix=measured({A: before, B: after})[0])
    return known, known.cells[A], known.cells[B]


@pytest.mark.parametrize(
    ("before", "after", "seen"),
    [
        ("lost/nested", "lost/nested", [Outcome.LOST]),
        ("flattened", "flattened", [Outcome.FLATTENED]),
        ("raised", "raised", [Outcome.RAISED]),
        ("nested", "nested", []),
        ("lost", "flattened", []),
        ("lost", "nested", []),
        ("absent", "absent", []),
        ("harness", "harness", []),
    ],
)
def test_it_is_what_is_seen_as_little_in_both(before: str, after: str, seen: list[Outcome]) -> None:
    _, source, target = ends(before, after)
    assert [each.seen for each in find_missed([GUIDE], source, target)] == seen


def test_it_comes_with_what_to_write() -> None:
    _, source, target = ends("lost/flattened/nested", "lost/flattened/nested")
    (found,) = find_missed([GUIDE], source, target)
    assert found.remedy is not None
    assert (found.scenario, found.remedy.form) == ("tool-async", "callbacks")


def hiding(answer: str) -> Result:
    seen = Outcome.LOST if answer == "hidden" else Outcome.NESTED
    return Result(
        verdict=Verdict.RECORDED,
        flags=(),
        answer=answer,
        outcomes={"naive": seen},
        remedies={},
        traces={},
        repeats={},
    )


OPEN = replace(tried("private", "naive"), row="hiding")


def test_what_shows_in_both_is_missed_and_has_a_form_that_hides_it() -> None:
    matrix = measured({A: "nested", B: "nested"}, scenarios=[OPEN])[0]
    shown = hiding("shown")
    for cell in matrix.cells:
        cell.results["private"] = replace(shown, remedies={"empty-context": Outcome.LOST})
    source, target = matrix.cells
    (found,) = find_missed([OPEN], source, target)
    assert (found.scenario, found.seen) == ("private", None)
    assert found.remedy is not None
    assert (found.remedy.form, found.remedy.before, found.remedy.after) == (
        "remedy-empty-context", Outcome.LOST, Outcome.LOST,
    )  # fmt: skip
    target.results["private"] = replace(shown, remedies={"empty-context": Outcome.NESTED})
    (found,) = find_missed([OPEN], source, target)
    assert found.remedy is None


@pytest.mark.parametrize(
    ("outcomes", "most"),
    [
        ((), True),
        (("nested",), True),
        (("nested", "lost"), True),
        (("flattened", "lost", "lost"), False),
        (("lost",), False),
        (("absent", "absent", "nested"), True),
    ],
)
def test_most_is_half_of_what_can_be_judged(outcomes: tuple[str, ...], *, most: bool) -> None:
    names = [f"s{n}" for n in range(len(outcomes))]
    others = {name: {A: seen} for name, seen in zip(names, outcomes, strict=True)}
    scenarios = [tried(name, "naive") for name in names] or [GUIDE]
    matrix = measured({A: "-"}, scenarios=scenarios, others=others)[0]
    assert sees_most(matrix.cells[0], names) is most


def test_a_fact_is_no_question_of_being_seen() -> None:
    assert tells_seen(hiding("shown")) is None
    assert is_less_than_whole(hiding("shown"))
    assert not is_less_than_whole(hiding("hidden"))
