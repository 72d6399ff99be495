"""Records digested one at a time: what is equal is kept once, and judged once."""

from hypothesis import given
from hypothesis import strategies as st

from compat.matrix.build import assemble, build_matrix
from compat.matrix.digest import Digest
from compat.matrix.model import Verdict
from compat.record.model import Status
from tests.build import FLATTENED, LOST, NESTED, observation, plan, record, release

CELLS = ("py3.12-core0.3.0", "py3.12-core0.3.1", "py3.12-core0.3.2")
STREAMS = {"nested": NESTED, "flattened": FLATTENED, "lost": LOST}


def test_cells_that_saw_the_same_share_results_traces_and_suite() -> None:
    digest = Digest(record(cell, observation(NESTED)) for cell in CELLS[:2])
    first, second = (digest.results[cell]["tool-async"] for cell in CELLS[:2])
    assert first is second
    assert [*digest.traces] == [first.traces["naive"]]
    assert digest.records[CELLS[0]].suite is digest.records[CELLS[1]].suite
    assert {each.observations for each in digest.records.values()} == {()}


def test_what_later_runs_saw_is_judged_and_kept_too() -> None:
    again = observation(LOST)
    digest = Digest([record(CELLS[0], observation(NESTED), differing=(again,), repeated=2)])
    found = digest.results[CELLS[0]]["tool-async"]
    assert found.verdict is Verdict.INCONSISTENT
    assert {*found.traces.values(), *found.repeats["naive"]} == digest.traces.keys()


def test_a_record_replaces_what_came_of_its_cell_before() -> None:
    digest = Digest([record(CELLS[0], observation(harness_error="Traceback"))])
    assert digest.broken == {CELLS[0]}
    digest.add(record(CELLS[0], status=Status.CRASHED, reason="killed", suite=None))
    assert (digest.broken, digest.results) == (set(), {CELLS[0]: {}})


@given(st.lists(st.sampled_from(sorted(STREAMS)), min_size=3, max_size=3), st.permutations(CELLS))
def test_the_order_in_which_cells_end_changes_nothing(said: list[str], order: list[str]) -> None:
    found = {
        cell: record(cell, observation(STREAMS[word]))
        for cell, word in zip(CELLS, said, strict=True)
    }
    releases = tuple(release(cell.partition("core")[2]) for cell in CELLS)
    planned = plan(dict.fromkeys(CELLS), releases)
    assert assemble(planned, Digest(found[cell] for cell in order)) == build_matrix(planned, found)
