"""Tiny matrices of a layer, built from a few words a cell as those of core are."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from packaging.version import Version

from compat.axes.cell import CellId
from compat.matrix.build import build_matrix, conclude
from compat.matrix.digest import Digest
from compat.matrix.model import TRACES_VERSION, Cell, Matrix, Traces
from compat.plan.model import LayerRow
from compat.record.model import ScenarioInfo, SuiteInfo
from tests.build import plan, python, record, release
from tests.reports.sample import Said, observed, tried

NODE = tried("node-async", "naive", "configured", group="nodes")
AGENT = tried("create-agent", "naive", group="agents under LangGraph")


def layer_row(version: str, asks: str | None = "") -> LayerRow:
    """A release of langgraph that is not yanked."""
    known = {**vars(release(version)), "prerelease": Version(version).is_prerelease}
    return LayerRow(**known, asks=asks)


def measured_pairs(
    cells: Mapping[str, Said],
    asks: Mapping[str, str] | None = None,
    scenarios: Sequence[ScenarioInfo] = (NODE,),
) -> Matrix:
    """The same without its traces."""
    return layered(cells, scenarios=scenarios, asks=asks)[0]


def layered(
    cells: Mapping[str, Said],
    others: Mapping[str, Mapping[str, str]] | None = None,
    scenarios: Sequence[ScenarioInfo] = (NODE,),
    asks: Mapping[str, str] | None = None,
) -> tuple[Matrix, Traces]:
    """A matrix of cells by id, each with what the first of the scenarios did there.

    ``others`` has what the further ones did, by scenario and cell. ``asks`` are the releases of the
    layer that there are with what each asks for, those of the cells if it is None.
    """
    suite = SuiteInfo(version="1", hash="abc", scenarios=tuple(scenarios))
    infos = {each.id: each for each in scenarios}
    digest = Digest()
    for cell, said in cells.items():
        if isinstance(said, str):
            seen = [*observed(scenarios[0], said)]
            for name, by_cell in (others or {}).items():
                seen += observed(infos[name], by_cell.get(cell, "-"))
            digest.add(record(cell, *seen, suite=suite))
    every = [CellId.parse(cell) for cell in cells]
    cores = tuple(release(name) for name in {each.core: None for each in every})
    base, _ = build_matrix(plan({}, cores), {})
    rows = asks if asks is not None else {each.layer or "": "" for each in every}
    matrix = replace(
        base,
        scenarios=tuple(scenarios),
        listeners=digest.listeners,
        cells=tuple(_make(each, cells[str(each)], digest) for each in every),
        pythons=tuple(python(name) for name in {each.python: None for each in every}),
        layers=tuple(layer_row(name, asked) for name, asked in rows.items()),
        provenance=replace(base.provenance, planned=len(every), probed=len(digest.records)),
    )
    return conclude(matrix), Traces(schema_version=TRACES_VERSION, traces=digest.traces)


def _make(each: CellId, said: Said, digest: Digest) -> Cell:
    name = str(each)
    probed = isinstance(said, str)
    return Cell(
        id=name,
        python=each.python,
        core=each.core,
        layer=each.layer,
        status=digest.records[name].status if isinstance(said, str) else said[0],
        reason=None if isinstance(said, str) else said[1],
        reason_class=None,
        packages={"langchain": "1.0.0", "langgraph-prebuilt": "0.6.5"} if probed else {},
        overrides=(),
        replay=f"compat replay {name}",
        results=digest.results.get(name, {}),
    )
