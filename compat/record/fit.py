"""Whether the releases of a pair fit: where no chat model can be made, they do not."""

from dataclasses import replace
from typing import Final

from compat.axes.cell import CellId
from compat.record.model import Record, Status

_CONTROL: Final = "graph-sync-invoke"
"""The row of a layer that works wherever anything does."""

_INCOMPLETE: Final = "pydantic.errors.PydanticUserError"
REASON: Final = "PairModelError"


def settle_fit(record: Record) -> Record:
    """Return the record of a cell with a layer as an import that failed, if no model can be made.

    As of a release's day pydantic may be newer than langchain-core can take: from 0.3.22 to 0.3.38
    a class of chat models is not complete with pydantic 2.11, and says so when it is called (seen
    with LangGraph 0.3.34 and 0.5.4, whose days had 2.11). Every row would tell of that, none of
    LangGraph. Any other record is returned as it is.
    """
    if record.status is not Status.PROBED or CellId.parse(record.cell).layer is None:
        return record
    raised = [seen.exception for seen in record.observations if seen.scenario == _CONTROL]
    said = next((each.message for each in raised if each and each.type == _INCOMPLETE), None)
    if said is None:
        return record
    pydantic = record.packages.get("pydantic", "of that day")
    reason = f"no chat model can be made with pydantic {pydantic}: {said.partition('; ')[0]}"
    return replace(
        record,
        status=Status.IMPORT_FAILED,
        reason=f"{REASON}: {' '.join(reason.split())}",
        reason_class=REASON,
        suite=None,
        observations=(),
        differing=(),
    )
