"""What a release's environments are made of, by the plan's options and by its age."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from compat.options import Options
from compat.plan.model import LayerRow, Plan, PlannedCell
from compat.work.equip import choose_recipe, find_younger
from tests.build import plan, release

TODAY = datetime(2026, 3, 1, 12, tzinfo=UTC)
OLD = replace(release("0.3.0"), uploaded_at="2025-01-02T03:04:05Z")
YOUNG = replace(release("0.3.1"), uploaded_at="2026-02-01T00:00:00Z")
UNKNOWN = release("0.3.2")


def planned(**options: object) -> Plan:
    """A plan that resolves for the beginning of 2026."""
    made = plan({}, (OLD, YOUNG, UNKNOWN))
    return replace(made, options=Options(**options))  # type: ignore[arg-type]


def cell(core: str, layer: str | None = None) -> PlannedCell:
    return PlannedCell(id="any", python="3.12", core=core, layer=layer, excluded=None, reason=None)


def test_what_appeared_after_the_moment_is_younger_and_what_is_not_dated_is_not() -> None:
    assert [*find_younger(planned())] == ["0.3.1"]


def test_a_recipe_has_the_release_the_suite_and_what_was_asked_for() -> None:
    made = choose_recipe(cell("0.3.0"), planned(overrides=("certifi",), extras=("anyio",)), TODAY)
    assert made.requirements == (
        "langchain-core==0.3.0", "pytest>=8.4", "pytest-asyncio>=1.1", "anyio",
    )  # fmt: skip
    assert (made.overrides, made.lowest, made.as_of) == (("certifi",), False, None)
    assert choose_recipe(cell("0.3.0"), planned(resolution="lowest"), TODAY).lowest


def test_a_younger_release_gets_todays_dependencies_unless_somebody_named_the_moment() -> None:
    assert choose_recipe(cell("0.3.1"), planned(), TODAY, ["0.3.1"]).as_of == "2026-03-02T00:00:00Z"
    named = replace(planned(), pinned_moment=True)
    assert choose_recipe(cell("0.3.1"), named, TODAY, ["0.3.1"]).as_of is None


@pytest.mark.parametrize(("core", "as_of"), [("0.3.0", "2025-01-03T03:04:05Z"), ("0.3.2", None)])
def test_as_of_each_release_is_a_day_after_it(core: str, as_of: str | None) -> None:
    made = choose_recipe(cell(core), planned(resolution="as-of-release"), TODAY, ["0.3.2"])
    assert made.as_of == as_of


def test_with_a_layer_it_is_a_day_after_the_younger_of_the_two() -> None:
    def row(version: str, moment: str) -> LayerRow:
        return LayerRow(**{**vars(release(version)), "uploaded_at": moment}, asks="")

    layers = (row("0.6.0", "2025-01-01T00:00:00Z"), row("1.0.0", "2025-06-01T00:00:00Z"))
    both = replace(planned(), layers=layers)
    older, younger = (
        choose_recipe(cell("0.3.0", each), both, TODAY) for each in ("0.6.0", "1.0.0")
    )
    assert (older.as_of, older.wished) == ("2025-01-03T03:04:05Z", ())
    assert (younger.as_of, younger.wished) == ("2025-06-02T00:00:00Z", ("langchain>=1",))
    assert "langgraph==1.0.0" in younger.requirements
