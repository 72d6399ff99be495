"""Which of the two catalogues a name is of, and what is near to one of neither."""

import pytest

from compat.errors import UsageError
from compat.work.rows import Rows, choose_rows
from tests.reports.layered import layered
from tests.reports.sample import measured

CORE, _ = measured({"py3.9-core0.3.0": "lost/nested"})
LAYER, _ = layered({"py3.10-core1.4.9-lg1.2.24": "lost/nested"})
CORE_IDS = frozenset(each.id for each in CORE.scenarios)
LAYER_IDS = frozenset(each.id for each in LAYER.scenarios)


def test_without_a_name_all_of_both_are_asked() -> None:
    assert choose_rows(CORE, LAYER, (), ()) == Rows(core=CORE_IDS, layer=LAYER_IDS)


def test_a_name_in_any_case_is_of_one_of_the_two() -> None:
    row, pattern = min(LAYER_IDS), min(CORE_IDS)
    assert choose_rows(CORE, LAYER, (row.upper(),), ()) == Rows(core=None, layer=frozenset({row}))
    both = choose_rows(CORE, LAYER, (row, pattern), ())
    assert both == Rows(core=frozenset({pattern}), layer=frozenset({row}))


@pytest.mark.parametrize("row", sorted(LAYER_IDS)[:3])
def test_the_nearest_to_a_wrong_name_may_be_the_layers(row: str) -> None:
    with pytest.raises(UsageError, match=f"unknown pattern '{row}x'; nearest: .*{row}"):
        choose_rows(CORE, LAYER, (f"{row}x",), ())


def test_a_row_of_the_layer_needs_a_version_of_it() -> None:
    with pytest.raises(UsageError, match="node-async is LangGraph's: name its version too"):
        choose_rows(CORE, None, ("node-async",), ())
