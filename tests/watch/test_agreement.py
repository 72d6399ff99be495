"""The catalogue's own code, under the watcher, comes to what its declared paths say."""

from pathlib import Path
from typing import Any

import pytest

from compat.check.patterns import load_layer_shapes, load_shapes
from tests.incell.cell import CELLS, LAYER_CELLS, Cells
from tests.watch.agreement import (
    DIFFERENT,
    UNJUDGED,
    compare,
    list_edges,
    list_shapes,
    watch_catalogue,
)


@pytest.mark.slow
@pytest.mark.parametrize("cell", CELLS)
def test_every_form_comes_to_what_its_path_says(cell: str, cells: Cells, tmp_path: Path) -> None:
    _hold(cell, cells, tmp_path)


@pytest.mark.slow
def test_so_does_every_form_of_the_layers_rows(cells: Cells, tmp_path: Path) -> None:
    cell = next(iter(LAYER_CELLS))
    if cell not in cells:
        pytest.skip(f"no interpreter for {cell}")
    watched = watch_catalogue(cells[cell], tmp_path, "inlayer")
    agreement = compare(cells.run(cell).record, watched)
    assert not agreement.unexplained, agreement
    assert agreement.same > 400, agreement
    assert not agreement.different, agreement
    assert len(agreement.unjudged) < 20, agreement
    assert _list_forms(watched) <= {form for each in load_layer_shapes() for form in each.forms}


def test_the_proof_is_for_the_first_and_the_last_release_of_each_line() -> None:
    cells = list_edges()
    assert {"py3.9-core0.2.16", "py3.9-core0.3.86", "py3.14-core1.0.0"} <= set(cells)
    assert len(cells) == len(set(cells)) > 100


def _hold(cell: str, cells: Cells, folder: Path) -> None:
    if cell not in cells:
        pytest.skip(f"no interpreter for {cell}")
    watched = watch_catalogue(cells[cell], folder)
    agreement = compare(cells.run(cell).record, watched)
    assert not agreement.unexplained, agreement
    assert agreement.same > 1150, agreement
    assert len(agreement.unjudged) + len(agreement.different) < 90, agreement
    assert _list_forms(watched) <= {form for each in load_shapes() for form in each.forms}


def _list_forms(watched: dict[str, Any]) -> set[str]:
    """Return the first forms that have a shape; ``python -m tests.watch.shapes`` renews these."""
    return {form for form, _ in list_shapes(watched) if "/remedy-" not in form}


def test_each_explanation_is_of_a_pattern_that_there_is() -> None:
    forms = {form.partition("/")[0] for each in load_shapes() for form in each.forms}
    assert set(DIFFERENT) <= forms
    assert not set(DIFFERENT) & set(UNJUDGED)
