"""What is otherwise under the layer than in a row of core, and what brings a change of pairs."""

from dataclasses import replace

import pytest

from compat.difference.cause import Axis
from compat.difference.layered import ROWS, find_beside, hear_layer
from compat.difference.layered_cause import find_axis, find_legs, is_sure
from compat.difference.upgrade import Decision, explain_upgrade
from compat.incell.loading import load as load_core
from compat.inlayer.loading import load as load_layer
from compat.matrix.build import conclude
from compat.matrix.index import Index
from compat.matrix.model import Edge, Finding, Listener, Outcome, Verdict
from compat.record.model import Status
from tests.reports.layered import NODE, measured_pairs
from tests.reports.sample import Said, measured


def test_the_table_names_rows_that_there_are() -> None:
    assert ROWS.keys() <= load_core().scenarios.keys()
    assert {row for rows in ROWS.values() for row in rows} <= load_layer().scenarios.keys()


def beside(core: dict[str, Said], pairs: dict[str, Said], cell: str) -> tuple[object, ...] | None:
    known, layered = Index(matrix=measured(core)[0]), Index(matrix=measured_pairs(pairs))
    found = find_beside(known, layered, known.cells[cell], "tool-async")
    if found is None:
        return None
    return found.row, found.never, found.seen, found.core, found.layer


OLD, NEW = "py3.10-core1.0.0", "py3.10-core1.0.1"
AUTOMATIC: dict[str, Said] = {OLD: "lost/nested", NEW: "nested/nested"}


@pytest.mark.parametrize("cell", [OLD, NEW])
def test_where_core_becomes_automatic_and_nodes_never_do_that_is_told(cell: str) -> None:
    pairs: dict[str, Said] = {f"{OLD}-lg1.0.0": "lost/nested", f"{NEW}-lg1.1.0": "lost/nested"}
    core, layer = ("1.0.0", "1.0.0") if cell == OLD else ("1.0.1", "1.1.0")
    assert beside(AUTOMATIC, pairs, cell) == ("node-async", True, Outcome.LOST, core, layer)


def test_where_a_pair_differs_the_newest_layer_with_this_release_is_told() -> None:
    pairs: dict[str, Said] = {
        f"{NEW}-lg1.0.0": "nested/nested",
        f"{NEW}-lg1.1.0": "lost/nested",
        f"{OLD}-lg1.2.0": "nested/nested",
    }
    assert beside(AUTOMATIC, pairs, NEW) == ("node-async", False, Outcome.LOST, "1.0.1", "1.1.0")
    assert beside(AUTOMATIC, pairs, OLD) == ("node-async", False, Outcome.NESTED, "1.0.0", "1.2.0")


def test_where_nothing_differs_or_is_known_nothing_is_told() -> None:
    lost: dict[str, Said] = {OLD: "lost/nested"}
    assert beside(lost, {f"{OLD}-lg1.0.0": "lost/nested"}, OLD) is None
    assert beside(lost, {"py3.11-core1.0.0-lg1.0.0": "nested/nested"}, OLD) is None
    assert beside(lost, {"py3.10-core2.0.0-lg1.0.0": "nested/nested"}, OLD) is None


def test_what_is_written_is_told_of_who_reads_it() -> None:
    row = replace(NODE, child="custom_write")
    made = measured_pairs({f"{OLD}-lg1.0.0": "lost/nested"}, scenarios=(row,))
    custom = Finding(
        verdict=Verdict.AUTOMATIC,
        flags=(),
        answer=None,
        outcomes={"naive": Outcome.NESTED},
        remedies={},
    )
    cell = made.cells[0]
    result = replace(cell.results[NODE.id], others={Listener.CUSTOM: custom})
    listeners = (Listener.STREAM, Listener.CUSTOM)
    known = replace(made, cells=(replace(cell, results={NODE.id: result}),), listeners=listeners)
    (heard,) = hear_layer(known, Listener.STREAM).cells
    assert heard.results[NODE.id].reading.listener is Listener.CUSTOM
    assert heard.results[NODE.id].verdict is Verdict.AUTOMATIC


ONE, OTHER = "py3.10-core1.0.0-lg1.0.0", "py3.11-core1.0.1-lg1.1.0"
BY_PYTHON: dict[str, Said] = {
    ONE: "nested/nested",
    "py3.11-core1.0.0-lg1.0.0": "lost/nested",
    "py3.10-core1.0.1-lg1.0.0": "nested/nested",
    "py3.10-core1.0.0-lg1.1.0": "nested/nested",
    "py3.10-core1.0.1-lg1.1.0": "nested/nested",
    OTHER: "lost/nested",
}


def test_the_axis_that_brings_a_change_alone_is_its_cause() -> None:
    known = Index(matrix=measured_pairs(BY_PYTHON))
    source, target = known.cells[ONE], known.cells[OTHER]
    assert find_axis(known, NODE.id, source, target) is Axis.PYTHON
    assert is_sure(known, NODE.id, source, target)
    legs = find_legs(known, source, target, Axis.PYTHON)
    assert [(leg.axis, leg.at) for leg in legs] == [
        (Axis.CORE, "py3.10-lg1.0.0"),
        (Axis.LAYER, "py3.10-core1.0.1"),
        (Axis.PYTHON, "core1.0.1-lg1.1.0"),
    ]


def test_where_a_corner_is_not_known_nothing_is_said_of_the_cause() -> None:
    known = Index(matrix=measured_pairs({ONE: "nested/nested", OTHER: "lost/nested"}))
    source, target = known.cells[ONE], known.cells[OTHER]
    assert find_axis(known, NODE.id, source, target) is Axis.UNKNOWN
    assert not is_sure(known, NODE.id, source, target)
    assert find_legs(known, source, target, Axis.UNKNOWN) == ()


@pytest.mark.parametrize(
    ("asks", "exact"),
    [
        ({"1.0.0": "", "1.1.0": "", "1.2.0": ""}, False),
        ({"1.0.0": "", "1.1.0": ">=2", "1.2.0": ""}, True),  # not one of this langchain-core
    ],
)
def test_a_change_along_the_layer_is_exact_if_nothing_lies_between(
    asks: dict[str, str],
    exact: bool,  # noqa: FBT001 - what is asserted
) -> None:
    first, last = "py3.10-core1.0.0-lg1.0.0", "py3.10-core1.0.0-lg1.2.0"
    made = measured_pairs({first: "nested/nested", last: "lost/nested"}, asks=asks)
    known = Index(matrix=made)
    found = explain_upgrade(known, known.cells[first], known.cells[last])
    (change,) = found.changes
    (turn,) = change.turns
    assert found.decision is Decision.CHANGES
    assert (change.axis, turn.axis, turn.at) == (Axis.LAYER, Axis.LAYER, "py3.10-core1.0.0")
    assert (turn.last, turn.first, turn.exact) == ("1.0.0", "1.2.0", exact)


@pytest.mark.parametrize(
    ("status", "exact"), [(Status.IMPORT_FAILED, True), (Status.MACHINE_FAILED, False)]
)
def test_only_what_is_known_not_to_run_lies_between_nothing(
    status: Status,
    exact: bool,  # noqa: FBT001 - what is asserted
) -> None:
    first, last = "py3.10-core1.0.0-lg1.0.0", "py3.10-core1.0.0-lg1.2.0"
    pairs: dict[str, Said] = {
        first: "nested/nested",
        "py3.10-core1.0.0-lg1.1.0": (status, "why"),
        last: "lost/nested",
    }
    known = Index(matrix=measured_pairs(pairs))
    assert turns(known, first, last) == [("1.0.0", "1.2.0", exact)]
    assert turns(known, last, first) == [("1.2.0", "1.0.0", exact)]


def test_what_stands_apart_is_as_if_nobody_had_asked() -> None:
    first, middle, last = (f"py3.10-core1.0.{n}-lg1.0.0" for n in range(3))
    made = measured_pairs({first: "nested/nested", middle: "lost/nested", last: "lost/nested"})
    cells = (replace(each, overrides=("x",) * (each.id == middle)) for each in made.cells)
    known = Index(matrix=conclude(replace(made, cells=tuple(cells))))
    assert turns(known, first, last) == [("1.0.0", "1.0.2", False)]
    (found,) = known.matrix.change_overs
    assert (found.before, found.after, found.edge) == ("1.0.0", "1.0.2", Edge.BRACKETED)


def turns(known: Index, source: str, target: str) -> list[tuple[str, str, bool]]:
    found = explain_upgrade(known, known.cells[source], known.cells[target])
    return [
        (each.last, each.first, each.exact) for change in found.changes for each in change.turns
    ]


def test_the_nearest_safe_pair_moves_as_little_as_it_can() -> None:
    pairs: dict[str, Said] = {
        ONE: "nested/nested",
        "py3.10-core1.0.0-lg1.1.0": "nested/nested",
        "py3.10-core1.0.0-lg1.2.0": "lost/nested",
        "py3.10-core1.0.1-lg1.1.0": "nested/nested",
    }
    known = Index(matrix=measured_pairs(pairs))
    found = explain_upgrade(known, known.cells[ONE], known.cells["py3.10-core1.0.0-lg1.2.0"])
    assert found.nearest == ("py3.10-core1.0.0-lg1.1.0",)
