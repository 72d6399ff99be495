"""The suite is the catalogue: no scenario and no variant more or fewer."""

import tomllib
from pathlib import Path

import pytest

from compat.incell.loading import load
from compat.incell.registry import Registry
from tests.incell.cases import PLACE, cases

CATALOGUE: dict[str, dict[str, list[str]]] = tomllib.loads(
    Path(__file__).with_name("catalogue.toml").read_text("utf-8")
)


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load()


def test_the_scenarios_and_their_variants_are_those_of_the_catalogue(registry: Registry) -> None:
    wanted = {name: variants for group in CATALOGUE.values() for name, variants in group.items()}
    assert {name: list(known.cases) for name, known in registry.scenarios.items()} == wanted


def test_they_are_in_the_groups_of_the_catalogue_and_in_their_order(registry: Registry) -> None:
    groups: dict[str, set[str]] = {}
    for known in registry.scenarios.values():
        groups.setdefault(known.group, set()).add(known.id)
    assert groups == {name: set(group) for name, group in CATALOGUE.items()}
    assert list(groups) == list(CATALOGUE)


def test_facts_have_an_answer_and_nothing_else_has(registry: Registry) -> None:
    facts = {name for name, known in registry.scenarios.items() if known.row == "fact"}
    answered = {name for name, known in registry.scenarios.items() if known.first.answer}
    asked_apart = {"on-text", "token-counter"}  # of more than one drive
    assert facts == answered | asked_apart == {
        "tool-error", "tool-cancelled", "input-mutation", "output-type", "model-metadata",
        "configurable-metadata", "handler-contextvar", "generator-contextvar",
        "on-text", "token-counter", "bound-handler-parent", "embeddings",
    }  # fmt: skip


def test_what_is_meant_to_be_hidden(registry: Registry) -> None:
    hiding = {name for name, known in registry.scenarios.items() if known.row == "hiding"}
    assert hiding == {
        "private-model", "opt-out-empty", "opt-out-none",
        "opt-out-empty-model", "opt-out-none-model",
        "private-tool", "opt-out-empty-tool", "opt-out-none-tool",
        "private-retriever", "opt-out-empty-retriever", "opt-out-none-retriever",
    }  # fmt: skip


def test_the_cases_that_records_are_held_to_are_those_of_the_suite() -> None:
    assert PLACE.read_text("utf-8") == cases(), "python -m tests.incell.cases writes them anew"
