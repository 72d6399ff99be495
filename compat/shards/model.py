"""What travels: the plan with its cut to the shards, and what a shard says of itself back."""

from dataclasses import dataclass
from typing import Annotated, Literal, get_args

from pydantic import Field

from compat.matrix.model import Origin
from compat.plan.model import Plan, PlannedCell
from compat.record.model import SuiteInfo
from compat.record.pack import EvidenceId
from compat.schema import strict
from compat.shards.name import MOST_SHARDS, ShardName

SCHEMA_VERSION: Literal["1.0"] = "1.0"

PlanId = Annotated[str, Field(pattern="^[0-9a-f]{12}$")]
Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
CellName = Annotated[
    str,
    Field(pattern=r"^py[0-9]+\.[0-9]+-core[0-9][0-9a-z.]{0,39}(-lg[0-9][0-9a-z.]{0,39})?$"),
]
DataFile = Literal["matrix.json", "matrix.schema.json", "traces.json"]
DATA_FILES: tuple[DataFile, ...] = get_args(DataFile)


@strict
@dataclass(frozen=True, kw_only=True)
class Cut:
    """A plan and which of its cells run in which shard; no shard has another's.

    ``plan_id`` is the plan's, as ``compat.plan.codec.make_plan_id`` computes it: it says that
    nothing of the plan that matters was changed on the way.
    """

    schema_version: Literal["1.0"]
    plan_id: PlanId
    plan: Plan
    shards: Annotated[tuple[tuple[CellName, ...], ...], Field(min_length=1, max_length=MOST_SHARDS)]

    def cells(self, name: ShardName) -> tuple[PlannedCell, ...]:
        """Return the cells of a shard of this cut, in the order of the plan."""
        inside = frozenset(self.shards[name.number - 1])
        return tuple(cell for cell in self.plan.cells if cell.id in inside)


@strict
@dataclass(frozen=True, kw_only=True)
class Shard:
    """``shard.json``: which part of which plan its folder holds, and how to tell that it is whole.

    ``records`` are by cell and ``files`` by name the SHA-256 of what was written, ``suites`` what
    the records refer to. ``origin`` is the machine that measured.
    """

    schema_version: Literal["1.0"]
    number: Annotated[int, Field(ge=1, le=MOST_SHARDS)]
    origin: Origin
    records: dict[CellName, Digest]
    files: dict[DataFile, Digest]
    suites: Annotated[dict[EvidenceId, SuiteInfo], Field(max_length=4)]
    cut: Cut

    @property
    def name(self) -> ShardName:
        """Its name."""
        return ShardName(number=self.number, total=len(self.cut.shards))
