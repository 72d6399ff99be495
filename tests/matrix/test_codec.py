"""Results stored once: nothing is lost, and equal ones are one."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compat.errors import EvidenceError
from compat.matrix.codec import restore, store
from compat.matrix.model import Outcome, Result, Verdict
from tests.reports.sample import grid_of, measured

SAID = ("nested", "lost", "lost/nested", "raised/flattened", "absent")
RELEASES = ("0.3.0", "0.3.1", "1.0.0")


@given(st.lists(st.sampled_from(SAID), min_size=3, max_size=3))
def test_what_is_stored_is_restored_and_distinct_results_are_stored_once(said: list[str]) -> None:
    cells = {f"py3.9-core{release}": word for release, word in zip(RELEASES, said, strict=True)}
    matrix, _ = measured(cells)
    file = store(matrix)
    assert restore(file) == matrix
    assert len(file.results) == len(set(said))
    assert list(file.results) == sorted(file.results)
    assert {name: result.id for name, result in file.results.items()} == {
        name: name for name in file.results
    }


def test_cells_share_what_is_restored() -> None:
    first, second = restore(store(measured(grid_of(["3.9"], RELEASES[:2], "lost"))[0])).cells
    assert first.results["tool-async"] is second.results["tool-async"]


def test_the_id_of_a_result_is_that_of_its_content() -> None:
    found = Result(
        verdict=Verdict.MANUAL,
        flags=("silent:naive",),
        answer=None,
        outcomes={"naive": Outcome.LOST, "configured": Outcome.NESTED},
        remedies={},
        traces={},
        repeats={},
    )
    assert found.id == "ddcae37f5988"
    outcomes = {"configured": Outcome.NESTED, "naive": Outcome.LOST}
    assert replace(found, outcomes=outcomes).id == found.id
    assert replace(found, flags=()).id != found.id


def test_a_result_that_is_not_there_is_named() -> None:
    file = store(measured({"py3.9-core0.3.0": "lost"})[0])
    with pytest.raises(EvidenceError, match=r"'py3\.9-core0\.3\.0' names the result "):
        restore(replace(file, results={}))
