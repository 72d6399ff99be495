"""What another resolution of the dependencies changes, as the pages say it."""

from dataclasses import replace
from pathlib import Path

import pytest

from compat.difference.sensitivity import Sensitivity, find_sensitivity
from compat.errors import EvidenceError
from compat.files import write_set
from compat.matrix.build import build_matrix
from compat.matrix.model import Matrix, Traces
from compat.record.model import Observation, Status
from compat.reports.bundle import render
from compat.reports.table.dependence import Otherwise, describe_depending
from compat.reports.table.grid import Grid
from compat.stored.reports import load, load_sensitivities
from compat.work.publish import write_reports
from tests.build import FLATTENED, LOST, NESTED, observation, plan, record, release

CELLS = ("py3.12-core0.3.0", "py3.12-core0.3.1")
HOSTILE = "<script>alert(1)</script> | `x`\nmore"


def measured(*seen: Observation | None) -> tuple[Matrix, Traces]:
    """A matrix of two cells, in each of which this was seen, or nothing could be imported."""
    planned = plan(dict.fromkeys(CELLS), (release("0.3.0"), release("0.3.1")))
    by_hand = observation(FLATTENED, variant="configured")
    return build_matrix(
        planned,
        {
            cell: record(cell, one, by_hand)
            if one
            else record(cell, status=Status.IMPORT_FAILED, reason=HOSTILE, suite=None)
            for cell, one in zip(CELLS, seen, strict=True)
        },
    )


NEWEST, TRACES = measured(observation(NESTED), observation(NESTED))


def lowest(*seen: Observation | None) -> Sensitivity:
    other, traces = measured(*seen)
    return find_sensitivity(NEWEST, other, traces, "lowest")


def test_equal_changes_are_one_row() -> None:
    found = lowest(observation(LOST), observation(LOST))
    (shown,) = describe_depending(Grid(matrix=NEWEST), [found])
    assert (shown.compared, shown.lost) == (2, ())
    assert shown.otherwise == (
        Otherwise(
            scenario="tool-async",
            before="automatic (flattened:configured)",
            after="manual (flattened:configured, silent:naive)",
            where="3.12 × 0.3.0–0.3.1",
            cells=2,
        ),
    )


def test_a_cell_that_cannot_be_probed_then_says_why_on_one_line() -> None:
    (shown,) = describe_depending(Grid(matrix=NEWEST), [lowest(observation(NESTED), None)])
    assert (shown.compared, shown.otherwise) == (1, ())
    (lost,) = shown.lost
    assert lost.after == "import failed: <script>alert(1)</script> | `x`"
    assert lost.where == "3.12 × 0.3.1"


@pytest.mark.parametrize("page", ["details.md", "matrix.html"])
def test_pages_say_what_is_known_and_escape_it(page: str) -> None:
    nothing = render(NEWEST, TRACES)[page]
    assert "Only the newest dependencies were measured, so nothing is said about others." in nothing
    same = render(NEWEST, TRACES, [lowest(observation(NESTED), None)])[page]
    assert "every pattern is judged the same." in same
    assert "<script>alert" not in same
    other = render(NEWEST, TRACES, [lowest(observation(LOST), observation(NESTED))])[page]
    assert "these are judged differently:" in other


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    found = lowest(observation(LOST), None)
    files = render(NEWEST, TRACES, [found])
    write_set(tmp_path, files)
    assert load_sensitivities(tmp_path) == (found,)
    assert render(*load(tmp_path), load_sensitivities(tmp_path)) == files


def test_a_damaged_one_is_named(tmp_path: Path) -> None:
    write_set(tmp_path, {"sensitivity/lowest.json": "{}"})
    with pytest.raises(EvidenceError, match=r"lowest\.json breaks its schema"):
        load_sensitivities(tmp_path)


def test_resolutions_are_in_a_fixed_order() -> None:
    one = lowest(observation(NESTED), observation(NESTED))
    two = replace(one, resolution="as-of-release")
    index = Grid(matrix=NEWEST)
    assert describe_depending(index, [one, two]) == describe_depending(index, [two, one])


def test_a_matrix_that_takes_the_place_of_another_keeps_what_is_still_so(tmp_path: Path) -> None:
    found = lowest(observation(LOST), None)
    write_reports(tmp_path, NEWEST, TRACES, [found], readme=False)
    write_reports(tmp_path, NEWEST, TRACES, readme=False)
    assert load_sensitivities(tmp_path) == (found,)
    write_reports(tmp_path, *measured(observation(LOST), observation(NESTED)), readme=False)
    assert load_sensitivities(tmp_path) == ()
