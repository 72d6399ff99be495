"""The same cells by the engine and the plain way, which must record the same."""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from compat.matrix.verdict import name_form
from compat.plan.request import Request
from compat.record.codec import encode
from compat.record.model import Record
from compat.record.pack import Evidence
from compat.run.engine import run_cells
from compat.run.probing import probe_warm
from compat.work.equip import RunPlaces, equip
from compat.work.prepare import Manner, prepare
from compat.work.watcher import Watcher


@dataclass(frozen=True, kw_only=True)
class Compared:
    """How many cells were compared, and for those that differ where."""

    cells: int
    differing: dict[str, tuple[str, ...]]


def compare_hosts(request: Request, manner: Manner, watcher: Watcher) -> Compared:
    """Run cells by both hosts and compare their records, times and the host's name aside.

    Raises CompatError.
    """
    with (
        TemporaryDirectory(prefix="compat-hosts-") as folder,
        prepare(request, manner) as ready,
    ):
        for remark in ready.machine.remarks:
            watcher.remark(remark)
        cells = [cell for cell in ready.plan.cells if cell.excluded is None]
        evidence = Evidence(root=Path(folder, "evidence"))
        work = Path(folder, "warm")
        places = RunPlaces(work=work, cache=manner.cache, evidence=evidence, fresh=True)
        tools = equip(
            ready.plan,
            ready.machine,
            places,
            relay=ready.relay,
            jobs=manner.jobs,
            say=watcher.say,
        )
        bench = tools.bench(tools.plain, Path(folder, "plain"))
        with watcher.run(ready.plan) as progress:
            engine = probe_warm(cells, tools, keep=evidence.shared, progress=progress)
            plain = run_cells(
                cells, bench, jobs=manner.jobs, keep=evidence.shared, progress=progress
            )
    differing = {cell.id: find_differences(engine[cell.id], plain[cell.id]) for cell in cells}
    return Compared(
        cells=len(cells),
        differing={cell: found for cell, found in differing.items() if found},
    )


def find_differences(one: Record, other: Record) -> tuple[str, ...]:
    """Return what two records of a cell say differently: fields, and observations by name."""
    fields, others = (json.loads(encode(_strip(record))) for record in (one, other))
    names = [name for name in fields if fields[name] != others[name]]
    seen, seen_too = (
        {f"{o.scenario}/{name_form(o)}": o for o in record.observations} for record in (one, other)
    )
    every = sorted(seen.keys() | seen_too.keys())
    return (*names, *(name for name in every if seen.get(name) != seen_too.get(name)))


def _strip(record: Record) -> Record:
    """Return a record without what may differ, and without what is compared by itself."""
    timing = replace(record.timing, host="", finished_at="", seconds=0.0, cpu=None)
    return replace(record, timing=timing, observations=(), differing=())
