"""What is said of a stretch of releases, and what is not."""

from collections.abc import Mapping

import pytest

from compat.record.model import Status
from compat.reports.span import join_spans
from compat.reports.table.grid import Grid
from compat.reports.table.part import Part, make_parts
from compat.reports.words import Tone
from tests.reports.sample import GUIDE, Said, measured, tried

MANUAL, AUTOMATIC = "lost/nested", "nested/nested"
BROKEN_INSTALL = (Status.NOT_INSTALLABLE, "no wheel")


def said(by_release: Mapping[str, Said], known: tuple[str, ...] = ()) -> list[tuple[str, str, str]]:
    """Each part of Python 3.12 as its words, ranges and count."""
    return [(p.words, join_spans(p.spans), f"{p.tested}/{p.of}") for p in found(by_release, known)]


def found(by_release: Mapping[str, Said], known: tuple[str, ...] = ()) -> tuple[Part, ...]:
    cells = {f"py3.12-core{release}": words for release, words in by_release.items()}
    index = Grid(matrix=measured(cells, known=known)[0])
    return make_parts(index, "tool-async", "3.12", index.lines)


def test_equal_neighbours_are_one_part_across_lines() -> None:
    releases = dict.fromkeys(("0.2.17", "0.2.43", "0.3.0"), AUTOMATIC)
    assert said(releases, ("0.2.20",)) == [("automatic", "0.2.17–0.3.0", "3/4")]


@pytest.mark.parametrize(
    ("row", "outcome", "words"),
    [
        ("fact", "lost=unchanged", "recorded: unchanged"),
        ("hiding", "nested", "recorded: shown"),
        ("verdict", "absent", "absent: no such API"),
        ("verdict", "harness", "not known"),
    ],
)
def test_what_is_no_plain_verdict_is_told_in_words(row: str, outcome: str, words: str) -> None:
    known = tried("gather", "naive", row=row)
    others = {"gather": {"py3.12-core0.3.0": outcome}}
    matrix, _ = measured({"py3.12-core0.3.0": MANUAL}, scenarios=(GUIDE, known), others=others)
    assert [part.words for part in make_parts(Grid(matrix=matrix), "gather", "3.12", ["0.3"])] == [
        words
    ]


def test_runs_that_disagree_are_told_in_words() -> None:
    later = {"tool-async": {"py3.12-core0.3.0": AUTOMATIC}}
    matrix, _ = measured({"py3.12-core0.3.0": MANUAL}, later=later)
    (part,) = make_parts(Grid(matrix=matrix), "tool-async", "3.12", ["0.3"])
    assert (part.words, part.tone) == ("inconsistent: runs disagree", Tone.UNSURE)


def test_a_line_in_between_keeps_the_ranges_apart() -> None:
    releases = {"0.2.17": AUTOMATIC, "1.0.0": AUTOMATIC}
    assert said(releases, ("0.3.0",)) == [("automatic", "0.2.17, 1.0.0", "2/2")]


def test_a_split_with_releases_between_says_how_far_it_is_known() -> None:
    before, after = found({"0.3.0": MANUAL, "0.3.86": AUTOMATIC}, ("0.3.40",))
    assert (before.words, before.until, before.flags) == ("manual", "0.3.86", ("silent:naive",))
    assert (after.words, after.until, after.flags) == ("automatic", None, ())


def test_an_exact_split_needs_no_such_word() -> None:
    assert [part.until for part in found({"0.3.0": MANUAL, "0.3.1": AUTOMATIC})] == [None, None]


def test_a_cell_that_was_not_probed_is_a_gap_inside_and_a_part_outside() -> None:
    releases: dict[str, Said] = {
        "0.3.0": AUTOMATIC,
        "0.3.1": BROKEN_INSTALL,
        "0.3.2": AUTOMATIC,
        "1.0.0": (Status.NOT_PUBLISHED, "Requires-Python"),
    }
    inside, outside = found(releases)
    assert (join_spans(inside.spans), inside.gaps) == ("0.3.0–0.3.2", ("0.3.1",))
    assert (outside.words, join_spans(outside.spans)) == ("not published", "1.0.0")


def test_what_was_not_probed_never_joins_a_verdict() -> None:
    releases: dict[str, Said] = {
        "0.2.17": AUTOMATIC,
        "0.2.43": BROKEN_INSTALL,
        "0.3.0": BROKEN_INSTALL,
        "0.3.86": AUTOMATIC,
    }
    assert said(releases) == [
        ("automatic", "0.2.17", "1/1"),
        ("not installable", "0.2.43–0.3.0", "0/2"),
        ("automatic", "0.3.86", "1/1"),
    ]


def test_a_cell_that_was_not_selected_and_one_that_did_not_measure_say_so() -> None:
    matrix, _ = measured({"py3.11-core0.3.0": AUTOMATIC, "py3.12-core0.3.1": AUTOMATIC})
    index = Grid(matrix=matrix)
    words = [
        (p.words, join_spans(p.spans)) for p in make_parts(index, "tool-async", "3.11", ["0.3"])
    ]
    assert words == [("automatic", "0.3.0"), ("not selected", "0.3.1")]
    assert make_parts(index, "gather", "3.11", ["0.3"])[0].words == "not measured"
