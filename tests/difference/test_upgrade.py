from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compat.difference.cause import Axis, Turn
from compat.difference.effect import Effect
from compat.difference.end import End, find_newer
from compat.difference.kind import Kind
from compat.difference.rank import find_consequential, find_likely
from compat.difference.remedy import Remedy
from compat.difference.upgrade import Decision, Upgrade, explain_upgrade
from compat.matrix.index import Index
from compat.matrix.model import Cell, Outcome, Verdict
from compat.record.model import Status
from compat.reports.difference.end_words import list_notes
from tests.reports.sample import GUIDE, Said, grid_of, measured, tried

AUTOMATIC, MANUAL = "nested/flattened/nested", "lost/flattened/nested"
LOUD = "raised/flattened/nested"
GONE = Status.NOT_INSTALLABLE, "no wheel for Python 3.15: pyyaml"


def known(cells: Mapping[str, Said], **more: object) -> Index:
    return Index(matrix=measured(cells, **more)[0])  # type: ignore[arg-type]


def asked(found: Index, source: str, target: str, **more: object) -> Upgrade:
    cells = {cell.id: cell for cell in found.cells.values()}
    return explain_upgrade(found, cells[source], cells[target], **more)  # type: ignore[arg-type]


def square(*said: Said) -> Index:
    """3.13 with 1.0.0 and 1.0.1, then 3.14 with both."""
    names = ("py3.13-core1.0.0", "py3.13-core1.0.1", "py3.14-core1.0.0", "py3.14-core1.0.1")
    return known(dict(zip(names, said, strict=True)))


def crossed(found: Index) -> Upgrade:
    return asked(found, "py3.13-core1.0.0", "py3.14-core1.0.1")


def test_what_says_the_same_is_safe() -> None:
    found = asked(known(grid_of(["3.12"], ["1.0.0", "1.0.1"], AUTOMATIC)), *ENDS)
    assert (found.decision, found.changes, found.same, found.nearest) == (
        Decision.SAFE, (), 1, (),
    )  # fmt: skip


ENDS = ("py3.12-core1.0.0", "py3.12-core1.0.1")


def test_a_silent_loss_needs_changes_and_names_the_form_that_helps() -> None:
    found = asked(known({ENDS[0]: AUTOMATIC, ENDS[1]: MANUAL}), *ENDS)
    (change,) = found.changes
    assert found.decision is Decision.CHANGES
    assert (change.kind, change.effect, change.axis) == (Kind.WORSE, Effect.SILENT, Axis.CORE)
    assert (change.group, change.title) == (GUIDE.group, GUIDE.title)
    assert change.before is not None
    assert change.after is not None
    assert (change.before.verdict, change.after.verdict) == (Verdict.AUTOMATIC, Verdict.MANUAL)
    assert [(each.form, each.before, each.after) for each in change.forms] == [
        ("naive", "nested", "lost")
    ]
    assert change.remedy is not None
    assert (change.remedy.form, change.remedy.before, change.remedy.after) == (
        "callbacks", "nested", "nested",
    )  # fmt: skip


def test_of_equal_remedies_the_one_that_helps_today_comes_first() -> None:
    before, after = "nested/lost/nested", "lost/nested/nested"
    found = asked(known({ENDS[0]: before, ENDS[1]: after}), *ENDS)
    assert found.changes[0].remedy is not None
    assert found.changes[0].remedy.form == "callbacks"


@pytest.mark.parametrize("after", ["lost/lost/raised", "flattened/flattened/lost"])
def test_no_form_that_helps_no_remedy(after: str) -> None:
    found = asked(known({ENDS[0]: AUTOMATIC, ENDS[1]: after}), *ENDS)
    assert found.changes[0].remedy is None


def test_a_remedy_has_its_code_as_the_suite_has_it() -> None:
    found = asked(known({ENDS[0]: AUTOMATIC, ENDS[1]: "lost/nested"}), *ENDS)
    assert found.changes[0].remedy == Remedy(
        form="configured",
        before=Outcome.FLATTENED,
        after=Outcome.NESTED,
        code=GUIDE.sources["configured"],
        instead_of=GUIDE.sources["naive"],
    )
    bare = known(
        {ENDS[0]: AUTOMATIC, ENDS[1]: "lost/nested"}, scenarios=[replace(GUIDE, sources={})]
    )
    (change,) = asked(bare, *ENDS).changes
    assert change.remedy is not None
    assert change.remedy.code == ""


def test_what_gets_better_is_told_and_is_safe() -> None:
    found = asked(known({ENDS[0]: MANUAL, ENDS[1]: AUTOMATIC}), *ENDS)
    assert (found.decision, found.changes[0].effect) == (Decision.SAFE, Effect.BETTER)


def test_the_most_pressing_comes_first() -> None:
    names = ("raises", "better", "silent")
    said = {
        "raises": {ENDS[0]: "nested", ENDS[1]: "raised"},
        "better": {ENDS[0]: "lost", ENDS[1]: "nested"},
        "silent": {ENDS[0]: "nested", ENDS[1]: "lost"},
    }
    more = {"others": said, "scenarios": [tried(name, "naive") for name in names]}
    found = asked(known({ENDS[0]: "-", ENDS[1]: "-"}, **more), *ENDS, only=set(names))
    assert [change.scenario for change in found.changes] == ["silent", "raises", "better"]
    only = asked(known({ENDS[0]: "-", ENDS[1]: "-"}, **more), *ENDS, only={"better"})
    assert (only.decision, len(only.changes)) == (Decision.SAFE, 1)


def test_what_breaks_code_that_passes_nothing_comes_first_and_decides() -> None:
    said = {
        "by-hand": {ENDS[0]: "lost/nested", ENDS[1]: "nested/lost"},
        "naive": {ENDS[0]: "nested/nested", ENDS[1]: "lost/nested"},
    }
    scenarios = [tried(name, "naive", "configured") for name in said]
    found = known({ENDS[0]: "-", ENDS[1]: "-"}, others=said, scenarios=scenarios)
    changes = asked(found, *ENDS, only=set(said)).changes
    assert [(each.scenario, each.effect) for each in changes] == [
        ("naive", Effect.SILENT), ("by-hand", Effect.BY_HAND),
    ]  # fmt: skip
    assert asked(found, *ENDS, only=set(said)).decision is Decision.CHANGES
    assert asked(found, *ENDS, only={"by-hand"}).decision is Decision.SAFE


def test_both_ends_are_described() -> None:
    found = asked(known({ENDS[0]: AUTOMATIC, ENDS[1]: GONE}), *ENDS)
    source = End(
        cell=ENDS[0],
        python="3.12",
        core="1.0.0",
        status=Status.PROBED,
        reason=None,
        reason_class=None,
        exact="3.12.1",
        overrides=(),
        yanked=None,
    )
    assert found.source == source
    assert found.target == replace(
        source, cell=ENDS[1], core="1.0.1", status=GONE[0], reason=GONE[1]
    )


def test_a_target_that_cannot_be_had_blocks_with_its_reason() -> None:
    found = asked(known({ENDS[0]: AUTOMATIC, ENDS[1]: GONE}), *ENDS)
    assert (found.decision, found.changes, found.target.reason) == (Decision.BLOCKED, (), GONE[1])
    assert found.same == 0


@pytest.mark.parametrize(
    "status", [Status.CRASHED, Status.TIMED_OUT, Status.INSTALL_FAILED, Status.INTERPRETER_MISSING]
)
def test_a_target_that_told_nothing_is_no_finding(status: Status) -> None:
    found = asked(known({ENDS[0]: AUTOMATIC, ENDS[1]: (status, "no")}), *ENDS)
    assert found.decision is Decision.UNKNOWN


def test_nothing_measured_is_not_safe() -> None:
    more: dict[str, object] = {"scenarios": [GUIDE, tried("gather", "naive")]}
    found = asked(known(grid_of(["3.12"], ["1.0.0", "1.0.1"], AUTOMATIC), **more), *ENDS)
    assert (found.decision, found.same) == (Decision.UNKNOWN, 1)


def test_what_was_not_found_out_is_neither_safe_nor_not() -> None:
    found = asked(known({ENDS[0]: AUTOMATIC, ENDS[1]: "harness"}), *ENDS)
    assert found.decision is Decision.UNKNOWN


def placed(axis: Axis, at: str) -> Turn:
    """Return a change-over at a side of the square."""
    last, first = ("3.13", "3.14") if axis is Axis.PYTHON else ("1.0.0", "1.0.1")
    return Turn(axis=axis, at=at, last=last, first=first, exact=True, packages=())


OVER_PYTHON_FIRST, OVER_PYTHON_LAST = placed(Axis.PYTHON, "1.0.0"), placed(Axis.PYTHON, "1.0.1")
OVER_CORE_FIRST, OVER_CORE_LAST = placed(Axis.CORE, "3.13"), placed(Axis.CORE, "3.14")


@pytest.mark.parametrize(
    ("corners", "axis", "turn"),
    [
        ((AUTOMATIC, AUTOMATIC, MANUAL, MANUAL), Axis.PYTHON, OVER_PYTHON_LAST),
        ((AUTOMATIC, MANUAL, AUTOMATIC, MANUAL), Axis.CORE, OVER_CORE_LAST),
        ((AUTOMATIC, MANUAL, MANUAL, MANUAL), Axis.EITHER, OVER_PYTHON_FIRST),
        ((AUTOMATIC, AUTOMATIC, AUTOMATIC, MANUAL), Axis.BOTH, OVER_CORE_LAST),
        ((AUTOMATIC, GONE, MANUAL, MANUAL), Axis.PYTHON, OVER_PYTHON_FIRST),
        ((AUTOMATIC, GONE, AUTOMATIC, MANUAL), Axis.CORE, OVER_CORE_LAST),
        ((AUTOMATIC, MANUAL, LOUD, MANUAL), Axis.CORE, OVER_CORE_FIRST),
        ((AUTOMATIC, LOUD, MANUAL, MANUAL), Axis.PYTHON, OVER_PYTHON_FIRST),
        ((AUTOMATIC, "harness", MANUAL, MANUAL), Axis.PYTHON, OVER_PYTHON_FIRST),
        ((AUTOMATIC, "harness", "harness", MANUAL), Axis.UNKNOWN, None),
        ((AUTOMATIC, MANUAL, GONE, MANUAL), Axis.CORE, OVER_CORE_FIRST),
        ((AUTOMATIC, AUTOMATIC, GONE, MANUAL), Axis.PYTHON, OVER_PYTHON_LAST),
        ((AUTOMATIC, GONE, GONE, MANUAL), Axis.UNKNOWN, None),
    ],
)
def test_the_corners_tell_which_axis_it_is_and_the_change_is_placed_near_the_target(
    corners: tuple[Said, ...], axis: Axis, turn: Turn | None
) -> None:
    (change,) = crossed(square(*corners)).changes
    assert change.axis is axis
    assert change.turns == ((turn,) if turn else ())


def test_a_corner_that_is_like_neither_end_tells_of_both() -> None:
    (change,) = crossed(square(AUTOMATIC, LOUD, GONE, MANUAL)).changes
    assert change.axis is Axis.BOTH
    assert change.turns == (OVER_CORE_FIRST, OVER_PYTHON_LAST)


def test_where_only_the_python_moves_the_change_over_is_between_two_pythons() -> None:
    found = square(AUTOMATIC, AUTOMATIC, MANUAL, AUTOMATIC)
    (change,) = asked(found, "py3.13-core1.0.0", "py3.14-core1.0.0").changes
    assert (change.axis, change.turns) == (Axis.PYTHON, (OVER_PYTHON_FIRST,))


def test_a_change_over_is_exact_only_if_nothing_published_lies_between() -> None:
    releases = ("1.0.0", "1.0.1", "1.0.2", "1.0.3")
    said = (AUTOMATIC, AUTOMATIC, MANUAL, MANUAL)
    cells = {f"py3.12-core{core}": each for core, each in zip(releases, said, strict=True)}
    (turn,) = asked(known(cells), "py3.12-core1.0.0", "py3.12-core1.0.3").changes[0].turns
    assert (turn.last, turn.first, turn.exact, turn.at) == ("1.0.1", "1.0.2", True, "3.12")
    del cells["py3.12-core1.0.2"]
    found = known(cells, known=["1.0.2"])
    (turn,) = asked(found, "py3.12-core1.0.0", "py3.12-core1.0.3").changes[0].turns
    assert (turn.last, turn.first, turn.exact) == ("1.0.1", "1.0.3", False)
    (back,) = asked(found, "py3.12-core1.0.3", "py3.12-core1.0.0").changes[0].turns
    assert (back.last, back.first, back.exact) == ("1.0.3", "1.0.1", False)


def test_what_was_not_found_out_is_no_change_over() -> None:
    releases = ("1.0.0", "1.0.1", "1.0.2")
    said = (AUTOMATIC, "harness/flattened/nested", MANUAL)
    cells = {f"py3.12-core{core}": each for core, each in zip(releases, said, strict=True)}
    (turn,) = asked(known(cells), "py3.12-core1.0.0", "py3.12-core1.0.2").changes[0].turns
    assert (turn.last, turn.first, turn.exact) == ("1.0.0", "1.0.2", False)
    (change,) = asked(known(cells), "py3.12-core1.0.0", "py3.12-core1.0.1").changes
    assert (change.effect, change.axis, change.turns) == (Effect.UNKNOWN, Axis.UNKNOWN, ())


def test_all_turns_on_the_way_are_told() -> None:
    releases = ("1.0.0", "1.0.1", "1.0.2", "1.0.3")
    said = (AUTOMATIC, MANUAL, AUTOMATIC, MANUAL)
    cells = {f"py3.12-core{core}": each for core, each in zip(releases, said, strict=True)}
    found = asked(known(cells), "py3.12-core1.0.0", "py3.12-core1.0.3")
    assert [turn.first for turn in found.changes[0].turns] == ["1.0.1", "1.0.2", "1.0.3"]


def test_what_else_changed_at_a_turn_is_named() -> None:
    found = known({ENDS[0]: AUTOMATIC, ENDS[1]: MANUAL})
    before, after = (found.cells[f"py3.12-core{core}"] for core in ("1.0.0", "1.0.1"))
    before.packages.update({"langchain-core": "1.0.0", "pydantic": "2.1", "gone": "1"})
    after.packages.update({"langchain-core": "1.0.1", "pydantic": "2.2"})
    (turn,) = explain_upgrade(found, before, after).changes[0].turns
    assert turn.packages == (("gone", "1", "none"), ("pydantic", "2.1", "2.2"))


def test_safe_targets_lie_ahead_on_the_targets_python_first() -> None:
    found = square(AUTOMATIC, AUTOMATIC, MANUAL, AUTOMATIC)
    assert asked(found, "py3.13-core1.0.0", "py3.14-core1.0.0").nearest == ("py3.14-core1.0.1",)
    assert asked(found, "py3.13-core1.0.1", "py3.14-core1.0.0").nearest == (
        "py3.14-core1.0.1", "py3.13-core1.0.0",
    )  # fmt: skip
    assert asked(square(AUTOMATIC, MANUAL, MANUAL, MANUAL), *CROSS).nearest == ()
    assert asked(square(AUTOMATIC, AUTOMATIC, AUTOMATIC, MANUAL), *CROSS).nearest == (
        "py3.14-core1.0.0", "py3.13-core1.0.1",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("said", "source", "target", "nearest"),
    [
        ((AUTOMATIC, AUTOMATIC, MANUAL), 1, 2, ()),
        ((AUTOMATIC, AUTOMATIC, MANUAL), 0, 2, (1,)),
        ((AUTOMATIC, MANUAL, AUTOMATIC), 0, 1, (2,)),
        ((AUTOMATIC, MANUAL, AUTOMATIC), 2, 1, (0,)),
        ((AUTOMATIC, MANUAL, MANUAL), 0, 2, ()),
        ((AUTOMATIC, MANUAL, GONE, AUTOMATIC), 0, 1, (3,)),
    ],
)
def test_nothing_is_suggested_that_lies_the_other_way(
    said: tuple[Said, ...], source: int, target: int, nearest: tuple[int, ...]
) -> None:
    names = [f"py3.12-core1.0.{patch}" for patch in range(len(said))]
    found = asked(known(dict(zip(names, said, strict=True))), names[source], names[target])
    assert found.nearest == tuple(names[each] for each in nearest)


def test_no_python_past_its_end_of_life_is_suggested_and_nothing_where_all_is_lost() -> None:
    cells = {
        **grid_of(["3.9", "3.10", "3.11"], ["1.0.0", "1.0.1"], AUTOMATIC),
        **grid_of(["3.9"], ["1.0.2"], LOUD),
    }
    found = known(cells)
    ends = "py3.9-core1.0.0", "py3.9-core1.0.2"
    assert asked(found, *ends).nearest == ("py3.10-core1.0.1", "py3.11-core1.0.1"), "on 2026-01-01"
    later = replace(found.matrix.provenance, generated_at="2026-11-01T00:00:00Z")
    aged = Index(matrix=replace(found.matrix, provenance=later))
    assert asked(aged, *ends).nearest == ("py3.11-core1.0.1",)
    lost = known({ENDS[0]: MANUAL, "py3.12-core1.0.2": MANUAL, ENDS[1]: LOUD})
    assert asked(lost, *ENDS).nearest == (), "where all is lost before and after"


def test_the_nearest_is_the_fewest_steps_away() -> None:
    cells = {
        **grid_of(["3.12", "3.13"], ["1.0.0", "1.0.1", "1.0.2"], AUTOMATIC),
        "py3.13-core1.0.3": MANUAL,
        "py3.12-core1.0.3": AUTOMATIC,
    }
    found = known({**cells, "py3.13-core1.0.1": MANUAL, "py3.13-core1.0.2": MANUAL})
    assert asked(found, "py3.12-core1.0.0", "py3.13-core1.0.3").nearest == (
        "py3.12-core1.0.3", "py3.13-core1.0.0",
    )  # fmt: skip


def test_packages_of_the_harness_are_no_news() -> None:
    found = known({ENDS[0]: AUTOMATIC, ENDS[1]: MANUAL})
    before, after = (found.cells[end] for end in ENDS)
    before.packages.update({"pytest": "8", "pydantic": "2.1"})
    after.packages.update({"pytest": "9", "pydantic": "2.1", "tomli": "2"})
    assert explain_upgrade(found, before, after).changes[0].turns[0].packages == ()


def test_at_most_three_are_suggested() -> None:
    pythons = ["3.10", "3.11", "3.12", "3.13", "3.14"]
    cells = {
        **grid_of(pythons, ["1.0.0", "1.0.1"], AUTOMATIC),
        **grid_of(["3.10"], ["1.0.1"], MANUAL),
    }
    found = asked(known(cells), "py3.10-core1.0.0", "py3.10-core1.0.1")
    assert found.nearest == tuple(f"py{python}-core1.0.1" for python in pythons[1:4])


def test_yanked_releases_and_overrides_are_told_and_not_suggested() -> None:
    ends = "py3.12-core1.0.0", "py3.12-core1.0.2"
    cells = {ends[0]: AUTOMATIC, "py3.12-core1.0.1": AUTOMATIC, ends[1]: MANUAL}
    sound, apart = known(cells), known(cells, apart=["py3.12-core1.0.1"])
    rows = (
        replace(row, yanked=row.version == "1.0.1", yanked_reason="broken wheel")
        for row in sound.matrix.releases
    )
    yanked = Index(matrix=replace(sound.matrix, releases=tuple(rows)))
    assert [asked(found, *ends).nearest for found in (sound, apart, yanked)] == [
        ("py3.12-core1.0.1",), (), (),
    ]  # fmt: skip
    told = [asked(found, ends[0], "py3.12-core1.0.1") for found in (apart, yanked)]
    assert [(each.target.overrides, each.target.yanked) for each in told] == [
        (("certifi>=1",), None), ((), "broken wheel"),
    ]  # fmt: skip
    (note,) = list_notes(told[0].target)
    assert note.endswith(
        "installs only with an override of certifi>=1: the index had no certifi>=3 on 2026-01-01,"
        " the newest is 2."
    )


CROSS = ("py3.13-core1.0.0", "py3.14-core1.0.1")
SAIDS = st.sampled_from([AUTOMATIC, MANUAL, "raised/raised/raised", GONE])


@given(st.lists(SAIDS, min_size=4, max_size=4), st.permutations(range(4)))
def test_what_is_suggested_is_safe(said: list[Said], order: list[int]) -> None:
    found = square(*said)
    ends = [list(found.cells.values())[place] for place in order[:2]]
    if ends[0].status is not Status.PROBED:
        return
    answer = explain_upgrade(found, ends[0], ends[1])
    by_id: dict[str, Cell] = {cell.id: cell for cell in found.cells.values()}
    for name in answer.nearest:
        assert explain_upgrade(found, ends[0], by_id[name]).decision is Decision.SAFE


def test_likely_upgrades_move_one_axis() -> None:
    cells = {
        **grid_of(["3.13"], ["0.3.85", "0.3.86", "1.0.0", "1.1.0", "1.1.1"], AUTOMATIC),
        **grid_of(["3.14"], ["0.3.86"], MANUAL),
        **grid_of(["3.14"], ["1.1.1"], AUTOMATIC),
    }
    found = known(cells)
    pairs = find_likely(found)
    assert [(each.source.cell, each.target.cell) for each in pairs] == [
        ("py3.13-core0.3.86", "py3.13-core1.0.0"),
        ("py3.13-core1.0.0", "py3.13-core1.1.1"),
        ("py3.13-core0.3.86", "py3.13-core1.1.1"),
        ("py3.14-core0.3.86", "py3.14-core1.1.1"),
        ("py3.13-core0.3.86", "py3.14-core0.3.86"),
        ("py3.13-core1.1.1", "py3.14-core1.1.1"),
    ]
    most = find_consequential(found, pairs)
    assert most.python is pairs[4]
    assert most.core is pairs[3]
    assert most.nothing is pairs[5]


def test_the_newest_that_could_not_be_probed_is_known() -> None:
    cells: dict[str, Said] = {
        "py3.13-core1.0.0": AUTOMATIC,
        "py3.13-core1.0.1": AUTOMATIC,
        "py3.13-core1.0.2": GONE,
        "py3.13-core1.0.3rc1": GONE,
    }
    found = known(cells)
    newest = find_newer(found, found.cells["py3.13-core1.0.1"])
    assert newest
    assert (newest.cell, newest.status) == ("py3.13-core1.0.2", Status.NOT_INSTALLABLE)
    assert find_newer(found, found.cells["py3.13-core1.0.0"]) == newest
    assert find_newer(found, found.cells["py3.13-core1.0.2"]) is None


def test_a_newer_one_that_was_probed_was_passed_over_for_no_reason() -> None:
    found = known(grid_of(["3.12"], ["1.0.0", "1.0.1"], AUTOMATIC))
    assert find_newer(found, found.cells["py3.12-core1.0.0"]) is None
