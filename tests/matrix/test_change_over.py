"""Where something changes with a layer: along either axis, exact or bracketed, told once."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from compat.difference.compare import compare
from compat.difference.gate import hold_statements
from compat.errors import BugError
from compat.matrix.build import conclude
from compat.matrix.change_over import find_change_overs
from compat.matrix.lint import refuse_unsound
from compat.matrix.model import ChangeOver, Edge, Listener
from compat.matrix.statement import list_statements
from compat.record.model import Status
from compat.reports.difference.entries import make_atlas, make_entry
from tests.build import release
from tests.reports.layered import AGENT, NODE, layer_row, layered, measured_pairs
from tests.reports.sample import Said

SEEN: dict[str, Said] = {
    "n": "nested/nested",
    "f": "flattened/flattened",
    "l": "lost/lost",
    "h": "harness",
    "x": (Status.NOT_INSTALLABLE, "no solution"),
    "t": (Status.TIMED_OUT, "too slow"),
}
CORES = ("1.0.0", "1.0.1", "1.0.2")


def cells(layer: str, letters: str, python: str = "3.12") -> dict[str, Said]:
    """Cells of a layer over CORES: nested, flattened, lost; h a failed harness.

    x cannot be installed, t took too long, . was not asked for.
    """
    return {
        f"py{python}-core{core}-lg{layer}": SEEN[letter]
        for core, letter in zip(CORES, letters, strict=True)
        if letter != "."
    }


def found(some: Mapping[str, Said], **asks: str) -> list[str]:
    """The change-overs of some cells; ``asks`` is what LangGraph 1.0.0 asks for."""
    made = measured_pairs(some)
    layers = (layer_row("0.9.0"), layer_row("1.0.0", **asks))
    changes = find_change_overs(made.cells, tuple(map(release, CORES)), layers, (Listener.STREAM,))
    return [tell(each) for each in changes]


def tell(each: ChangeOver) -> str:
    held = " ".join(f"{place.python}/{place.release}" for place in each.held)
    changed = f"{each.was.verdict}>{each.now.verdict}"
    return f"{each.along} {each.before}>{each.after} {each.edge} {changed} on {held}"


def test_along_core_with_the_layer_held_it_is_exact_between_neighbours() -> None:
    assert found(cells("1.0.0", "lnn")) == ["core 1.0.0>1.0.1 exact broken>automatic on 3.12/1.0.0"]


def test_what_nobody_asked_for_brackets_and_what_cannot_be_probed_is_stepped_over() -> None:
    assert found(cells("1.0.0", "l.n"))[0].startswith("core 1.0.0>1.0.2 bracketed")
    assert found(cells("1.0.0", "lxn"))[0].startswith("core 1.0.0>1.0.2 exact")


@pytest.mark.parametrize(
    ("status", "edge"),
    [
        (Status.NOT_PUBLISHED, "exact"),
        (Status.NOT_INSTALLABLE, "exact"),
        (Status.IMPORT_FAILED, "exact"),
        (Status.INSTALL_FAILED, "bracketed"),
        (Status.INDEX_FAILED, "bracketed"),
        (Status.MACHINE_FAILED, "bracketed"),
        (Status.INTERPRETER_MISSING, "bracketed"),
        (Status.CRASHED, "bracketed"),
        (Status.TIMED_OUT, "bracketed"),
        (Status.NOT_MERGED, "bracketed"),
    ],
)
def test_only_what_is_known_not_to_run_is_stepped_over(status: Status, edge: str) -> None:
    middle: dict[str, Said] = {"py3.12-core1.0.1-lg1.0.0": (status, "why")}
    assert found(cells("1.0.0", "l.n") | middle)[0].startswith(f"core 1.0.0>1.0.2 {edge}")


@pytest.mark.parametrize("letters", ["lhn", "ltn"])
def test_what_is_not_known_is_no_change_and_brackets_one(letters: str) -> None:
    told = ["core 1.0.0>1.0.2 bracketed broken>automatic on 3.12/1.0.0"]
    assert found(cells("1.0.0", letters)) == told


def test_what_one_row_does_not_tell_another_does() -> None:
    first, middle, last = (f"py3.12-core{core}-lg1.0.0" for core in CORES)
    some: dict[str, Said] = {first: "lost/lost", middle: "harness", last: "nested/nested"}
    others = {"create-agent": {first: "lost", middle: "nested", last: "nested"}}
    whole = layered(some, others, (NODE, AGENT))[0]
    refuse_unsound(whole)
    assert [(each.scenario, each.after, each.edge) for each in whole.change_overs] == [
        ("create-agent", "1.0.1", Edge.EXACT),
        ("node-async", "1.0.2", Edge.BRACKETED),
    ]


def test_what_stands_apart_or_is_yanked_is_as_if_nobody_had_asked() -> None:
    made = measured_pairs(cells("1.0.0", "lnn"))
    apart = [
        replace(cell, overrides=("x",)) if cell.core == "1.0.1" else cell for cell in made.cells
    ]
    rows = [release(core) for core in CORES]
    told = find_change_overs(apart, rows, made.layers, (Listener.STREAM,))
    assert [tell(each) for each in told] == [
        "core 1.0.0>1.0.2 bracketed broken>automatic on 3.12/1.0.0"
    ]
    rows[1] = replace(rows[1], yanked=True)
    told = find_change_overs(apart, rows, made.layers, (Listener.STREAM,))
    assert [each.edge for each in told] == ["exact"]


def test_a_core_that_the_layer_does_not_allow_lies_between_nothing() -> None:
    assert found(cells("1.0.0", "l.n"), asks="!=1.0.1")[0].startswith("core 1.0.0>1.0.2 exact")


def test_along_the_layer_with_core_held() -> None:
    both = cells("0.9.0", "n..") | cells("1.0.0", "l..")
    assert found(both) == ["layer 0.9.0>1.0.0 exact automatic>broken on 3.12/1.0.0"]


def test_equal_ones_are_told_once_with_all_places_in_order() -> None:
    pythons = cells("1.0.0", "ln.", "3.12") | cells("1.0.0", "ln.", "3.9")
    assert found(pythons) == ["core 1.0.0>1.0.1 exact broken>automatic on 3.9/1.0.0 3.12/1.0.0"]


def test_where_nothing_differs_nothing_is_told() -> None:
    assert found(cells("1.0.0", "nnn")) == []


def test_the_lint_agrees_with_what_is_found_and_complains_of_anything_else() -> None:
    whole = measured_pairs(cells("0.9.0", "lnx") | cells("1.0.0", "l.f"))
    refuse_unsound(whole)
    first, *others = whole.change_overs
    for odd in (
        [first, first, *others],
        others,
        [replace(first, now=first.was), *others],
        [replace(first, before="9.9"), *others],
    ):
        with pytest.raises(BugError):
            refuse_unsound(replace(whole, change_overs=tuple(odd)))


@pytest.mark.parametrize("letters", ["lnn", "lxn", "l.n", "lhn", "ltn"])
@pytest.mark.parametrize("layers", [("1.0.0",), ("0.9.0", "1.0.0")])
def test_the_lint_complains_of_an_edge_that_is_another(
    letters: str, layers: tuple[str, ...]
) -> None:
    some = {name: said for layer in layers for name, said in cells(layer, letters).items()}
    whole = measured_pairs(some)
    refuse_unsound(whole)
    (told,) = whole.change_overs
    for edge in set(Edge) - {told.edge}:
        with pytest.raises(BugError, match=f"told as {edge}, and it is {told.edge}"):
            refuse_unsound(replace(whole, change_overs=(replace(told, edge=edge),)))


def test_the_lint_knows_what_may_not_be_installed() -> None:
    whole = measured_pairs(cells("1.0.0", "l.n") | cells("0.9.0", "lnn"), {"1.0.0": "!=1.0.1"})
    whole = replace(whole, layers=(*whole.layers, layer_row("0.9.0")))
    refuse_unsound(conclude(whole))


def test_the_lint_complains_of_a_scenario_that_a_cell_has_not() -> None:
    whole = measured_pairs(cells("1.0.0", "lnn"))
    (told,) = whole.change_overs
    with pytest.raises(BugError, match="an end was not probed"):
        refuse_unsound(replace(whole, change_overs=(replace(told, scenario="other"),)))


def test_a_matrix_of_a_layer_has_no_statements() -> None:
    whole = measured_pairs(cells("1.0.0", "lnn"))
    assert (whole.statements, whole.others) == ((), ())
    assert whole.change_overs


def test_a_gate_holds_ranges_of_core_below_each_release_of_the_layer() -> None:
    whole = measured_pairs(cells("0.9.0", "lnn") | cells("1.0.0", "nnn"))
    said = [
        (each.layer, each.from_release, each.through_release, each.verdict)
        for each in list_statements(whole)
    ]
    assert said == [
        ("0.9.0", "1.0.0", "1.0.0", "broken"),
        ("0.9.0", "1.0.1", "1.0.2", "automatic"),
        ("1.0.0", "1.0.0", "1.0.2", "automatic"),
    ]


@pytest.mark.parametrize(("letters", "holds"), [("lnn", True), ("lnl", False), ("lnx", False)])
def test_a_gate_is_held_cell_by_cell(letters: str, holds: bool) -> None:  # noqa: FBT001
    published = measured_pairs(cells("0.9.0", "lnn") | cells("1.0.0", "nnn"))
    again = measured_pairs(cells("0.9.0", letters) | cells("1.0.0", "nnn"))
    found = compare(published, again)
    gate = hold_statements(published, again, found, (), date(2026, 1, 1))
    assert (gate.holds, gate.unchecked) == (holds, 0)
    entry = make_entry(make_atlas(published, again), found)
    assert [each.where for each in entry.told] == ([] if holds else ["py3.12-core1.0.2-lg0.9.0"])
