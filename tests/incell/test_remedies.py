"""Every by-hand form of every scenario is measured, or there is a reason why it is none."""

import json
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from compat.incell.loading import load
from compat.incell.registry import REMEDIES, Registry, Scenario

FORMS = ("config", "callbacks", "copied-context", "context-variable")
NONE: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("remedies.toml").read_text("utf-8")
)["none"]
EXEMPT = [(name, form) for each in NONE for name in each["scenarios"] for form in each["forms"]]
MATRIX = Path(__file__).parents[2] / "reports" / "matrix.json"


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load()


def measured(known: Scenario) -> set[str]:
    variants = {"config" if name == "configured" else name for name in known.cases}
    return variants | set(known.remedies)


def test_a_form_is_measured_or_there_is_a_reason_and_never_both(registry: Registry) -> None:
    wanted = {
        (name, form)
        for name, known in registry.scenarios.items()
        if known.row == "verdict"
        for form in FORMS
        if form not in measured(known)
    }
    assert set(EXEMPT) == wanted


def test_a_form_has_one_reason() -> None:
    assert [form for form, count in Counter(EXEMPT).items() if count > 1] == []


def test_what_has_no_form_is_automatic_in_every_cell_of_the_last_run(registry: Registry) -> None:
    bare = [known for known in registry.scenarios.values() if known.row == "verdict"]
    whole = {known.id for known in bare if list(known.cases) == ["naive"] and not known.remedies}
    matrix = json.loads(MATRIX.read_text("utf-8"))
    verdicts = {
        (name, matrix["results"][cell["results"][name]]["verdict"])
        for cell in matrix["cells"]
        for name in whole & cell["results"].keys()
    }
    assert {verdict for _, verdict in verdicts} == {"automatic"}
    assert {name for name, _ in verdicts} == whole


def test_facts_have_no_remedies_and_what_hides_has_one(registry: Registry) -> None:
    others = [known for known in registry.scenarios.values() if known.row != "verdict"]
    assert {(known.row, *known.remedies) for known in others} == {
        ("fact",), ("hiding", "empty-context"),
    }  # fmt: skip


def test_remedies_stand_in_the_order_in_which_they_are_taught(registry: Registry) -> None:
    for known in registry.scenarios.values():
        assert list(known.remedies) == sorted(known.remedies, key=REMEDIES.index)


def test_few_have_a_form_of_their_own(registry: Registry) -> None:
    assert [
        (name, form)
        for name, known in registry.scenarios.items()
        for form in known.remedies
        if form not in FORMS and known.row == "verdict"
    ] == [
        ("fallbacks", "batch-of-one"),
        ("runnable-subclass", "call-with-config"),
        ("runnable-subclass-step", "call-with-config"),
        ("stream-after-context", "read-inside"),
    ]
