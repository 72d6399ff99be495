"""The search: it ends, asks little, and finds every change that does not change back."""

from itertools import pairwise

from hypothesis import given, settings

from compat.plan.search import Known, Spot, Track, find_next_batch
from tests.matrix.grid import changes, free, like_the_real_one, line, orderly, tracks


def rounds(truth: Known, each: tuple[Track, ...] | None = None) -> list[list[Spot]]:
    """Return what is asked, round by round; nothing is asked twice, and nothing outside."""
    known: dict[Spot, str | None] = {}
    found = []
    while batch := find_next_batch(tracks(truth) if each is None else each, known):
        assert len({*batch}) == len(batch)
        assert not known.keys() & {*batch}
        known |= {spot: truth[spot] for spot in batch}
        found.append(list(batch))
    return found


def asked(truth: Known) -> set[Spot]:
    return {spot for batch in rounds(truth) for spot in batch}


def short(text: str) -> list[str]:
    """Return the rounds of one Python as the places that are asked."""
    return [" ".join(core[4:] for _, core in batch) for batch in rounds(line(text))]


def test_equal_ends_end_it() -> None:
    assert short("aaaaaaaa") == ["0 7"]
    assert short("a") == ["0"]


def test_a_change_is_bisected_until_its_neighbours_are_known() -> None:
    assert short("aaaaaaab") == ["0 7", "3", "5", "6"]
    assert short("abcccccc") == ["0 7", "3", "1", "2"]


def test_what_changes_and_changes_back_between_equal_ends_is_not_seen() -> None:
    assert short("aaabbaaa") == ["0 7"]


def test_what_cannot_be_probed_is_stepped_around() -> None:
    assert short("aa.b") == ["0 3", "1", "2"]
    assert short("a..b") == ["0 3", "1", "2"]
    assert short("aa...bbb") == ["0 7", "3", "1 5", "2 4"]


def test_between_equal_ones_what_cannot_be_probed_is_nobodys_question() -> None:
    assert short("ab.b") == ["0 3", "1"]
    assert short("a.a") == ["0 2"]


def test_where_a_line_begins_to_be_probed_is_bisected_too() -> None:
    assert short("...aaaaa") == ["0 7", "3", "1", "2"]


def test_between_two_ends_that_cannot_be_probed_nobody_looks() -> None:
    assert short("........") == ["0 7"]
    assert short("..aabb..") == ["0 7"]


def test_what_one_python_has_taught_is_tried_on_the_next() -> None:
    found = rounds(line("aaaaaaab", "aaaaaaac", "aaaaaaaa"))
    assert [[f"{python} {core[4:]}" for python, core in batch] for batch in found[1:]] == [
        ["3.9 3"],
        ["3.9 5"],
        ["3.9 6"],
        ["3.10 6"],
    ]


def test_a_change_of_its_own_is_bisected_once_the_first_is_done() -> None:
    found = rounds(line("aaaaaabb", "aacccccc"))
    assert [[f"{python} {core[4:]}" for python, core in batch] for batch in found[1:]] == [
        ["3.9 3"],
        ["3.9 5"],
        ["3.9 6"],
        ["3.10 5", "3.10 6"],
        ["3.10 2"],
        ["3.10 1"],
    ]


@given(free())
def test_it_ends_and_settles_every_difference(truth: dict[Spot, str | None]) -> None:
    """Whatever the grid: between two probed neighbours that differ nothing is left to ask."""
    found = asked(truth)
    for track in tracks(truth):
        probed = [
            n
            for n, release in enumerate(track.releases)
            if (track.column, release) in found and truth[track.column, release] is not None
        ]
        for before, after in pairwise(probed):
            ends = {truth[track.column, track.releases[n]] for n in (before, after)}
            between = {(track.column, release) for release in track.releases[before:after]}
            assert len(ends) == 1 or between <= found


@given(orderly())
def test_every_change_over_is_found_where_nothing_comes_back(
    truth: dict[Spot, str | None],
) -> None:
    pairs = changes(truth, tracks(truth))
    assert {spot for pair in pairs for spot in pair} <= asked(truth)


@given(orderly())
def test_a_run_that_was_cut_off_asks_the_same(truth: dict[Spot, str | None]) -> None:
    known: dict[Spot, str | None] = {}
    for batch in rounds(truth):
        assert list(find_next_batch(tracks(truth), dict(sorted(known.items())))) == batch
        known |= {spot: truth[spot] for spot in batch}


@settings(max_examples=15, deadline=None)
@given(like_the_real_one())
def test_it_asks_little(truth: dict[Spot, str | None]) -> None:
    every = tracks(truth)
    found = asked(truth)
    edges = {(track.column, release) for track in every for release in track.starts}
    neighbours = {spot for pair in changes(truth, every) for spot in pair}
    first = tuple(track for track in every if track.column == "3.11")
    alone = {spot for batch in rounds(truth, first) for spot in batch}
    assert len(found) <= 1.3 * len(edges | neighbours | alone)
    assert len(found) <= len(truth) / 2
