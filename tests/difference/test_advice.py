"""One configuration: what to write there, and where nothing has to be written."""

from collections.abc import Sequence
from dataclasses import replace

from compat.difference.advice import Advice, describe_situation
from compat.difference.upgrade import explain_upgrade
from compat.matrix.index import Index
from compat.matrix.model import Outcome, Verdict
from compat.record.model import Status
from compat.reports.advice.words import tell
from tests.reports.layered import measured_pairs
from tests.reports.sample import Said, measured, tried

AUTOMATIC, MANUAL, BROKEN = "nested/nested", "lost/nested", "lost/lost"
CELLS: dict[str, Said] = {
    "py3.10-core1.0.0": MANUAL,
    "py3.10-core1.0.1": MANUAL,
    "py3.10-core1.0.2": AUTOMATIC,
    "py3.11-core1.0.0": BROKEN,
    "py3.12-core1.0.0": AUTOMATIC,
    "py3.13-core1.0.0": (Status.NOT_INSTALLABLE, "no wheel"),
}


def advice(cell: str, **more: object) -> Advice:
    known = Index(matrix=measured(CELLS, **more)[0])  # type: ignore[arg-type]
    (found,) = describe_situation(known, known.cells[cell]).advices
    return found


def test_where_something_has_to_be_written_it_says_what_and_where_not() -> None:
    found = advice("py3.10-core1.0.0")
    assert found.reading
    assert (found.reading.verdict, found.seen) == (Verdict.MANUAL, Outcome.LOST)
    assert found.remedy
    assert (found.remedy.form, found.remedy.after) == ("configured", Outcome.NESTED)
    assert (found.needless_from_core, found.needless_from_python) == ("1.0.2", "3.12")


def test_where_nothing_has_to_be_there_is_no_advice() -> None:
    found = advice("py3.12-core1.0.0")
    assert (found.remedy, found.needless_from_core, found.needless_from_python) == (
        None,
        None,
        None,
    )


def test_where_no_form_helps_only_another_configuration_does() -> None:
    found = advice("py3.11-core1.0.0")
    assert (found.remedy, found.needless_from_core, found.needless_from_python) == (
        None,
        None,
        "3.12",
    )


def test_what_stands_apart_is_no_way_out() -> None:
    assert advice("py3.10-core1.0.0", apart=["py3.10-core1.0.2"]).needless_from_core is None


LAYERS = tuple(f"py3.10-core1.0.0-lg{version}" for version in ("1.0.0", "1.1.0", "1.2.0"))


def pairs(*said: Said, names: Sequence[str] = LAYERS) -> Index:
    """Pairs of which the layer's 1.1.0 was yanked."""
    found = measured_pairs(dict(zip(names, said, strict=True)))
    rows = (replace(row, yanked=row.version == "1.1.0") for row in found.layers)
    return Index(matrix=replace(found, layers=tuple(rows)))


def test_a_yanked_release_of_the_layer_is_no_way_out() -> None:
    known = pairs(MANUAL, AUTOMATIC, AUTOMATIC)
    (found,) = describe_situation(known, known.cells[LAYERS[0]]).advices
    assert found.needless_from_layer == "1.2.0"
    known = pairs((Status.NOT_INSTALLABLE, "no wheel"), AUTOMATIC, AUTOMATIC)
    assert describe_situation(known, known.cells[LAYERS[0]]).near_layer == "1.2.0"


def test_a_yanked_release_of_the_layer_is_no_target_but_where_it_is_asked_for() -> None:
    known = pairs(AUTOMATIC, AUTOMATIC, MANUAL)
    assert explain_upgrade(known, known.cells[LAYERS[0]], known.cells[LAYERS[2]]).nearest == ()
    names = (LAYERS[0], LAYERS[1], "py3.10-core1.0.1-lg1.1.0")
    known = pairs(AUTOMATIC, AUTOMATIC, MANUAL, names=names)
    asked = explain_upgrade(known, known.cells[names[0]], known.cells[names[2]])
    assert asked.nearest == (LAYERS[1],)


def test_a_cell_that_does_not_run_has_its_reason_and_no_advice() -> None:
    known = Index(matrix=measured(CELLS)[0])
    found = describe_situation(known, known.cells["py3.13-core1.0.0"])
    assert (found.end.status, found.end.reason, found.advices) == (
        Status.NOT_INSTALLABLE, "no wheel", (),
    )  # fmt: skip


def test_only_what_is_asked_about_is_told() -> None:
    known = Index(matrix=measured(CELLS)[0])
    assert describe_situation(known, known.cells["py3.10-core1.0.0"], only=()).advices == ()


def test_what_an_empty_list_hides_in_the_same_cell_is_named() -> None:
    none, empty = (
        tried(name, "naive", "remedy-empty-context", row="hiding")
        for name in ("opt-out-none-model", "opt-out-empty-model")
    )
    cells = ["py3.10-core1.0.0", "py3.10-core1.0.1"]
    matrix, _ = measured(
        dict.fromkeys(cells, AUTOMATIC),
        scenarios=(none, empty),
        others={
            none.id: dict.fromkeys(cells, "nested/lost"),
            empty.id: {cells[0]: "lost/lost", cells[1]: "nested/lost"},
        },
    )
    known = Index(matrix=matrix)
    first, second = (describe_situation(known, known.cells[each]).advices[0] for each in cells)
    assert (first.hidden_as, second.hidden_as) == ("opt-out-empty-model", None)
    told = tell(first, "")
    assert told.write == (
        'Pass `{"callbacks": []}` instead, and it is hidden: see opt-out-empty-model. Or as'
        " follows. Write it as a task in an empty context, and it is hidden:"
    )
