"""``compat plan --shards``: a plan for many machines."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from compat.cli import terminal
from compat.cli.argv import matrix_command
from compat.cli.console import make_console
from compat.cli.plan_text import describe_plan
from compat.cli.program import HOME
from compat.errors import ExitCode
from compat.files import write_atomic
from compat.plan.request import Request
from compat.shards.codec import encode_cut
from compat.shards.durations import read_durations
from compat.shards.name import MOST_SHARDS
from compat.shards.service import Service, estimate_seconds, list_filled, list_pythons, render_jobs
from compat.work.cut import cut_here
from compat.work.prepare import Manner

SHARDS = HOME / "shards"


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class Sharding:
    """How to cut the plan for many machines."""

    shards: Annotated[int | None, Parameter(validator=Number(gte=1, lte=MOST_SHARDS))] = None
    """Cut the plan into this many shards, 1 to 256, for ``run --shard``."""

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


def plan_shards(request: Request, sharding: Sharding, *, as_json: bool) -> ExitCode:
    """Plan, cut, and print or write what travels. Raises CompatError."""
    folders = [sharding.durations] if sharding.durations else [HOME / "runs", SHARDS]
    durations = read_durations(folders)
    manner = Manner(
        jobs=os.cpu_count() or 1,
        home=HOME.absolute(),
        command=matrix_command(request),
        renew=request.renews,
        download=request.download,
    )
    made, machine = cut_here(request, manner, sharding.shards or 1, durations)
    for remark in machine.remarks:
        terminal.print_remark(remark)
    if sharding.output:
        write_atomic(sharding.output, encode_cut(made))
    if as_json:
        terminal.print_json(render_jobs(made, sharding.format, durations))
        return ExitCode.OK
    console = make_console()
    console.print(describe_plan(made.plan), highlight=False, markup=False)
    took = estimate_seconds(made, durations)
    for name in list_filled(made):
        count = len(made.shards[name.number - 1])
        about = f", about {took[name]} s of cells" if took else ""
        words = f"shard {name}: {count} cells, Python {' '.join(list_pythons(made, name))}{about}"
        console.print(words, highlight=False, markup=False)
    console.print(f"plan {made.plan_id}", highlight=False)
    return ExitCode.OK
