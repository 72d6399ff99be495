"""Who listens in a cell: a hook alone, a handler where it may see more, and neither in the way."""

from pathlib import Path

import pytest

from compat.incell.journal import Journal, blank
from compat.incell.loading import load
from compat.incell.registry import Case
from compat.incell.runs import Sighting, canonical
from compat.record.model import Drives, Observation
from tests.incell.cell import Cells, Ended, run_suite

PROVEN = ("py3.9-core0.2.17", "py3.11-core1.0.0", "py3.14-core1.8.2")
"""Three Pythons with an old, a middle and a new release."""

RUN = {"name": "tool", "kind": "tool", "parents": []}


def case(name: str, form: str = "naive") -> Case:
    return load().scenarios[name].cases[form]


def journal(one: Case) -> Journal:
    found = Journal()
    found.add(one, blank(one))
    return found


def test_a_handler_listens_to_a_plain_call_of_a_scenarios_first_form_alone() -> None:
    assert journal(case("tool-async")).wants_handler(case("tool-async"), roots=1)
    assert not Journal().wants_handler(case("tool-async", "configured"), roots=1)
    assert Journal().wants_handler(case("worker-startup", "callbacks"), roots=2)
    assert Journal(every_call=True).wants_handler(case("tool-async", "configured"), roots=1)


@pytest.mark.parametrize(("runs", "wanted"), [([RUN], False), ([], True)])
def test_it_listens_to_every_form_where_that_of_the_first_one_differed(
    runs: list[object], *, wanted: bool
) -> None:
    first = case("tool-async")
    found = journal(first)
    found.observations[str(first)]["handler"] = [RUN]
    found.add_calls(first, {"handler_call": {"exception": None, "drives": [runs]}})
    assert found.wants_handler(case("tool-async", "configured"), roots=1) is wanted


def test_the_callers_own_trace_comes_first_whatever_its_name() -> None:
    seen = {
        "1": Sighting("z", "tool", ()),
        "2": Sighting("a", "chain", ()),
        "3": Sighting("m", "chat_model", ("1",)),
    }
    assert [run["name"] for run in canonical(seen)] == ["a", "z", "m"]
    assert [run["name"] for run in canonical(seen, root_first=True)] == ["z", "m", "a"]


@pytest.mark.slow
def test_every_form_that_a_release_has_was_called_with_a_hook(ended: Ended) -> None:
    for name, seen in ended.observations.items():
        assert (seen.hook_call is None) is (seen.absent is not None and not seen.streams), name
        if seen.hook_call and not seen.hook_call.exception:
            assert any(seen.hook_call.drives) or name.startswith("stream-after"), name


@pytest.mark.proof
@pytest.mark.parametrize("cell", PROVEN)
def test_no_listener_changes_what_another_sees(cell: str, cells: Cells, tmp_path: Path) -> None:
    """Of the whole catalogue, trace by trace: with calls of their own for handlers, and without."""
    apart = run_suite(cells[cell], tmp_path / "record.json", "--cell", cell, "--every-call")
    assert apart.code == 0, apart.said
    usual = cells.run(cell).observations
    for name, alone in apart.observations.items():
        together = usual[name]
        for field in ("streams", "handler", "hook_call", "exception", "absent", "returned"):
            assert getattr(together, field) == getattr(alone, field), (name, field)
        assert outline(alone) == outline(together), name


def outline(seen: Observation) -> list[tuple[object, ...]]:
    """Which runs a handler sees, of the call of its own if there was one."""
    drives: Drives = seen.handler_call.drives if seen.handler_call else (seen.handler,)
    return sorted((run.name, run.kind, run.parents) for runs in drives for run in runs)
