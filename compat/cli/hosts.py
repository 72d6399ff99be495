"""``compat hosts``: the same cells by the engine and the plain way, which must record the same."""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from compat.cli.machine import setting, survey, tell_remarks
from compat.cli.workshop import Places, workshop
from compat.matrix.verdict import key
from compat.plan.plan import make_plan
from compat.plan.request import Request
from compat.record.codec import encode
from compat.record.model import Record
from compat.record.packed import Evidence
from compat.run.engine import Progress, run_cells
from compat.run.probing import probe_warm


@dataclass(frozen=True, kw_only=True)
class Compared:
    """How many cells were compared, and for those that differ where; ``said`` is what was said."""

    cells: int
    differing: dict[str, tuple[str, ...]]
    said: tuple[str, ...]


def compared(request: Request, cache: Path, *, jobs: int, progress: Progress) -> Compared:
    """Run cells by both hosts and compare their records, times and the host's name aside.

    Raises CompatError.
    """
    machine = survey(request, download=False)
    looked_at = setting("hosts", machine, machine.clock.text())
    plan = make_plan(request, machine.listing, machine.interpreters, looked_at)
    cells = [cell for cell in plan.cells if cell.excluded is None]
    tell_remarks(machine)
    said: list[str] = []
    with (
        TemporaryDirectory(prefix="compat-hosts-") as folder,
        machine.relay() as relay,
    ):
        evidence = Evidence(root=Path(folder, "evidence"))
        places = Places(work=Path(folder, "warm"), cache=cache, evidence=evidence, fresh=True)
        tools = workshop(plan, machine, places, relay=relay, jobs=jobs, say=said.append)
        engine = probe_warm(cells, tools, keep=evidence.shared, progress=progress)
        bench = tools.bench(tools.plain, Path(folder, "plain"))
        plain = run_cells(cells, bench, jobs=jobs, keep=evidence.shared, progress=progress)
    differing = {cell.id: differences(engine[cell.id], plain[cell.id]) for cell in cells}
    return Compared(
        cells=len(cells),
        differing={cell: found for cell, found in differing.items() if found},
        said=tuple(said),
    )


def differences(one: Record, other: Record) -> tuple[str, ...]:
    """Return what two records of a cell say differently: fields, and observations by name."""
    fields, others = (json.loads(encode(_bare(record))) for record in (one, other))
    names = [name for name in fields if fields[name] != others[name]]
    seen, seen_too = (
        {f"{o.scenario}/{key(o)}": o for o in record.observations} for record in (one, other)
    )
    every = sorted(seen.keys() | seen_too.keys())
    return (*names, *(name for name in every if seen.get(name) != seen_too.get(name)))


def _bare(record: Record) -> Record:
    """Return a record without what may differ, and without what is compared by itself."""
    timing = replace(record.timing, host="", finished_at="", seconds=0.0, cpu=None)
    return replace(record, timing=timing, observations=(), differing=())
