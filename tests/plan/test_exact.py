"""An exact plan, round by round."""

from dataclasses import replace

from compat.plan.codec import make_run_key
from compat.plan.exact import find_next_cells, find_tracks, make_track, play_rounds
from compat.plan.model import LayerRow, Plan
from compat.record.model import Status
from tests.build import plan, python, release

RELEASES = tuple(release(f"0.3.{patch}") for patch in range(5))
PLAN = plan({f"py3.12-core0.3.{patch}": None for patch in range(5)}, RELEASES)
EXACT = replace(PLAN, exact=True)


def names(made: Plan, known: dict[str, str | None]) -> list[str]:
    return [cell.core for cell in find_next_cells(made, known)]


def test_a_plan_has_one_round() -> None:
    assert names(PLAN, {}) == ["0.3.0", "0.3.1", "0.3.2", "0.3.3", "0.3.4"]
    assert names(PLAN, dict.fromkeys(cell.id for cell in PLAN.cells)) == []


def test_an_exact_plan_starts_from_the_ends() -> None:
    ends: dict[str, str | None] = {"py3.12-core0.3.0": "a", "py3.12-core0.3.4": "a"}
    assert names(EXACT, {}) == ["0.3.0", "0.3.4"]
    assert names(EXACT, ends) == []
    assert names(EXACT, {**ends, "py3.12-core0.3.4": "b"}) == ["0.3.2"]


def test_excluded_cells_are_never_asked() -> None:
    why = {"py3.12-core0.3.4": (Status.NOT_PUBLISHED, "no")}
    made = plan({**dict.fromkeys((c.id for c in PLAN.cells[:4]), None), **why}, RELEASES)
    (only,) = find_tracks(replace(made, exact=True))
    assert (only.releases[-1], only.starts) == ("0.3.3", ("0.3.0", "0.3.3"))


def test_a_track_starts_from_what_a_person_would_install_too() -> None:
    yanked, late = replace(RELEASES[0], yanked=True), replace(RELEASES[4], prerelease=True)
    found = make_track("3.12", "0.3", [yanked, *RELEASES[1:4], late])
    assert found.starts == ("0.3.0", "0.3.1", "0.3.3", "0.3.4")
    assert make_track("3.12", "0.3", [yanked]).starts == ("0.3.0",)


def test_tracks_are_by_python_and_line() -> None:
    cells = ["py3.9-core0.3.0", "py3.9-core1.0.0", "py3.10-core0.3.0"]
    made = plan(
        dict.fromkeys(cells), (release("0.3.0"), release("1.0.0")), (python("3.9"), python("3.10"))
    )
    found = [(each.column, each.line) for each in find_tracks(made)]
    assert found == [("3.9", "0.3"), ("3.9", "1.0"), ("3.10", "0.3")]


def test_answers_that_nobody_asked_for_change_no_question() -> None:
    """A run that is taken up again has such answers; so it asks what it would have asked."""
    answers: dict[str, str | None] = {f"py3.12-core0.3.{n}": "aaabb"[n] for n in range(5)}
    asked = [[cell.core for cell in batch] for batch in play_rounds(EXACT, answers)]
    assert asked == [["0.3.0", "0.3.4"], ["0.3.2"], ["0.3.3"]]
    del answers["py3.12-core0.3.2"]
    assert len(list(play_rounds(EXACT, answers))) == 2, "it stops where an answer is missing"


def test_an_exact_run_is_a_run_of_its_own() -> None:
    assert make_run_key(PLAN) != make_run_key(EXACT)
    assert make_run_key(EXACT) == make_run_key(replace(EXACT, command="typed again"))


def layered(*pairs: tuple[str, str]) -> Plan:
    """An exact plan of langgraph and core, like ``("0.4.0", "1.0.0")``, on Python 3.12."""
    layers, cores = ({pair[n] for pair in pairs} for n in (0, 1))
    made = plan(
        {f"py3.12-core{core}-lg{layer}": None for layer, core in pairs},
        tuple(release(core) for core in sorted(cores)),
    )
    cells = tuple(
        replace(cell, core=core, layer=layer)
        for cell, (layer, core) in zip(made.cells, dict.fromkeys(pairs), strict=True)
    )
    rows = tuple(LayerRow(**vars(release(layer)), asks="") for layer in sorted(layers))
    return replace(made, cells=cells, layers=rows, exact=True)


def test_a_cell_with_a_layer_stands_in_the_columns_where_an_end_stays() -> None:
    inner = [(f"0.4.{n}", "1.0.2") for n in range(3)] + [("0.4.2", f"1.0.{n}") for n in range(3)]
    assert {(each.column, each.line): each.releases for each in find_tracks(layered(*inner))} == {
        ("3.12 core 1.0.0", "langgraph 0.4"): ("0.4.2",),
        ("3.12 core 1.0.2", "langgraph 0.4"): ("0.4.0", "0.4.1", "0.4.2"),
        ("3.12 langgraph 0.4.0", "1.0"): ("1.0.2",),
        ("3.12 langgraph 0.4.2", "1.0"): ("1.0.0", "1.0.1", "1.0.2"),
    }


def test_all_ends_are_asked_for_though_none_of_them_can_be_probed() -> None:
    """Of 1.0.2, which lags, the release before it stays too: it is an end of no line."""
    ends = [(layer, core) for layer in ("0.4.0", "0.4.2") for core in ("1.0.0", "1.0.1", "1.0.2")]
    made = layered(*ends, ("0.4.1", "1.0.1"))
    asked = [
        (cell.layer, cell.core)
        for batch in play_rounds(made, {cell.id: None for cell in made.cells})
        for cell in batch
    ]
    assert sorted(asked) == sorted(ends)


def test_with_a_layer_each_cell_is_asked_for_once_whichever_column_wants_it() -> None:
    made = layered(*((f"0.4.{n}", "1.0.0") for n in range(5)), ("0.4.0", "1.0.1"))
    first = find_next_cells(made, {})
    assert sorted((cell.layer, cell.core) for cell in first) == [
        ("0.4.0", "1.0.0"), ("0.4.0", "1.0.1"), ("0.4.4", "1.0.0"),
    ]  # fmt: skip
    answers = {cell.id: "ab"[cell.layer == "0.4.4"] for cell in first}
    assert [cell.layer for cell in find_next_cells(made, answers)] == ["0.4.2"]
