"""What the orchestrator knows of the suite without importing it, held to the suite."""

import tomllib
from pathlib import Path

import pytest

from compat.errors import UsageError
from compat.incell.loading import load
from compat.inlayer import identity
from compat.run.flagged import OPTIONS, SCENARIOS, is_flagged
from compat.run.suite import (
    check_scenarios,
    find_suite_hash,
    hash_engine,
    hash_layer_suite,
    hash_suite,
    stage,
)

CATALOGUE = Path(__file__).parents[1] / "incell" / "catalogue.toml"


def test_every_scenario_of_the_catalogue_can_be_asked_for() -> None:
    groups = tomllib.loads(CATALOGUE.read_text("utf-8"))
    every = tuple(name for group in groups.values() for name in group)
    assert check_scenarios(every) == every


def test_one_is_asked_for_once() -> None:
    assert check_scenarios(("gather", "Tool-Async", "GATHER")) == ("gather", "tool-async")


@pytest.mark.parametrize("name", ["tool-asinc", "plain", "ContextVar", ""])
def test_what_is_no_scenario_is_named_with_those_that_are_near(name: str) -> None:
    with pytest.raises(UsageError, match=f"unknown pattern '{name}'; nearest: "):
        check_scenarios((name,))


def test_what_the_engine_runs_ahead_is_what_the_suite_needs_an_option_for() -> None:
    flagged = [case for known in load().scenarios.values() for case in known.every() if case.flag]
    assert {case.scenario for case in flagged} == set(SCENARIOS)
    assert {case.flag for case in flagged} == set(OPTIONS[1::2])
    assert [is_flagged(python) for python in ("3.9", "3.13", "3.14", "3.15")] == [
        False, False, True, True,
    ]  # fmt: skip


def test_the_engine_has_a_hash_of_its_own() -> None:
    assert len({hash_engine(), hash_suite()}) == 2


def test_the_layers_suite_stands_on_that_of_core_and_computes_the_same_hash_in_a_cell() -> None:
    assert find_suite_hash(layered=False) == hash_suite()
    assert find_suite_hash(layered=True) == hash_layer_suite() == identity.suite_hash()
    assert hash_layer_suite() != hash_suite()


def test_a_staged_suite_of_the_layer_has_both_and_runs_its_own(tmp_path: Path) -> None:
    made = stage(tmp_path, layered=True)
    assert (made.folder.name, made.hash) == ("inlayer", hash_layer_suite())
    assert made.config.is_file()
    assert (made.root / "compat" / "incell" / "conftest.py").is_file()
