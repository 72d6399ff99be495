"""The rounds of a run, with cells that answer at once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from rich.console import Console

from compat.cli.plan_text import describe_plan
from compat.cli.progress import show_progress
from compat.errors import NotFoundOutError
from compat.matrix.build import build_matrix
from compat.matrix.digest import Digest
from compat.matrix.lint import find_complaints
from compat.plan.model import Plan, PlannedCell
from compat.record.model import Record, Status
from compat.work.rounds import run_rounds
from tests.build import FLATTENED, LOST, NESTED, observation, plan, python, record, release

TURNS = 5
LAST = 8
RELEASES = (*(release(f"0.3.{n}") for n in range(LAST + 1)), release("1.0.0", ">=3.10"))
NOT_PUBLISHED = (Status.NOT_PUBLISHED, "its Requires-Python is >=3.10")


def planned(*, exact: bool = True) -> Plan:
    """Two Pythons and nine releases, with one more that is not published for one of them."""
    cells = {
        f"py{name}-core{row.version}": NOT_PUBLISHED
        if (name, row.version) == ("3.9", "1.0.0")
        else None
        for name in ("3.9", "3.12")
        for row in RELEASES
    }
    made = plan(cells, RELEASES, (python("3.9"), python("3.12")))
    return replace(made, exact=exact)


class Cells:
    """Answers like a tool that turns automatic with 0.3.5, and keeps what was asked."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def __call__(self, cells: Sequence[PlannedCell]) -> dict[str, Record]:
        self.asked.append([cell.id for cell in cells])
        return {cell.id: self.answer(cell) for cell in cells}

    @staticmethod
    def answer(cell: PlannedCell) -> Record:
        late = cell.core == "1.0.0" or int(cell.core.rpartition(".")[2]) >= TURNS
        naive = observation(NESTED if late else LOST)
        return record(cell.id, naive, observation(FLATTENED, variant="configured"))


def ran(made: Plan, cells: Cells, kept: Mapping[str, Record] | None = None) -> dict[str, Record]:
    """Run the rounds of a plan, and return the records of all cells that it has then."""
    records = dict(kept or {})
    digest = Digest(records.values())

    def run(batch: Sequence[PlannedCell]) -> None:
        for each in cells(batch).values():
            digest.add(each)
            records[each.cell] = each

    run_rounds(made, digest, run)
    return records


def test_one_round_runs_everything() -> None:
    cells = Cells()
    records = ran(planned(exact=False), cells)
    assert [len(asked) for asked in cells.asked] == [19]
    assert build_matrix(planned(exact=False), records)[0].provenance.planned == 20


def test_an_exact_run_finds_the_release_with_fewer_cells() -> None:
    cells = Cells()
    matrix, _ = build_matrix(planned(), ran(planned(), cells))
    assert cells.asked[0] == [
        "py3.12-core0.3.0", "py3.12-core0.3.8", "py3.12-core1.0.0",
        "py3.9-core0.3.0", "py3.9-core0.3.8",
    ]  # fmt: skip
    assert cells.asked[1:] == [
        ["py3.12-core0.3.4"],
        ["py3.12-core0.3.6"],
        ["py3.12-core0.3.5"],
        ["py3.9-core0.3.4", "py3.9-core0.3.5"],
    ]
    said = [(one.python, one.from_release, one.tested, one.of) for one in matrix.statements]
    assert said == [
        ("3.9", "0.3.0", 2, 5), ("3.9", "0.3.5", 2, 4),
        ("3.12", "0.3.0", 2, 5), ("3.12", "0.3.5", 3, 4), ("3.12", "1.0.0", 1, 1),
    ]  # fmt: skip
    assert find_complaints(matrix) == ()


def test_what_was_not_asked_is_not_counted() -> None:
    said = build_matrix(planned(), ran(planned(), Cells()))[0].provenance
    assert (said.planned, said.probed, said.not_probed) == (11, 10, {"not-published": 1})


def test_a_run_that_was_cut_off_asks_only_what_is_left() -> None:
    first, again = Cells(), Cells()
    whole = ran(planned(), first)
    for cut in range(len(whole)):
        again.asked = []
        kept = dict(list(whole.items())[:cut])
        assert ran(planned(), again, kept) == whole
        assert [id_ for asked in again.asked for id_ in asked] == list(whole)[cut:]


def test_records_that_are_not_enough_are_refused() -> None:
    whole = ran(planned(), Cells())
    last = list(whole)[-1]
    del whole[last]
    with pytest.raises(NotFoundOutError, match=rf"1 planned cells .* the first {last};"):
        build_matrix(planned(), whole)


def test_records_that_were_not_asked_for_are_left_out() -> None:
    whole = ran(planned(), Cells())
    extra = Cells()([cell for cell in planned().cells if cell.id == "py3.9-core0.3.1"])
    assert build_matrix(planned(), {**whole, **extra}) == build_matrix(planned(), whole)


def test_the_plan_says_that_it_will_choose() -> None:
    assert describe_plan(planned()).splitlines()[1:] == [
        "20 cells to choose from, 1 excluded",
        "exact: starts from 5 edges of 19 cells; probes more where neighbours differ",
        "    1 not-published  Python 3.9: its Requires-Python is >=3.10",
    ]


def test_progress_tells_of_a_round_what_is_left() -> None:
    console = Console(record=True, width=100, force_terminal=False)
    with show_progress(console, quiet=False, rounds=True) as progress:
        progress.expect(1)
        progress.finished(record("py3.9-core0.3.0"))
        progress.expect(10)
        for n in range(10):
            progress.finished(record(f"py3.9-core0.3.{n}"))
    assert console.export_text().splitlines() == [
        "round 1: 1 cells to run, 0 done",
        "round 2: 10 cells to run, 1 done",
        "10 of 11 cells done, 0 failed, about 0:00:00 left in round 2",
    ]
