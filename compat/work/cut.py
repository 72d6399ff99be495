"""Plans for many machines: made and cut on this one, or read as another has written them."""

from dataclasses import replace
from pathlib import Path

from compat.axes.text import join_lines
from compat.errors import EvidenceError
from compat.plan.request import Request
from compat.shards.codec import LARGEST, decode_cut
from compat.shards.model import Cut
from compat.shards.split import cut, refuse_exact
from compat.work.equip import find_younger
from compat.work.machine import Machine
from compat.work.measure import refuse_empty
from compat.work.prepare import Manner, prepare


def cut_here(
    request: Request, manner: Manner, shards: int, durations: dict[str, float]
) -> tuple[Cut, Machine]:
    """Plan a request on this machine and cut it; return what was found here too.

    The same on every machine only if these have the same interpreters, the same index, the same
    moment and the same durations. Raises UsageError, and what planning raises.
    """
    refuse_exact(exact=request.exact)
    with prepare(request, manner) as ready:
        plan, machine = ready.plan, ready.machine
    refuse_empty(plan)
    run = {cell.core for cell in plan.cells if cell.excluded is None}
    if request.moment is None and not run.isdisjoint(find_younger(plan)):
        # What is younger than the moment is resolved as of the day of its run, and shards may run
        # on different days.
        plan = replace(plan, dependencies_as_of=machine.clock.text())
    return cut(plan, shards, durations), machine


def read_cut(place: Path) -> Cut:
    """Return the plan that another machine made. Raises EvidenceError."""
    name = join_lines(str(place), limit=200)
    try:
        with place.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        message = f"cannot read the plan {name}: {error.strerror or error}"
        raise EvidenceError(message, "edited-shard") from error
    if len(content) > LARGEST:
        message = f"{name} is no plan: it is larger than {LARGEST} bytes"
        raise EvidenceError(message, "edited-shard")
    return decode_cut(content, name)
