"""A matrix of cells with a layer, from as little as a test wants to say."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from compat.matrix.build import build_matrix, conclude
from compat.matrix.digest import Digest
from compat.matrix.model import Cell, Matrix
from compat.plan.model import LayerRow, ReleaseRow
from compat.record.model import Status, Stream
from tests.build import observation, plan, python, record, release, scenario


def make_cell(python_id: str, core: str, layer: str, seen: Stream | None) -> Cell:
    """A cell in which the guide's tool is seen so, with config too; without a stream not probed."""
    name = f"py{python_id}-core{core}-lg{layer}"
    told = [observation(seen), observation(seen, variant="configured")] if seen else []
    status = Status.PROBED if seen else Status.NOT_INSTALLABLE
    digest = Digest(
        [record(name, *told, status=status, suite=record(name).suite if seen else None)]
    )
    return Cell(
        id=name,
        python=python_id,
        core=core,
        layer=layer,
        status=status,
        reason=None if seen else "no solution",
        reason_class=None,
        packages={},
        overrides=(),
        replay=f"compat replay {name}",
        results=digest.results[name],
    )


def make_layered(cells: Iterable[Cell], cores: Sequence[ReleaseRow]) -> Matrix:
    """A matrix of these cells."""
    every = tuple(cells)
    base, _ = build_matrix(plan({}, tuple(cores)), {})
    rows = {
        cell.layer: LayerRow(**vars(release(cell.layer)), asks="") for cell in every if cell.layer
    }
    pythons = tuple(python(each) for each in dict.fromkeys(cell.python for cell in every))
    made = replace(
        base,
        cells=every,
        pythons=pythons,
        layers=tuple(rows.values()),
        scenarios=(scenario(),),
    )
    return conclude(made)
