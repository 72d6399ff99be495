"""By hand: the form that brings most back where passing nothing is not enough."""

from collections.abc import Mapping

import pytest

from compat.record.model import ScenarioInfo
from compat.reports.headline.byhand import ByHand, Extent, find_by_hand, group_agreeing
from compat.reports.table.grid import Grid
from tests.reports.sample import GUIDE, Said, measured, tried

OLD, NEW = "py3.9-core0.3.0", "py3.10-core0.3.0"
FORMS = ("naive", "configured", "callbacks", "remedy-copied-context")


def found(words: Mapping[str, str], *forms: str) -> ByHand | None:
    """What helps a scenario with these forms, by what it came to in the cells."""
    known = tried("gather", *(forms or FORMS))
    cells: dict[str, Said] = dict.fromkeys(words, "nested")
    matrix, _ = measured(cells, scenarios=(GUIDE, known), others={"gather": words})
    return find_by_hand(Grid(matrix=matrix), known)


@pytest.mark.parametrize(
    ("said", "form"),
    [
        ("lost/nested/nested/nested", "configured"),
        ("lost/flattened/nested/nested", "callbacks"),
        ("lost/flattened/lost/nested", "remedy-copied-context"),
        ("flattened/flattened/lost/nested", "remedy-copied-context"),
        ("lost/flattened/lost/lost", "configured"),
        ("raised/lost/lost/lost", None),
    ],
)
def test_nested_counts_first_then_the_simplest(said: str, form: str | None) -> None:
    shown = found({OLD: said})
    assert shown is not None
    assert shown.form == form
    assert shown.code == (f"x = {form!r}" if form else "")


def test_more_cells_count_before_the_simplest() -> None:
    shown = found({OLD: "lost/nested/nested", NEW: "lost/flattened/nested"})
    assert shown is not None
    assert (shown.form, shown.extent) == ("callbacks", Extent.EVERYWHERE)
    assert shown.words == "callbacks: nested in 2 of 2"


def test_where_it_helps_only_in_part_is_told() -> None:
    cells = {OLD: "lost/flattened", NEW: "lost/nested", "py3.11-core0.3.0": "raised/lost"}
    shown = found({**cells, "py3.12-core0.3.0": "nested/nested"}, "naive", "configured")
    assert shown is not None
    assert (shown.needed, shown.needed_where, shown.silent) == (3, "3.9–3.11 × 0.3.0", True)
    assert (shown.nested, shown.nested_where) == (1, "3.10 × 0.3.0")
    assert (shown.helped, shown.flattened_where) == (2, "3.9 × 0.3.0")
    assert shown.extent is Extent.PARTLY


def test_where_nothing_is_needed_nothing_is_said() -> None:
    assert found({OLD: "nested/flattened", NEW: "absent/absent"}) is None


@pytest.mark.parametrize(
    ("said", "form"),
    [
        ("nested/lost", "configured"),
        ("nested=!/lost", None),
        ("flattened=!/lost", None),
        ("flattened=!/nested", "remedy-callbacks"),
        ("lost/nested", "remedy-callbacks"),
    ],
)
def test_code_that_is_given_no_config_does_not_pass_it_by_hand(said: str, form: str | None) -> None:
    shown = found({OLD: said}, "configured", "remedy-callbacks")
    assert (shown.form if shown else None) == form


def test_scenarios_are_together_by_form_and_extent_the_best_first() -> None:
    def of(name: str, said: str, *forms: str) -> tuple[ScenarioInfo, str]:
        return tried(name, *(forms or FORMS)), said

    made = [
        of("none", "lost/lost"),
        of("flat", "lost/flattened"),
        of("variant", "lost/lost/nested"),
        of("remedy", "lost/nested", "naive", "remedy-callbacks"),
        of("config", "lost/nested"),
    ]
    matrix, _ = measured(
        {OLD: "nested"},
        scenarios=(GUIDE, *(known for known, _ in made)),
        others={known.id: {OLD: said} for known, said in made},
    )
    each = [find_by_hand(Grid(matrix=matrix), known) for known, _ in made]
    rows = group_agreeing(one for one in each if one)
    assert [(r.form, r.extent.value[:7], [s.scenario.id for s in r.scenarios]) for r in rows] == [
        ("callbacks", "nested ", ["variant", "remedy"]),
        ("configured", "nested ", ["config"]),
        ("configured", "flatten", ["flat"]),
        (None, "nothing", ["none"]),
    ]
