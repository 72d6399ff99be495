"""The layer's suite is its catalogue: no row, no variant and no remedy more or fewer."""

import tomllib
from pathlib import Path

import pytest

from compat.incell.registry import Registry
from compat.inlayer.declare import GraphCaller
from compat.inlayer.loading import load
from tests.incell.cases import LAYER_PLACE, cases

CATALOGUE: dict[str, dict[str, dict[str, list[str]]]] = tomllib.loads(
    Path(__file__).with_name("catalogue.toml").read_text("utf-8")
)
ROWS = {name: forms for group in CATALOGUE.values() for name, forms in group.items()}


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load()


def test_the_rows_and_their_variants_are_those_of_the_catalogue(registry: Registry) -> None:
    wanted = {name: forms["variants"] for name, forms in ROWS.items()}
    assert {name: list(known.cases) for name, known in registry.scenarios.items()} == wanted


def test_so_are_their_remedies_in_the_order_in_which_they_are_taught(registry: Registry) -> None:
    wanted = {name: forms.get("remedies", []) for name, forms in ROWS.items()}
    assert {name: list(known.remedies) for name, known in registry.scenarios.items()} == wanted


def test_they_are_in_the_groups_of_the_catalogue_and_in_their_order(registry: Registry) -> None:
    groups: dict[str, set[str]] = {}
    for known in registry.scenarios.values():
        groups.setdefault(known.group, set()).add(known.id)
    assert groups == {name: set(group) for name, group in CATALOGUE.items()}
    assert list(groups) == list(CATALOGUE)


def test_facts_have_an_answer_and_nothing_else_has(registry: Registry) -> None:
    facts = {name for name, known in registry.scenarios.items() if known.row == "fact"}
    answered = {name for name, known in registry.scenarios.items() if known.first.answer}
    asked_apart = {"node-context-variable-leak"}  # of more than one drive
    assert facts == answered | asked_apart


def test_what_is_meant_to_be_hidden(registry: Registry) -> None:
    hiding = {name for name, known in registry.scenarios.items() if known.row == "hiding"}
    assert hiding == {
        "node-nostream", "node-nostream-langsmith", "node-opt-out-empty", "node-empty-context",
        "node-opt-out-empty-graph", "tool-opt-out-empty-graph", "toolnode-opt-out-empty-graph",
    }  # fmt: skip


def test_what_is_read_by_somebody_else_than_the_caller_of_a_graph(registry: Registry) -> None:
    every = (case for known in registry.scenarios.values() for case in known.every())
    others = {case.scenario for case in every if not isinstance(case.caller, GraphCaller)}
    assert others == {"create-agent-sync", "graph-sync-invoke", "tool-opt-out-empty-graph"}


def test_the_cases_that_records_are_held_to_are_those_of_the_suite() -> None:
    found = LAYER_PLACE.read_text("utf-8")
    assert found == cases(layered=True), "python -m tests.incell.cases writes them anew"
