"""The gate: what was published and is measured again must be so."""

from dataclasses import replace
from datetime import date

import pytest

from compat.difference.compare import compare
from compat.difference.expected import Expected, parse_expected
from compat.difference.gate import Gate, hold_statements
from compat.difference.kind import Kind
from compat.errors import UsageError
from compat.matrix.model import Matrix, Reading, Verdict
from compat.plan.loose import NO_INDEX
from compat.record.model import Status
from compat.reports.difference.entries import make_atlas
from compat.reports.difference.gate_words import describe_gate, make_gate_sections
from tests.difference.sample import CRASHED, GONE, full, made, with_provenance
from tests.reports.layered import measured_pairs
from tests.reports.sample import HOSTILE, Said

AUTOMATIC, MANUAL = "nested/nested", "lost/nested"
TODAY = date(2026, 1, 2)
ENTRY = Expected(
    scenario="tool-*",
    python="3.12",
    range=">=0.3.1,<1",
    now=Verdict.MANUAL,
    reason="the fix was reverted",
    link="https://example.org/1",
    expires=date(2026, 1, 2),
)
BASELINE = made(full(AUTOMATIC))


def held(measured: Matrix, *entries: Expected, baseline: Matrix = BASELINE) -> Gate:
    return hold_statements(baseline, measured, compare(baseline, measured), entries, TODAY)


def told(measured: Matrix, *entries: Expected) -> dict[str, str]:
    found = make_gate_sections(make_atlas(BASELINE, measured), held(measured, *entries))
    return {each.heading: "\n".join(each.lines) for each in found}


def test_the_same_again_holds() -> None:
    found = held(BASELINE)
    assert (found.checked, found.unchecked, found.cells, found.holds) == (6, 0, 12, True)
    assert describe_gate(found, "2026-01-01") == (
        "The baseline holds: 6 statements of the baseline of 2026-01-01 measured again, held in 12"
        " cells; all are there as they were published."
    )


def test_it_is_told_in_how_few_cells_a_part_was_held() -> None:
    part = made({"3.12 0.3.0": AUTOMATIC}, known=("0.3.1", "0.3.2", "1.0.0"))
    assert describe_gate(held(part), "2026-01-01") == (
        "The baseline holds: 1 statement of the baseline of 2026-01-01 measured again, held in 1"
        " cell, 5 not measured now; all are there as they were published."
    )


def test_a_statement_that_no_longer_holds_is_named_with_what_is_measured_where() -> None:
    measured = made(full(AUTOMATIC) | {"3.12 0.3.1": MANUAL, "3.12 0.3.2": MANUAL})
    assert told(measured) == {
        "Published, but no longer true": (
            "tool-async: published automatic in 3.12 × 0.3.0–0.3.2; measured manual"
            " (silent:naive) in 2 cells (3.12 × 0.3.1–0.3.2)"
        )
    }
    assert describe_gate(held(measured), "2026-01-01").endswith(
        ", held in 12 cells; 1 statement no longer so."
    )


def test_new_releases_and_pythons_break_nothing() -> None:
    more = {"3.12 0.3.3": MANUAL, "3.12 1.0.1": MANUAL, "3.13 0.3.0": MANUAL}
    assert held(made(full(AUTOMATIC) | more)).holds


def test_a_release_between_two_that_were_tested_was_spoken_of() -> None:
    ends = {"3.12 0.3.0": AUTOMATIC, "3.12 0.3.2": AUTOMATIC}
    baseline = made(ends, known=("0.3.1",))
    assert not held(made(ends | {"3.12 0.3.1": MANUAL}), baseline=baseline).holds
    published_later = made(ends)
    assert held(made(ends | {"3.12 0.3.1": MANUAL}), baseline=published_later).holds


def test_what_could_not_be_probed_then_was_not_spoken_of() -> None:
    ends = {"3.12 0.3.0": AUTOMATIC, "3.12 0.3.2": AUTOMATIC}
    baseline = made({**ends, "3.12 0.3.1": GONE})
    assert held(made(ends | {"3.12 0.3.1": MANUAL}), baseline=baseline).holds


def without_results(matrix: Matrix, name: str) -> Matrix:
    """The same, but that nothing was measured in a cell that was probed."""
    cells = (replace(c, results={}) if c.id == name else c for c in matrix.cells)
    return replace(matrix, cells=tuple(cells))


UNKNOWN = made(full(AUTOMATIC) | {"3.12 1.0.0": "harness/nested"})
MISSING = without_results(BASELINE, "py3.12-core1.0.0")


@pytest.mark.parametrize(
    ("measured", "now"),
    [(UNKNOWN, "measured not known"), (MISSING, "not measured")],
)
def test_what_was_not_found_out_is_neither_held_nor_broken(measured: Matrix, now: str) -> None:
    found = held(measured)
    assert (found.holds, found.checked, found.unchecked, found.cells) == (True, 5, 1, 11)
    assert found.missed == {"py3.12-core1.0.0"}
    assert told(measured) == {
        "Not known in this run, so neither held nor broken": (
            f"tool-async: published automatic in 3.12 × 1.0.0; {now} in 1 cell (3.12 × 1.0.0)"
        )
    }
    assert describe_gate(found, "2026-01-01") == (
        "Nothing contradicts the baseline, but 1 cell is not known: 5 statements of the"
        " baseline of 2026-01-01 measured again, held in 11 cells, 1 not held."
    )


def test_an_entry_about_what_was_not_found_out_waits() -> None:
    entry = replace(ENTRY, range="==1.0.0")
    found = held(UNKNOWN, entry)
    assert (found.dead, found.unjudged) == ((), (entry,))
    assert held(UNKNOWN, replace(entry, now=Verdict.UNKNOWN)).missed == set()


def test_what_broke_is_told_with_what_was_not_found_out() -> None:
    measured = made(full(AUTOMATIC) | {"3.12 1.0.0": CRASHED, "3.12 0.3.1": MANUAL})
    assert describe_gate(held(measured), "2026-01-01").endswith(
        "; 1 statement no longer so, 1 cell is not known."
    )


def test_a_cell_that_can_no_longer_be_had_is_a_finding() -> None:
    measured = made(full(AUTOMATIC) | {"3.12 1.0.0": GONE})
    assert not held(measured).holds
    cells = (replace(cell, reason_class="no-wheel") for cell in measured.cells)
    (lost,) = held(replace(measured, cells=tuple(cells))).lost
    assert (lost.kind, lost.after, lost.reason_class) == (
        *(Kind.WORSE, Status.NOT_INSTALLABLE, "no-wheel"),
    )
    line = "probed → not installable, in 1 cell (3.12 × 1.0.0): no wheel"
    assert told(measured) == {"Measured before, and no longer installable": line}


def without_release(matrix: Matrix, version: str) -> Matrix:
    """The same without a release and its cells."""
    return replace(
        matrix,
        cells=tuple(cell for cell in matrix.cells if cell.core != version),
        releases=tuple(row for row in matrix.releases if row.version != version),
    )


def test_a_release_that_is_gone_from_the_index_is_a_finding() -> None:
    measured = without_release(BASELINE, "0.3.1")
    assert not held(measured).holds
    line = "probed → not published, in 3 cells (3.10–3.12 × 0.3.1): gone from the index"
    assert told(measured) == {"Measured before, and no longer installable": line}
    (lost,) = held(measured).lost
    assert (lost.kind, lost.before, lost.after, lost.reason_class, lost.cells) == (
        *(Kind.WORSE, Status.PROBED, Status.NOT_PUBLISHED, None),
        ("py3.10-core0.3.1", "py3.11-core0.3.1", "py3.12-core0.3.1"),
    )
    gone = replace(ENTRY, scenario="*", python="*", now=Status.NOT_PUBLISHED)
    assert held(measured, gone).holds


PAIRS: dict[str, Said] = {
    "py3.12-core1.0.0-lg1.0.0": AUTOMATIC,
    "py3.12-core1.0.0-lg1.1.0": AUTOMATIC,
    "py3.13-core1.0.0-lg1.1.0": AUTOMATIC,
}


def test_a_release_of_the_layer_that_is_gone_from_the_index_is_a_finding() -> None:
    baseline, without = measured_pairs(PAIRS), PAIRS.copy()
    del without["py3.12-core1.0.0-lg1.0.0"]
    (lost,) = held(measured_pairs(without), baseline=baseline).lost
    assert (lost.before, lost.after, lost.cells) == (
        *(Status.PROBED, Status.NOT_PUBLISHED),
        ("py3.12-core1.0.0-lg1.0.0",),
    )
    known = {"1.0.0": "", "1.1.0": ""}
    assert held(measured_pairs(without, known), baseline=baseline).holds, "known, and not selected"
    rows = (replace(row, prerelease=row.version == "1.0.0") for row in baseline.layers)
    earlier = replace(baseline, layers=tuple(rows))
    assert held(measured_pairs(without), baseline=earlier).holds


def test_a_release_is_gone_only_where_it_was_asked_for() -> None:
    part = made({"3.12 0.3.0": AUTOMATIC}, known=("0.3.1", "0.3.2", "1.0.0"))
    assert held(part).holds, "known, and not selected"
    assert [each.cells for each in held(without_release(part, "0.3.1")).lost] == [
        ("py3.12-core0.3.1",)
    ]
    loose = with_provenance(without_release(BASELINE, "0.3.1"), index=NO_INDEX)
    assert held(loose).holds, "records alone know of no index"
    rows = (replace(row, prerelease=row.version == "0.3.1") for row in BASELINE.releases)
    baseline = replace(BASELINE, releases=tuple(rows))
    assert held(without_release(BASELINE, "0.3.1"), baseline=baseline).holds


def test_a_cell_that_failed_is_told_and_breaks_nothing() -> None:
    measured = made(full(AUTOMATIC) | {"3.12 1.0.0": CRASHED})
    found = held(measured)
    assert (found.holds, found.checked, found.unchecked) == (True, 5, 1)
    assert list(told(measured)) == ["Not known in this run, so neither held nor broken"]


def test_nothing_measured_again_is_not_green() -> None:
    found = held(made({"3.9 0.3.0": AUTOMATIC}))
    assert (found.checked, found.unchecked) == (0, 6)
    assert describe_gate(found, "2026-01-01").startswith("The gate checked nothing")


def test_a_tampered_statement_is_not_held() -> None:
    odd = replace(BASELINE.statements[0], from_release="9.9.9")
    baseline = replace(BASELINE, statements=(odd,))
    assert held(BASELINE, baseline=baseline).checked == 0
    baseline = replace(BASELINE, statements=(replace(BASELINE.statements[0], line="9.9"),))
    assert held(BASELINE, baseline=baseline).checked == 0


def test_a_statement_is_held_up_to_its_end_and_no_further() -> None:
    baseline = made({"3.12 0.3.0": AUTOMATIC, "3.12 0.3.1": AUTOMATIC, "3.12 0.3.2": MANUAL})
    found = held(baseline, baseline=baseline)
    assert (found.holds, found.checked, found.cells) == (True, 2, 3)


REVERTED = made(full(AUTOMATIC) | {"3.12 0.3.1": MANUAL, "3.12 0.3.2": MANUAL})


def test_what_is_expected_breaks_nothing() -> None:
    found = held(REVERTED, ENTRY)
    assert (found.holds, found.stale, found.dead, found.unjudged) == (True, (), (), ())
    assert [(met.entry, met.results) for met in found.met] == [(ENTRY, 2)]


@pytest.mark.parametrize(
    "changes",
    [
        {"scenario": "gather"},
        {"python": "3.11"},
        {"range": ">=0.3.2"},
        {"now": Verdict.BROKEN},
        {"flags": ()},
        {"answer": "x"},
    ],
)
def test_what_is_expected_of_something_else_breaks_all_the_same(changes: dict[str, object]) -> None:
    assert not held(REVERTED, replace(ENTRY, **changes)).holds  # type: ignore[arg-type]


def test_flags_can_be_expected_too() -> None:
    assert held(REVERTED, replace(ENTRY, flags=("silent:naive",))).holds


def test_an_answer_can_be_expected_too() -> None:
    said = Reading(verdict=Verdict.RECORDED, flags=(), answer="x")
    entry = replace(ENTRY, now=Verdict.RECORDED)
    assert [replace(entry, answer=each).expects(said) for each in (None, "x", "y")] == [
        True, True, False,
    ]  # fmt: skip


def test_a_range_is_of_pre_releases_too() -> None:
    said = {name: ENTRY.speaks_of("tool-async", "3.12", name) for name in ("0.4.0rc1", "1.0.0")}
    assert said == {"0.4.0rc1": True, "1.0.0": False}


def test_a_status_is_expected_of_all_scenarios() -> None:
    measured = made(full(AUTOMATIC) | {"3.12 0.3.1": GONE})
    gone = replace(ENTRY, scenario="*", now=Status.NOT_INSTALLABLE)
    assert held(measured, gone).holds
    assert not held(measured, replace(gone, scenario="tool-*")).holds


def test_a_stale_entry_still_counts_and_is_told() -> None:
    found = held(REVERTED, replace(ENTRY, expires=date(2026, 1, 1)))
    assert (found.holds, len(found.stale), found.dead) == (True, 1, ())


def test_a_dead_entry_is_told() -> None:
    found = held(BASELINE, ENTRY)
    assert (found.dead, found.unjudged) == ((ENTRY,), ())
    typo = replace(ENTRY, scenario="tol-async")
    assert held(REVERTED, ENTRY, typo).dead == (typo,)


def test_an_entry_whose_cells_were_not_measured_waits() -> None:
    part = made({"3.10 0.3.0": AUTOMATIC})
    found = held(part, ENTRY)
    assert (found.dead, found.unjudged) == ((), (ENTRY,))


FILE = """
[[expected]]
scenario = "tool-*"
python = "3.12"
range = ">=0.3.1,<1"
now = "manual"
reason = "the fix was reverted"
link = "https://example.org/1"
expires = 2026-01-02
"""


def test_a_file_is_read() -> None:
    assert parse_expected(FILE, "it") == (ENTRY,)
    assert parse_expected("", "it") == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[", "it is no TOML"),
        ("more = 1", "it makes no sense at 'more'"),
        (FILE.replace("manual", "worse"), "it makes no sense at 'expected.0.now"),
        (FILE.replace(">=0.3.1,<1", "new"), "error, write a range like '>=1.4.8,<1.5'\"$"),
        (FILE.replace("https://", ""), "it makes no sense at 'expected.0.link'"),
        (FILE.replace("https", "javascript:https"), "it makes no sense at 'expected.0.link'"),
        (FILE.replace("2026-01-02", "'soon'"), "it makes no sense at 'expected.0.expires'"),
        (FILE.replace("the fix was reverted", ""), "it makes no sense at 'expected.0.reason'"),
        (FILE + "more = 1", "it makes no sense at 'expected.0.more'"),
    ],
)
def test_a_file_that_makes_no_sense_is_named(text: str, says: str) -> None:
    with pytest.raises(UsageError, match=says) as caught:
        parse_expected(text, "it")
    assert caught.value.cause == "unreadable-expected"
    assert "\n" not in str(caught.value)


def test_entries_are_told_and_hostile_ones_are_on_one_line() -> None:
    hostile = replace(ENTRY, reason=HOSTILE)
    lines = told(REVERTED, replace(hostile, expires=date(2026, 1, 1)))
    met = lines["Expected, and found"]
    assert met.startswith("tool-* on 3.12 × >=0.3.1,<1: manual, until 2026-01-01 (<script>")
    assert "\n" not in met
    assert lines["Expected differences that have expired"].endswith("renew or remove it")
