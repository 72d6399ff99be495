"""Tiny matrices of the layer, built from a few words a cell as those of core are."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from packaging.version import Version

from compat.axes.cell import CellId
from compat.matrix.model import Cell, Matrix
from compat.plan.model import LayerRow
from compat.record.model import ScenarioInfo
from tests.build import release
from tests.reports.sample import GUIDE, Said, measured

NODE = replace(GUIDE, id="node-async", group="nodes", title="Await the chain in an async node.")


def layer_row(version: str, asks: str | None = "") -> LayerRow:
    """A release of langgraph that is not yanked."""
    known = {**vars(release(version)), "prerelease": Version(version).is_prerelease}
    return LayerRow(**known, asks=asks)


def measured_pairs(
    cells: Mapping[str, Said],
    asks: Mapping[str, str] | None = None,
    scenarios: Sequence[ScenarioInfo] = (NODE,),
) -> Matrix:
    """A matrix of cells by their ids, each with what the first of its rows did there.

    ``asks`` are the releases of the layer that there are with what each asks for, those of the
    cells if it is None.
    """
    made = [_make(name, said, scenarios[0]) for name, said in cells.items()]
    cores = measured({str(replace(CellId.parse(name), layer=None)): "nested" for name in cells})[0]
    versions = asks if asks is not None else {each.layer or "": "" for each in made}
    return replace(
        cores,
        cells=tuple(made),
        scenarios=tuple(scenarios),
        statements=(),
        others=(),
        layers=tuple(layer_row(version, asked) for version, asked in versions.items()),
    )


def _make(name: str, said: Said, scenario: ScenarioInfo) -> Cell:
    pair = CellId.parse(name)
    row = replace(GUIDE, row=scenario.row)
    (cell,) = measured({str(replace(pair, layer=None)): said}, scenarios=(row,))[0].cells
    results = [(scenario.id, each) for each in cell.results.values()]
    return replace(cell, id=name, layer=pair.layer, results=dict(results))
