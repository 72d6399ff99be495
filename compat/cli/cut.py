"""Plans for many machines: made, cut, written and read."""

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from compat.axes.text import one_line
from compat.cli import terminal
from compat.cli.machine import Machine, setting, survey, tell_remarks
from compat.cli.matrix import refuse_empty
from compat.cli.moment import moment
from compat.cli.output import printed_plan
from compat.cli.planning import Asking, planned
from compat.cli.program import HOME
from compat.cli.selection import NOW, Selection
from compat.cli.typed import unsplit
from compat.cli.workshop import younger
from compat.errors import ExitCode
from compat.files import write_atomic
from compat.plan.request import Request
from compat.shards.codec import LARGEST, decode_cut, encode_cut
from compat.shards.durations import measured
from compat.shards.error import EditedShardError
from compat.shards.model import Cut
from compat.shards.name import MOST_SHARDS
from compat.shards.service import Service, filled, jobs, pythons, seconds
from compat.shards.split import cut, refuse_exact

SHARDS = HOME / "shards"


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Sharding:
    """How to cut the plan for many machines."""

    shards: Annotated[int | None, Parameter(validator=Number(gte=1, lte=MOST_SHARDS))] = None
    """Cut the plan into so many shards, 1 to 256, for ``run --shard``."""

    output: Path | None = None
    """Write the plan with its cut to a file, for ``run --plan`` and ``merge --plan``."""

    format: Service = "github"
    """The shape that --json prints: github for fromJSON, gitlab for parallel:matrix."""

    durations: Path | None = None
    """A folder of earlier shards or runs, which say how long cells take (default: this one's)."""

    @property
    def asked(self) -> bool:
        """Whether a cut is asked for."""
        return self.shards is not None or self.output is not None


def plan_shards(
    request: Request, selection: Selection, sharding: Sharding, *, as_json: bool
) -> ExitCode:
    """Plan, cut, and print or write what travels. Raises CompatError."""
    folders = [sharding.durations] if sharding.durations else [HOME / "runs", SHARDS]
    durations = measured(folders)
    made, _ = cut_here(request, selection, sharding.shards or 1, durations)
    if sharding.output:
        write_atomic(sharding.output, encode_cut(made))
    if as_json:
        terminal.print_json(jobs(made, sharding.format, durations))
        return ExitCode.OK
    console = terminal.console()
    console.print(printed_plan(made.plan), highlight=False, markup=False)
    took = seconds(made, durations)
    for name in filled(made):
        count = len(made.shards[name.number - 1])
        about = f", about {took[name]} s of cells" if took else ""
        words = f"shard {name}: {count} cells, Python {' '.join(pythons(made, name))}{about}"
        console.print(words, highlight=False, markup=False)
    console.print(f"plan {made.plan_id}", highlight=False)
    return ExitCode.OK


def cut_here(
    request: Request, selection: Selection, shards: int, durations: dict[str, float]
) -> tuple[Cut, Machine]:
    """Plan a request on this machine and cut it; return what was found here too.

    The same on every machine only if these have the same interpreters, the same index, the same
    moment and the same durations. Raises CannotCutError, and what planning raises.
    """
    refuse_exact(exact=request.exact)
    machine = survey(request, download=selection.download)
    looked_at = moment(HOME.absolute() / "cache", machine.clock, renew=selection.as_of == NOW)
    surroundings = setting(unsplit(), machine, looked_at)
    with machine.relay() as relay:
        asking = Asking(relay=relay, home=HOME.absolute(), jobs=os.cpu_count() or 1)
        plan = planned(request, machine, surroundings, asking)
    refuse_empty(plan)
    tell_remarks(machine)
    run = {cell.core for cell in plan.cells if cell.excluded is None}
    if request.as_of is None and not run.isdisjoint(younger(plan)):
        # What is younger than the moment is resolved as of the day of its run, and shards may run
        # on different days.
        plan = replace(plan, dependencies_as_of=machine.clock.text())
    return cut(plan, shards, durations), machine


def read_cut(place: Path) -> Cut:
    """Return the plan that another machine made. Raises EditedShardError."""
    name = one_line(str(place), limit=200)
    try:
        with place.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        message = f"cannot read the plan {name}: {error.strerror or error}"
        raise EditedShardError(message) from error
    if len(content) > LARGEST:
        message = f"{name} is no plan: it is larger than {LARGEST} bytes"
        raise EditedShardError(message)
    return decode_cut(content, name)
