"""The first sentence of an answer: what changes, in whose code, and since when."""

from collections.abc import Mapping
from typing import Any

import pytest

from compat.difference.effect import Effect, FormChange
from compat.difference.upgrade import explain_upgrade
from compat.matrix.index import Index
from compat.matrix.model import Outcome
from compat.record.model import Status
from compat.reports.difference.sentence import pick_loss, word_answer, word_loss
from tests.reports.sample import GUIDE, Said, measured, tried

CODES = {"tool-async": "async tools", "gather": "tools that gather"}
A, B = "py3.13-core1.0.0", "py3.13-core1.0.1"
TWO = [GUIDE, tried("gather", "naive", "configured")]


def said(cells: Mapping[str, Said], source: str = A, target: str = B, **more: object) -> str:
    known = Index(matrix=measured(cells, **more)[0])  # type: ignore[arg-type]
    found = explain_upgrade(known, known.cells[source], known.cells[target])
    return word_answer(found, CODES)


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("nested", "nested", "Yes. Nothing changes."),
        ("lost", "nested", "Yes. Nothing gets worse. One pattern gets better: async tools."),
        (
            "nested/nested", "lost/nested",
            "Yes, with one change: async tools lose the model's events since langchain-core 1.0.1.",
        ),
        (
            "nested/nested", "flattened/nested",
            "Yes, with one change: async tools lose a parent since langchain-core 1.0.1.",
        ),
        (
            "nested/nested", "raised/nested",
            "Yes, with one change: async tools raise an error since langchain-core 1.0.1.",
        ),
        (
            "nested/nested", "lost/lost",
            ("Yes, but with one loss: async tools lose the model's events since langchain-core"
            " 1.0.1. No fix is known."),
        ),
        (
            "nested/nested", "absent/absent",
            ("Yes, but with one loss: async tools find their API gone since langchain-core 1.0.1."
            " No fix is known."),
        ),
        (
            "nested/nested", "nested/flattened",
            ("Yes, unless you pass config or callbacks by hand: then async tools lose a parent"
            " since langchain-core 1.0.1."),
        ),
        (
            "lost/nested", "lost/nested",
            "Yes, nothing gets worse. But in both, async tools lack the model's events.",
        ),
        (
            "lost/nested", "lost/flattened",
            ("Yes, unless you pass config or callbacks by hand: then async tools lose a parent"
            " since langchain-core 1.0.1. In both, async tools lack the model's events."),
        ),
        (
            "nested", "harness",
            "Not known: one of 1 patterns could not be compared. Nothing else gets worse.",
        ),
    ],
)  # fmt: skip
def test_one_pattern_is_told_with_its_code(before: str, after: str, sentence: str) -> None:
    assert said({A: before, B: after}) == sentence


def test_several_that_lose_the_same_are_counted() -> None:
    cells = {A: "nested/nested", B: "lost/nested"}
    more: dict[str, Any] = {"scenarios": TWO, "others": {"gather": {}}}
    assert said(cells, **more) == (
        "Only with changes in 2 patterns: async tools lose the model's events since langchain-core"
        " 1.0.1, and so does one other."
    )
    unlike: dict[str, Any] = {"scenarios": TWO, "others": {"gather": {B: "flattened/flattened"}}}
    assert said(cells, **unlike) == (
        "Only with changes in 2 patterns, this one first: async tools lose the model's events since"
        " langchain-core 1.0.1. For one of them no fix is known."
    )


def test_what_gets_better_is_told_after_what_gets_worse() -> None:
    more: dict[str, Any] = {
        "scenarios": [*TWO, tried("task", "naive", "configured")],
        "others": {"gather": {A: "lost/nested", B: "nested/nested"}, "task": {}},
    }
    assert said({A: "nested/nested", B: "lost/nested"}, **more).endswith(
        "and so does one other. One pattern gets better: tools that gather."
    )
    more["others"]["task"] = more["others"]["gather"]
    assert said({A: "nested/nested", B: "nested/flattened"}, **more).endswith(
        " 2 patterns get better, tools that gather among them."
    )


GONE = Status.NOT_INSTALLABLE, "no wheel for Python 3.14: zstandard\nmore"


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (GONE, ("No: Python 3.13, langchain-core 1.0.1 is not installable: no wheel for Python"
                " 3.14: zstandard.")),
        ((Status.CRASHED, "it crashed"),
         "Not known: Python 3.13, langchain-core 1.0.1 was not measured (crashed)."),
    ],
)  # fmt: skip
def test_what_was_not_probed_says_why(status: Said, sentence: str) -> None:
    assert said({A: "nested", B: status}) == sentence


CORNERS = ("py3.13-core1.0.0", "py3.13-core1.0.1", "py3.14-core1.0.0", "py3.14-core1.0.1")
GOOD, BAD = "nested/nested", "lost/nested"
LOSE = "Yes, with one change: async tools lose the model's events"


@pytest.mark.parametrize(
    ("corners", "rest"),
    [
        ((GOOD, BAD, GOOD, BAD), " since langchain-core 1.0.1. Python is not the cause."),
        ((GOOD, GOOD, BAD, BAD), " since Python 3.14. langchain-core is not the cause."),
        ((GOOD, GOOD, GOOD, BAD), ". It needs both upgrades."),
        ((GOOD, BAD, BAD, BAD), ". Each of the two upgrades causes it alone."),
        ((GOOD, GONE, BAD, BAD), " since Python 3.14."),
        ((GOOD, BAD, GONE, BAD), " since langchain-core 1.0.1."),
    ],
)
def test_where_both_move_the_cause_is_told(corners: tuple[Said, ...], rest: str) -> None:
    cells = dict(zip(CORNERS, corners, strict=True))
    assert said(cells, CORNERS[0], CORNERS[3]) == f"{LOSE}{rest}"


def test_the_way_back_is_told_as_such() -> None:
    cells = {A: BAD, B: GOOD}
    assert said(cells, B, A) == f"{LOSE} in langchain-core 1.0.0 and older."
    gap = {"py3.13-core1.0.0": GOOD, "py3.13-core1.0.2": BAD}
    assert said(gap, *gap, known=["1.0.1"]) == (
        f"{LOSE} somewhere between langchain-core 1.0.0 and 1.0.2."
    )


def test_one_configuration_twice() -> None:
    assert said({A: GOOD, B: GOOD}, A, A) == "Both are the same configuration."


def changed(form: str, before: str, after: str, *flags: str) -> FormChange:
    return FormChange(
        form=form,
        effect=Effect.WORSE if flags else Effect.SILENT,
        before=Outcome(before),
        after=Outcome(after),
        flags=flags,
    )


def test_what_is_lost_is_that_of_the_form_which_people_write_first() -> None:
    forms = [changed("configured", "nested", "flattened"), changed("naive", "nested", "lost")]
    assert pick_loss(Effect.SILENT, forms, "naive") is forms[1]
    assert pick_loss(Effect.BY_HAND, forms[:1], "naive") is forms[0]
    assert pick_loss(Effect.LEAKS, [], "naive") is None


@pytest.mark.parametrize(
    ("change", "effect", "loses"),
    [
        (None, Effect.LEAKS, "no longer hide it"),
        (None, Effect.WORSE, "find their API gone"),
        (changed("naive", "nested", "nested", "-x", "+tags-lost"), Effect.WORSE,
         "lose the caller's tags"),
        (changed("naive", "nested", "nested", "+else"), Effect.WORSE, "change for the worse"),
    ],
)  # fmt: skip
def test_what_is_lost_is_a_verb(change: FormChange | None, effect: Effect, loses: str) -> None:
    assert word_loss("chat_model", change, effect) == loses


def test_what_nobody_put_in_words_has_its_id() -> None:
    cells = {A: "nested", B: "lost"}
    known = Index(matrix=measured(cells)[0])
    found = explain_upgrade(known, known.cells[A], known.cells[B])
    assert "patterns like tool-async lose the model's events" in word_answer(found, {})
