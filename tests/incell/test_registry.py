"""Declaring scenarios: what a declaration gives, and what is refused with its place."""

from typing import NoReturn

import pytest

from compat.incell.errors import (
    DuplicateScenarioError,
    DuplicateVariantError,
    MissingTitleError,
    UnknownVariantError,
)
from compat.incell.registry import Registry
from tests.incell.build import declare, nothing, titled

LINE = titled.__code__.co_firstlineno
PLACE = f"build.py:{LINE}"


def another() -> None:
    # Not a docstring: a scenario made of this has no title.
    pass


HERE = f"test_registry.py:{another.__code__.co_firstlineno}"


def test_a_scenario_takes_its_title_from_the_first_line_of_its_docstring() -> None:
    made = declare(Registry())
    assert (made.title, made.child, made.children) == ("Say a title.", "chat_model", 1)


def test_a_declared_scenario_is_in_the_registry_with_a_naive_variant() -> None:
    registry = Registry()
    made = declare(registry)
    assert registry.scenarios == {"one": made}
    assert [str(case) for case in made.cases.values()] == ["one/naive"]


def test_a_variant_shares_all_but_its_code() -> None:
    made = declare(Registry())
    made.variant("configured")(nothing)
    assert made.cases["configured"].path == ("root",)
    assert made.cases["configured"].build is nothing


def test_a_variant_may_have_a_path_of_its_own() -> None:
    made = declare(Registry())
    made.variant("configured", path=("root", "more"))(nothing)
    assert made.cases["configured"].path == ("root", "more")
    assert made.cases["naive"].path == ("root",)


def test_sources_are_the_code_of_each_variant_without_indentation() -> None:
    made = declare(Registry())

    @made.variant("configured")
    def _() -> NoReturn:
        raise AssertionError

    assert made.sources()["configured"] == (
        '@made.variant("configured")\ndef _() -> NoReturn:\n    raise AssertionError\n'
    )


def test_two_scenarios_with_one_id_are_refused_with_both_places() -> None:
    registry = Registry()
    declare(registry)
    with pytest.raises(DuplicateScenarioError) as caught:
        declare(registry)
    assert str(caught.value) == f"{PLACE}: scenario 'one' is there already, at {PLACE}"


def test_a_scenario_without_a_docstring_is_refused() -> None:
    with pytest.raises(MissingTitleError) as caught:
        Registry().scenario("one", group="a group", path=())(another)
    assert str(caught.value) == (
        f"{HERE}: a scenario needs a docstring; its first line is the title"
    )


def test_an_unknown_variant_is_refused() -> None:
    with pytest.raises(UnknownVariantError) as caught:
        declare(Registry()).variant("naïve")(another)
    assert str(caught.value) == (
        f"{HERE}: unknown variant 'naïve'; use one of ('naive', 'configured', 'callbacks')"
    )


def test_a_variant_twice_is_refused_with_both_places() -> None:
    with pytest.raises(DuplicateVariantError) as caught:
        declare(Registry()).variant("naive")(another)
    assert str(caught.value) == f"{HERE}: one/naive is there already, at {PLACE}"
