"""Two matrices: what differs, grouped, and nothing that does not."""

from dataclasses import replace

import pytest
from hypothesis import given

from compat.difference.compare import compare, refuse_other_suite
from compat.difference.comparison import Side
from compat.difference.effect import Effect
from compat.difference.kind import Kind
from compat.errors import EvidenceError
from compat.matrix.model import Cell, Matrix
from compat.record.model import Status
from tests.build import python
from tests.difference.sample import (
    CRASHED,
    GONE,
    PYTHONS,
    RELEASES,
    entry_of,
    expanded,
    full,
    made,
    matrices,
    raw,
    with_packages,
    with_provenance,
)
from tests.reports.layered import measured_pairs
from tests.reports.sample import Said, tried

AUTOMATIC, MANUAL = "nested/nested", "lost/nested"


def test_equal_changes_of_many_cells_are_one() -> None:
    after = made(full(AUTOMATIC) | {f"{p} {r}": MANUAL for p in PYTHONS[:2] for r in RELEASES[:2]})
    (change,) = compare(made(full(AUTOMATIC)), after).changes
    assert (change.scenario, change.kind, change.effect) == (
        "tool-async",
        Kind.WORSE,
        Effect.SILENT,
    )
    assert change.cells == (
        *("py3.10-core0.3.0", "py3.10-core0.3.1", "py3.11-core0.3.0", "py3.11-core0.3.1"),
    )
    assert (change.packages, change.alike) == ((), 4)


def without_traces(cell: Cell) -> Cell:
    """The same, seen otherwise."""
    results = {name: replace(result, traces={}) for name, result in cell.results.items()}
    return replace(cell, results=results)


def test_changes_are_equal_whatever_their_traces_are() -> None:
    before, after = (made({"3.12 0.3.0": said, "3.12 0.3.1": said}) for said in (AUTOMATIC, MANUAL))
    first, second = after.cells
    (change,) = compare(before, replace(after, cells=(first, without_traces(second)))).changes
    assert change.cells == (first.id, second.id)


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (AUTOMATIC, MANUAL, Kind.WORSE),
        (MANUAL, AUTOMATIC, Kind.BETTER),
        (AUTOMATIC, "raised/nested", Kind.WORSE),
        (AUTOMATIC, "harness/nested", Kind.LOST_SIGHT),
        ("harness/nested", AUTOMATIC, Kind.FOUND_OUT),
        ("nested/nested", "nested/-", Kind.LOST_SIGHT),
        ("nested/-", "nested/nested", Kind.FOUND_OUT),
        ("raised/nested", "lost/nested", Kind.OTHER),
        (AUTOMATIC, GONE, Kind.WORSE),
        (GONE, AUTOMATIC, Kind.BETTER),
        (AUTOMATIC, CRASHED, Kind.LOST_SIGHT),
        (CRASHED, AUTOMATIC, Kind.FOUND_OUT),
        (GONE, CRASHED, Kind.LOST_SIGHT),
        (CRASHED, GONE, Kind.FOUND_OUT),
    ],
)
def test_every_difference_is_of_a_kind(before: Said, after: Said, kind: Kind) -> None:
    found = compare(made({"3.12 0.3.0": before}), made({"3.12 0.3.0": after}))
    assert set(raw(found).values()) == {kind}
    assert found.worse is (kind is Kind.WORSE)


def test_what_was_not_found_out_twice_is_no_difference() -> None:
    matrix = made({"3.12 0.3.0": "harness/nested", "3.12 0.3.1": CRASHED})
    assert compare(matrix, matrix).empty
    cells = tuple(map(without_traces, matrix.cells))
    assert compare(matrix, replace(matrix, cells=cells)).empty


def test_packages_that_changed_are_the_suspects() -> None:
    before, after = made(full(AUTOMATIC)), made(full(MANUAL))
    first, second, *_ = (cell.id for cell in before.cells)
    before = with_packages(before, {first: {"pydantic": "2.1"}, second: {"pydantic": "2.1"}})
    after = with_packages(
        after, {first: {"pydantic": "2.2", "new": "1"}, second: {"pydantic": "2.2"}}
    )
    (change,) = compare(before, after).changes
    assert [(p.name, p.before, p.after, p.cells) for p in change.packages] == [
        ("pydantic", "2.1", "2.2", 2),
        ("new", "none", "1", 1),
    ]
    assert change.alike == len(change.cells) - 2


def test_suspects_of_as_many_cells_are_in_the_order_of_their_names() -> None:
    before, after = (made({"3.12 0.3.0": said, "3.12 0.3.1": said}) for said in (AUTOMATIC, MANUAL))
    first, second = (cell.id for cell in before.cells)
    after = with_packages(after, {first: {"zstandard": "1"}, second: {"anyio": "4"}})
    (change,) = compare(before, after).changes
    assert [(p.name, p.cells) for p in change.packages] == [("anyio", 1), ("zstandard", 1)]


def test_what_is_in_more_cells_comes_first_then_the_order_of_names() -> None:
    cells: dict[str, Said] = {f"3.12 {release}": "nested" for release in RELEASES}
    others = ("tool-b", "tool-a", "tool-c")
    scenarios = [tried(name, "naive") for name in ("tool-async", *others)]
    few, many = ({f"py3.12-core{r}": "lost" for r in RELEASES[:n]} for n in (1, 2))
    lost = dict(zip(others, (few, few, many), strict=True))
    before = made(cells, others={name: {} for name in others}, scenarios=scenarios)
    after = made(cells, others=lost, scenarios=scenarios)
    assert [(each.scenario, len(each.cells)) for each in compare(before, after).changes] == [
        ("tool-c", 2), ("tool-a", 1), ("tool-b", 1),
    ]  # fmt: skip


def test_a_status_of_more_cells_comes_first() -> None:
    before = made({f"3.12 {release}": AUTOMATIC for release in RELEASES})
    said: list[Said] = [GONE, (Status.IMPORT_FAILED, "no"), (Status.IMPORT_FAILED, "no"), AUTOMATIC]
    after = made({f"3.12 {r}": each for r, each in zip(RELEASES, said, strict=True)})
    assert [(each.after, len(each.cells)) for each in compare(before, after).statuses] == [
        (Status.IMPORT_FAILED, 2), (Status.NOT_INSTALLABLE, 1),
    ]  # fmt: skip
    said = [CRASHED, CRASHED, GONE, AUTOMATIC]
    after = made({f"3.12 {r}": each for r, each in zip(RELEASES, said, strict=True)})
    kinds = [each.kind for each in compare(before, after).statuses]
    assert kinds == [Kind.WORSE, Kind.LOST_SIGHT], "however many cells"


def test_an_interpreter_of_another_patch_is_a_suspect_too() -> None:
    before, after = made({"3.12 0.3.0": AUTOMATIC}), made({"3.12 0.3.0": MANUAL})
    after = replace(after, pythons=(python("3.12", "3.12.9"),))
    found = compare(before, after)
    assert [(p.name, p.before, p.after) for p in found.changes[0].packages] == [
        ("Python", "3.12.1", "3.12.9")
    ]
    assert [(each.id, each.before, each.after) for each in found.interpreters] == [
        ("3.12", "3.12.1", "3.12.9")
    ]


def test_a_new_release_is_held_against_the_one_before_it() -> None:
    cells = {f"3.12 {release}": AUTOMATIC for release in RELEASES[:2]}
    new: dict[str, Said] = {"3.12 0.3.2": MANUAL, "3.12 1.0.0": MANUAL, "3.11 1.0.0": GONE}
    found = compare(made(cells), made(cells | new))
    assert (found.changes, found.worse, found.empty) == ((), False, False)
    first, second = found.new_releases
    assert (first.version, first.statuses, first.compared) == ("0.3.2", {"probed": 1}, 1)
    assert first.cells == ("py3.12-core0.3.2",)
    assert [change.kind for change in first.changes] == [Kind.WORSE]
    assert (second.statuses, second.changes) == ({"not-installable": 1, "probed": 1}, ())
    assert (found.new_pythons, found.added) == (("3.11",), ())


def test_cells_that_only_one_has_are_told_apart_from_new_releases() -> None:
    before = made({"3.12 0.3.0": AUTOMATIC}, known=("0.3.1",))
    after = made({"3.12 0.3.1": AUTOMATIC}, known=("0.3.0",))
    found = compare(before, after)
    assert (found.added, found.removed) == (("py3.12-core0.3.1",), ("py3.12-core0.3.0",))
    assert (found.new_releases, found.compared) == ((), 0)


def test_releases_that_went_or_were_yanked_are_told() -> None:
    before = made({"3.12 0.3.0": AUTOMATIC}, known=("0.3.1",))
    after = made({"3.12 0.3.0": AUTOMATIC})
    yanked = replace(after, releases=tuple(replace(row, yanked=True) for row in after.releases))
    found = compare(before, yanked)
    assert (found.gone_releases, found.yanked) == (("0.3.1",), ("0.3.0",))
    newer = made({"3.12 0.3.10": AUTOMATIC, "3.12 0.3.9": AUTOMATIC})
    rows = (replace(row, yanked=True) for row in newer.releases)
    found = compare(before, replace(newer, releases=tuple(rows)))
    assert ([each.version for each in found.new_releases], found.yanked) == (
        ["0.3.9", "0.3.10"],
        (),
    )


def test_releases_of_the_layer_that_went_or_were_yanked_are_told() -> None:
    pairs: dict[str, Said] = {"py3.12-core1.0.0-lg1.0.0": AUTOMATIC}
    before = measured_pairs(pairs, asks={"1.0.0": "", "1.0.1": "", "1.1.0": ""})
    after = measured_pairs(pairs, asks={"1.0.0": "", "1.1.0": ""})
    rows = (replace(row, yanked=row.version == "1.1.0") for row in after.layers)
    found = compare(before, replace(after, layers=tuple(rows)))
    assert (found.gone_layers, found.yanked_layers, found.empty) == (("1.0.1",), ("1.1.0",), False)
    entry = entry_of(before, replace(after, layers=()))
    assert entry.gone_releases.count == 0, "a matrix without a layer has lost none"
    entry = entry_of(before, after)
    assert entry.gone_releases.names == ("langgraph 1.0.1",)


def test_both_sides_are_described() -> None:
    matrix = made({"3.12 0.3.0": AUTOMATIC, "3.12 0.3.1": CRASHED})
    later = with_provenance(matrix, generated_at="2027-01-01T00:00:00Z", plan="another")
    found, known = compare(matrix, later), matrix.provenance
    assert found.schema_version == "1.2"
    assert found.before == Side(
        generated_at=known.generated_at,
        dependencies_as_of=known.dependencies_as_of,
        suite_version="1",
        suite_hash="abc",
        plan=known.plan,
        selection="edges",
        platform="test",
        planned=2,
        probed=1,
        failures=1,
    )
    assert found.after == replace(found.before, generated_at="2027-01-01T00:00:00Z", plan="another")


def test_scenarios_of_one_side_only_are_not_compared() -> None:
    other = tried("gather", "naive")
    before = made({"3.12 0.3.0": AUTOMATIC})
    after = made(
        {"3.12 0.3.0": AUTOMATIC},
        others={"gather": {}},
        scenarios=(*before.scenarios, other),
    )
    assert compare(before, after).new_scenarios == ("gather",)
    assert compare(after, before).gone_scenarios == ("gather",)
    assert compare(before, after).changes == compare(after, before).changes == ()
    recoded = replace(before, scenarios=(replace(before.scenarios[0], sources={"naive": "x"}),))
    assert compare(before, recoded).recoded == ("tool-async",)


def test_another_suite_is_refused_and_can_be_told() -> None:
    matrix = made({"3.12 0.3.0": AUTOMATIC})
    other = with_provenance(matrix, suite_hash="other")
    refuse_other_suite("abc", "abc")
    with pytest.raises(EvidenceError) as caught:
        refuse_other_suite("0123456789abcdef", "fedcba9876543210")
    assert str(caught.value) == (
        "different suites measured them ('0123456789ab' and 'fedcba987654'), so a difference may be"
        " the suite's own; measure both with one suite, or --across-suites compares the scenarios"
        " that both have"
    )
    assert caught.value.cause == "other-suite"
    assert compare(matrix, other).suite_changed
    assert not compare(matrix, other).empty


@given(matrices())
def test_a_matrix_differs_in_nothing_from_itself(matrix: Matrix) -> None:
    assert compare(matrix, matrix).empty
    assert compare(matrix, with_provenance(matrix, generated_at="2027-01-01T00:00:00Z")).empty


MIRRORED = {
    "worse": "better", "better": "worse", "other": "other",
    "known-to-unknown": "unknown-to-known", "unknown-to-known": "known-to-unknown",
}  # fmt: skip


@given(matrices(plain=True), matrices(plain=True))
def test_worse_one_way_is_better_the_other(before: Matrix, after: Matrix) -> None:
    there, back = raw(compare(before, after)), raw(compare(after, before))
    assert {key: MIRRORED[kind] for key, kind in there.items()} == back


@given(matrices(), matrices())
def test_what_differs_one_way_differs_the_other_and_is_better_one_way_at_most(
    before: Matrix, after: Matrix
) -> None:
    there, back = compare(before, after), compare(after, before)
    assert raw(there).keys() == raw(back).keys()
    assert not any(
        (kind, raw(back)[key]) == ("better", "better") for key, kind in raw(there).items()
    )
    assert (set(there.added), set(there.removed)) == (set(back.removed), set(back.added))
    assert there.compared == back.compared


@given(matrices(), matrices())
def test_ranges_claim_the_cells_of_their_change_and_no_other(before: Matrix, after: Matrix) -> None:
    found, told = compare(before, after), entry_of(before, after).told
    cells = {(cell.python, cell.core): cell for m in (before, after) for cell in m.cells}
    claimed = [each.cells for each in found.statuses] + [each.cells for each in found.changes]
    assert [expanded(each.where, cells) for each in told] == [set(ids) for ids in claimed]
    assert [each.cells for each in told] == [len(ids) for ids in claimed]
