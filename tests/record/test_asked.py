"""A record is held to what was asked: by everybody who takes one from somebody else."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from compat.options import Options
from compat.record.asked import Asked, digest_scenario, find_complaint, load_suite, only
from compat.record.model import PythonBuild, Record, ScenarioInfo, Status, SuiteInfo, Timing
from compat.stored.reports import load_matrix
from tests.build import NESTED, observation, record, whole
from tests.incell.cases import scenarios

REPORTS = Path(__file__).parents[2] / "reports"
CELL = "py3.12-core0.3.0"
GOOD = whole(CELL, packages={"langchain-core": "0.3.0", "pydantic": "2.0"})
ASKED = Asked(
    cell=CELL,
    suite="abc",
    exact="3.12.1",
    build="3.12.1 (main) linux",
    packages={"langchain-core": "0.3.0", "pydantic": "2"},
)


def test_a_record_of_what_was_asked_is_taken() -> None:
    assert find_complaint(GOOD, ASKED) is None
    assert find_complaint(GOOD, Asked(cell=CELL)) is None


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [
        ({"cell": "py3.9-core0.3.0"}, "it is of 'py3.12-core0.3.0'"),
        ({"exact": "3.12.2"}, "it ran on Python '3.12.1', not 3.12.2"),
        ({"build": "3.12.1 (other) linux"}, "it ran on another build of its Python"),
        ({"packages": {"langchain-core": "0.3.0"}}, "it had pydantic 2.0, not None"),
        (
            {"packages": {**(ASKED.packages or {}), "certifi": "1"}},
            "it had certifi None, not 1",
        ),
        ({"suite": "other"}, "another suite measured it"),
        ({"overrides": ("certifi",)}, "it had overrides [], not ['certifi']"),
    ],
)
def test_another_place_another_suite(asked: dict[str, object], wrong: str) -> None:
    assert find_complaint(GOOD, replace(ASKED, **asked)) == wrong  # type: ignore[arg-type]


ONE = observation(NESTED)


@pytest.mark.parametrize(
    ("record", "wrong"),
    [
        (replace(GOOD, observations=()), "not have one observation of every case: tool-async/"),
        (replace(GOOD, observations=(ONE,)), "every case: tool-async/configured"),
        (replace(GOOD, observations=(ONE, *GOOD.observations)), "every case: a case twice"),
        (
            replace(GOOD, observations=(observation(scenario="x"), *GOOD.observations)),
            "every case: x/naive",
        ),
        (replace(GOOD, suite=None), "it names no suite"),
        (replace(GOOD, suite=SuiteInfo(version="1", hash="abc", scenarios=())), "tool-async/"),
        (replace(GOOD, status=Status.IMPORT_FAILED), "it is import-failed and does not say why"),
        (replace(GOOD, status=Status.IMPORT_FAILED, reason="x"), "and holds observations"),
        (replace(GOOD, status=Status.CRASHED), "it is crashed and does not say why"),
        (replace(GOOD, differing=(observation(scenario="x"),)), "no case: x/naive"),
    ],
)
def test_an_observation_of_every_case_once(record: Record, wrong: str) -> None:
    assert wrong in (find_complaint(record, ASKED) or "")


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.PROBED, Status.IMPORT_FAILED}))
def test_a_cell_can_only_say_what_it_finds_out(status: Status) -> None:
    said = record(CELL, status=status, reason="x", suite=None, packages={})
    assert find_complaint(said, ASKED) == f"no cell finds out that it is {status}"
    assert find_complaint(said, replace(ASKED, by_run=True)) is None


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"packages": {"langchain-core": "0.3.1"}}, "it had langchain-core 0.3.1, not 0.3.0"),
        ({"packages": {}}, "it had langchain-core None, not 0.3.0"),
        ({"packages": {**GOOD.packages, "x": "1\n--index-url http://x"}}, "which is no package"),
        ({"packages": {**GOOD.packages, "x @ file:///x": "1"}}, "which is no package"),
        ({"python": PythonBuild(exact="3.1", implementation="x", build="x")}, "Python '3.1'"),
        ({"timing": Timing(host="x", finished_at="2026-01-01", seconds=1)}, "not say when"),
        ({"timing": Timing(host="x", finished_at="::x", seconds=1)}, "not say when"),
    ],
)
def test_what_is_known_of_every_cell(changes: dict[str, Any], wrong: str) -> None:
    assert wrong in (find_complaint(replace(GOOD, **changes), Asked(cell=CELL)) or "")


def of_this_suite(told: Iterable[ScenarioInfo]) -> Record:
    """A record as the suite of this checkout writes it when these scenarios run."""
    told = tuple(told)
    seen = tuple(
        observation(NESTED, scenario=info.id, variant=form, remedy=remedy)
        for info in told
        for remedy, forms in ((False, info.variants), (True, info.remedies))
        for form in forms
    )
    made = SuiteInfo(version="1", hash=load_suite().hash, scenarios=told)
    return replace(GOOD, suite=made, observations=seen)


def plain(*extras: str) -> list[ScenarioInfo]:
    """The scenarios that run, with those of some extras."""
    return [each for each in scenarios() if load_suite().extras.get(each.id) in {None, *extras}]


def test_the_suite_of_this_checkout_has_to_have_run_whole() -> None:
    asked = Asked(cell=CELL, suite=load_suite().hash)
    every = plain()
    assert len(every) > 90
    assert find_complaint(of_this_suite(every), asked) is None
    assert find_complaint(of_this_suite(every[1:]), asked) == (
        f"it is not of the scenarios that were asked for: {every[0].id}"
    )
    some = replace(asked, options=only(["gather"]))
    assert (
        find_complaint(of_this_suite(each for each in every if each.id == "gather"), some) is None
    )
    assert find_complaint(of_this_suite(every), some) is not None


def test_scenarios_of_an_extra_run_only_where_it_was_asked_for() -> None:
    extra = next(iter(load_suite().extras.values()))
    record = of_this_suite(plain(extra))
    assert find_complaint(record, Asked(cell=CELL, suite=load_suite().hash)) is not None
    asked = Asked(cell=CELL, suite=load_suite().hash, options=Options(extras=(extra,)))
    assert find_complaint(record, asked) is None


@pytest.mark.parametrize(
    "lie", [{"title": "x"}, {"children": 2}, {"row": "hiding"}, {"sources": {"naive": "x"}}]
)
def test_a_scenario_is_told_in_the_words_of_the_suite(lie: dict[str, Any]) -> None:
    first, *others = plain()
    told = (replace(first, **lie), *others)
    wrong = find_complaint(of_this_suite(told), Asked(cell=CELL, suite=load_suite().hash))
    assert wrong == f"what it says of {first.id} is not what the suite says"


def test_the_words_are_those_of_every_python() -> None:
    matrix = load_matrix(REPORTS)
    assert matrix.provenance.suite_hash == load_suite().hash
    assert {
        each.id: digest_scenario(each) for each in matrix.scenarios
    }.items() <= load_suite().scenarios.items()
