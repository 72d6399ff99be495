"""Statements of what the search asked for are those of the full grid, but for islands."""

from dataclasses import replace

import pytest
from hypothesis import given

from compat.errors import BugError
from compat.matrix.island import find_islands, find_whole_tracks, play
from compat.matrix.lint import find_complaints, refuse_unsound
from compat.matrix.model import Edge, Matrix, Statement
from compat.matrix.signature import sign_results
from compat.plan.search import Known, Spot
from tests.matrix.grid import SCENARIO, free, line, matrix, only, orderly, rows, said, tracks


def exact(truth: Known) -> Matrix:
    """The matrix of what the search asks for when this is the truth."""
    return matrix(only(truth, play(tracks(truth), truth)), rows(truth))


def full(truth: Known) -> Matrix:
    return matrix(truth, rows(truth))


def short(one: Statement) -> tuple[str, ...]:
    """All that a statement says but how much of it was tested."""
    ends = (one.from_release, one.through_release, one.from_edge, one.through_edge)
    return (one.python, one.answer or "", *ends)


def test_what_lies_between_equal_ends_is_marked() -> None:
    found = exact(line("aaaaaabb")).statements
    assert [f"{short(one)[1]} {one.tested} of {one.of}" for one in found] == [
        "a 3 of 6",
        "b 2 of 2",
    ]
    assert [one.from_edge for one in found] == [Edge.OPEN, Edge.EXACT]


def test_a_boundary_across_what_cannot_be_probed_is_bracketed() -> None:
    first, last = exact(line("aa.bb")).statements
    assert (first.through_release, first.through_edge) == ("1.0.1", Edge.BRACKETED)
    assert (last.from_release, last.from_edge) == ("1.0.3", Edge.BRACKETED)


@given(orderly())
def test_statements_are_the_full_grids_where_nothing_comes_back(
    truth: dict[Spot, str | None],
) -> None:
    assert list(map(short, exact(truth).statements)) == list(map(short, full(truth).statements))
    assert find_islands(full(truth)) == ()


@given(free())
def test_where_they_differ_there_is_an_island(truth: dict[Spot, str | None]) -> None:
    mine, theirs = exact(truth).statements, full(truth).statements
    differing = set(map(short, mine)) ^ set(map(short, theirs))
    assert {said[0] for said in differing} == {each.python for each in find_islands(full(truth))}


def test_an_island_is_named_with_what_stands_around_it() -> None:
    (found,) = find_islands(full(line("aaabbaaa")))
    assert (found.first, found.last) == ("1.0.3", "1.0.4")
    assert (found.result, found.around) == (said("b"), said("a"))


def test_an_island_between_what_cannot_be_probed_has_nothing_around() -> None:
    (found,) = find_islands(full(line(".aa.")))
    assert (found.first, found.last, found.around) == ("1.0.1", "1.0.2", None)


def test_islands_are_known_only_where_every_release_was_run() -> None:
    truth = line("aaabbaaa", "aaaaaaaa")
    assert [track.column for track in find_whole_tracks(full(truth))] == ["3.9", "3.10"]
    del truth["3.10", "1.0.1"]
    assert find_whole_tracks(full(truth)) == ()
    assert find_islands(full(truth)) == ()


@given(free())
def test_an_exact_run_has_no_islands(truth: dict[Spot, str | None]) -> None:
    assert find_islands(exact(truth)) == ()


@given(free())
def test_no_boundary_is_ever_interpolated(truth: dict[Spot, str | None]) -> None:
    assert find_complaints(exact(truth)) == ()
    assert find_complaints(full(truth)) == ()


GOOD = exact(line("aaaaaabb"))


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"from_release": "1.0.1"}, "recorded 1.0.1 to 1.0.5 has an end that was not probed"),
        ({"through_release": "1.0.6"}, "recorded 1.0.0 to 1.0.6 does not say what 1.0.6 does"),
        ({"through_release": "1.0.6"}, "has statements that overlap"),
        ({"through_release": "2.0.0"}, "speaks of a release that is not published there"),
        ({"tested": 7}, "recorded 1.0.0 to 1.0.5 has more tested than there are: 7 of 6"),
        ({"tested": 6}, "recorded 1.0.0 to 1.0.5 says 6 of 6 tested, it is 3 of 6"),
        ({"gaps": ("1.0.1",)}, "recorded 1.0.0 to 1.0.5 has the wrong gaps"),
        ({"answer": "b"}, "recorded 1.0.0 to 1.0.5 does not say what 1.0.0 does"),
        ({"answer": "b"}, "recorded 1.0.0 to 1.0.5 says the same as the one after it"),
        ({"through_release": "1.0.3"}, "says nothing of 1.0.5"),
        (
            {"through_edge": Edge.BRACKETED},
            "recorded 1.0.0 to 1.0.5 ends bracketed, and it is exact",
        ),
        ({"from_edge": Edge.EXACT}, "recorded 1.0.0 to 1.0.5 begins exact, and it is open"),
    ],
)
def test_each_mistake_is_complained_of(changes: dict[str, object], complaint: str) -> None:
    first, last = GOOD.statements
    bad = replace(GOOD, statements=(replace(first, **changes), last))  # type: ignore[arg-type]
    assert f"{SCENARIO} on Python 3.9, line 1.0: {complaint}" in find_complaints(bad)


def test_a_result_without_a_statement_is_complained_of() -> None:
    bad = replace(GOOD, statements=())
    assert find_complaints(bad)[0] == "tool-async on Python 3.9, line 1.0: says nothing of 1.0.0"


def test_what_stands_where_nothing_is_published_is_complained_of() -> None:
    astray = "speaks of a release that is not published there"
    strange = replace(GOOD.statements[0], python="3.10")
    assert find_complaints(replace(GOOD, statements=(*GOOD.statements, strange))) == (
        f"{SCENARIO} on Python 3.10, line 1.0: {astray}",
    )
    unlisted = replace(GOOD, statements=(), cells=GOOD.cells[:1], releases=GOOD.releases[1:])
    assert find_complaints(unlisted) == (f"{SCENARIO} on Python 3.9, line ?: {astray}",)
    assert find_complaints(replace(unlisted, cells=())) == ()


def test_nothing_unsound_passes() -> None:
    refuse_unsound(GOOD)
    bad = replace(GOOD, statements=GOOD.statements[:1])
    with pytest.raises(BugError) as caught:
        refuse_unsound(bad)
    assert caught.value.cause == "unsound-matrix"
    assert f"(3 complaints, the first: {find_complaints(bad)[0]}); nothing" in str(caught.value)


def test_a_signature_is_of_verdicts_flags_answers_and_every_trace() -> None:
    one = said("a")
    others = [
        replace(one, answer="b"),
        replace(one, flags=("leaks:naive",)),
        replace(one, traces={"naive": "b"}),
        replace(one, traces={"naive": "a", "remedy-config": "b"}),
        replace(one, repeats={"naive": ("b",)}),
    ]
    signs = {sign_results({SCENARIO: each}) for each in (one, *others)}
    assert len(signs) == len({hash(each) for each in (one, *others)}) == 1 + len(others)
    assert sign_results({SCENARIO: one}) == sign_results({SCENARIO: said("a")})
    assert sign_results({SCENARIO: one}, only=()) == sign_results({})
