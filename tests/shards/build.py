"""Shards of a tiny plan, in memory, cut in whatever way a test wants."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from compat.errors import EvidenceError
from compat.matrix.build import assemble, build_matrix, make_origin
from compat.matrix.digest import Digest
from compat.matrix.model import Matrix, Traces
from compat.plan.codec import make_plan_id
from compat.plan.model import Plan
from compat.record.codec import decode, encode
from compat.record.model import Record, Status
from compat.record.pack import Evidence, make_suite_id
from compat.shards.files import render_shard
from compat.shards.model import Cut
from compat.shards.name import ShardName
from compat.shards.piece import Piece, read_piece
from compat.stored.reports import dump_matrix, dump_traces
from tests.build import FLATTENED, LOST, NESTED, observation, plan, python, record, release, whole

RELEASES = tuple(map(release, ("0.3.0", "0.3.1", "0.3.2", "1.0.0")))
PYTHONS = (python("3.9"), python("3.12"))
CELLS = [f"py{each.id}-core{row.version}" for each in PYTHONS for row in RELEASES]
EXCLUDED = CELLS[3]
CRASHED = CELLS[1]
RUN = [cell for cell in CELLS if cell != EXCLUDED]
BROKEN = RUN[4]
PLAN = plan(
    {cell: (Status.NOT_PUBLISHED, "needs 3.10") if cell == EXCLUDED else None for cell in CELLS},
    RELEASES,
    PYTHONS,
)
SEEN = (LOST, FLATTENED, NESTED)


def measured(cell: str, number: int) -> Record:
    """What a cell came to: one crashed, one has a failure of the harness, the others differ."""
    if cell == CRASHED:
        return record(cell, status=Status.CRASHED, reason="killed", suite=None, packages={})
    broken = "Traceback" if cell == BROKEN else None
    naive = observation(SEEN[number % 3], harness_error=broken)
    return whole(cell, observations=(naive, observation(NESTED, variant="configured")))


def as_cells_write(found: Record) -> Record:
    """The same record with the keys of everything in it sorted."""
    return decode(json.dumps(json.loads(encode(found)), sort_keys=True).encode(), found.cell)


RECORDS = {cell: as_cells_write(measured(cell, number)) for number, cell in enumerate(RUN)}


def packed(records: Mapping[str, Record]) -> dict[str, bytes]:
    """Packed records."""
    with TemporaryDirectory() as folder:
        evidence = Evidence(root=Path(folder))
        return {cell: evidence.pack(each) for cell, each in records.items()}


PACKED = packed(RECORDS)
SINGLE = build_matrix(PLAN, RECORDS)


@dataclass(frozen=True, kw_only=True)
class Held:
    """Files in memory."""

    name: str
    files: dict[str, bytes] = field(default_factory=dict)

    def read(self, path: str, limit: int) -> bytes:
        if path not in self.files:
            message = f"{self.name} has no {path}"
            raise EvidenceError(message, "half-shard")
        assert len(self.files[path]) <= limit
        return self.files[path]


def cut_of(*shards: Collection[str], planned: Plan = PLAN) -> Cut:
    """A cut in which each shard has these cells."""
    return Cut(
        schema_version="1.0",
        plan_id=make_plan_id(planned),
        plan=planned,
        shards=tuple(tuple(shard) for shard in shards),
    )


HALVES = cut_of(RUN[:3], RUN[3:])


def files(cut: Cut, number: int, **changes: object) -> dict[str, str]:
    """The files of a shard, as ``run`` writes them; its machine as ``changes`` say."""
    name = ShardName(number=number, total=len(cut.shards))
    cells = cut.cells(name)
    part = replace(cut.plan, cells=cells, **changes)  # type: ignore[arg-type]
    records = [RECORDS[cell.id] for cell in cells]
    here = make_origin(part, len(cells), str(name))
    matrix, traces = assemble(part, Digest(records), (here,))
    return render_shard(
        cut=cut,
        name=name,
        origin=here,
        matrix=matrix,
        traces=traces,
        records={cell.id: PACKED[cell.id] for cell in cells},
        suites={make_suite_id(each.suite): each.suite for each in records if each.suite},
    )


def held(cut: Cut, number: int, name: str = "", **changes: object) -> Held:
    """A shard in memory."""
    made = files(cut, number, **changes)
    return Held(
        name=name or f"shard-{number}", files={path: text.encode() for path, text in made.items()}
    )


def pieces(cut: Cut, numbers: Iterable[int] | None = None) -> list[Piece]:
    """The shards of a cut that have cells, or those that are named."""
    filled = [number for number, cells in enumerate(cut.shards, 1) if cells]
    return [read_piece(held(cut, number)) for number in (filled if numbers is None else numbers)]


def texts(measured: tuple[Matrix, Traces]) -> tuple[str, str]:
    """A matrix but for its provenance, and its traces, as they are written."""
    matrix, traces = measured
    return dump_matrix(replace(matrix, provenance=SINGLE[0].provenance)), dump_traces(traces)


def shard_of(cells: Sequence[str], numbers: Sequence[int], shards: int) -> Cut:
    """A cut that puts each cell where a number says."""
    parts = [[c for c, n in zip(cells, numbers, strict=True) if n == k] for k in range(shards)]
    return cut_of(*parts)
