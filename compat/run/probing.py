"""From planned cells to records: resolve them, take what is known, run the rest."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence

from packaging.version import Version

from compat.environments.hollow import hollow
from compat.environments.layer import Layers
from compat.environments.refusal import Refused
from compat.environments.resolution import Resolution
from compat.environments.resolver import Resolver, Wanted
from compat.environments.shared import split
from compat.files import DiskError
from compat.plan.model import PlannedCell
from compat.record.model import Record
from compat.run.cell import Bench, failed
from compat.run.engine import Keep, Progress, probe_all
from compat.run.host import Host
from compat.run.plain import PlainHost
from compat.run.warm import Furnished, WarmHost, can_fork
from compat.run.workshop import Workshop


def probe_warm(
    cells: Sequence[PlannedCell], workshop: Workshop, *, keep: Keep, progress: Progress
) -> dict[str, Record]:
    """Find out about cells the fast way, and return their records by cell id.

    ``keep`` takes each the moment it is there, and returns what is kept of it.

    Raises DiskError, what ``keep`` raises, and KeyboardInterrupt.
    """
    return asyncio.run(_probe(cells, workshop, keep, progress))


async def _probe(
    cells: Sequence[PlannedCell], workshop: Workshop, keep: Keep, progress: Progress
) -> dict[str, Record]:
    wanted = {cell.id: workshop.wanted(cell) for cell in cells}
    layers = Layers(workshop.cache / "layers", workshop.work / "drafts", workshop.uv)
    try:
        found = await _resolved(wanted, workshop, layers)
        waiting, known = _sorted(cells, wanted, found, workshop)
        records = {record.cell: keep(record) for record in known}
        for record in known:
            progress.started(record.cell)
            progress.finished(record)
        if taken := len(cells) - len(waiting) - sum(isinstance(x, Refused) for x in found.values()):
            workshop.say(f"{taken} of {len(cells)} cells are taken from earlier runs")
        furnished = await _furnished(waiting, wanted, workshop)
    except OSError as error:
        message = f"cannot work in {workshop.cache}: {error.strerror or error}"
        raise DiskError(message) from error

    def remember(record: Record) -> Record:
        kept = keep(record)
        workshop.results.put(kept, wanted[record.cell], waiting[record.cell])
        return kept

    bench = Bench(
        work=workshop.work,
        suite=workshop.suite,
        host=_host(furnished, layers, workshop),
        time_limit=workshop.time_limit,
        repeat=workshop.repeat,
        extras=workshop.extras,
        scenarios=workshop.scenarios,
    )
    left = sorted(
        (cell for cell in cells if cell.id in furnished),
        key=lambda cell: (furnished[cell.id].layer, Version(cell.core)),
        reverse=True,  # the newest know best what may be imported ahead
    )
    run = await probe_all(left, bench, jobs=workshop.jobs, keep=remember, progress=progress)
    return {**records, **run}


async def _resolved(
    wanted: Mapping[str, Wanted], workshop: Workshop, layers: Layers
) -> dict[str, Resolution | Refused]:
    drafts = workshop.work / "resolving"
    drafts.mkdir(parents=True, exist_ok=True)
    store = workshop.cache / "resolutions"
    resolver = Resolver(workshop.uv, layers, store, drafts, workshop.jobs)
    found = await asyncio.gather(*(resolver.resolve(each) for each in wanted.values()))
    return dict(zip(wanted, found, strict=True))


def _sorted(
    cells: Iterable[PlannedCell],
    wanted: Mapping[str, Wanted],
    found: Mapping[str, Resolution | Refused],
    workshop: Workshop,
) -> tuple[dict[str, Resolution], list[Record]]:
    """Return what has to be run, by cell, and the records of the cells that have not to be."""
    waiting: dict[str, Resolution] = {}
    known: list[Record] = []
    for cell in cells:
        answer = found[cell.id]
        if isinstance(answer, Refused):
            known.append(failed(cell, answer.status, answer.reason, answer.reason_class))
        elif record := workshop.results.get(cell.id, wanted[cell.id], answer):
            known.append(record)
        else:
            waiting[cell.id] = answer
    return waiting, known


async def _furnished(
    waiting: Mapping[str, Resolution], wanted: Mapping[str, Wanted], workshop: Workshop
) -> dict[str, Furnished]:
    """Return for each cell what its layers are, and the empty environment of its Python."""
    by_python: dict[str, dict[str, Resolution]] = {}
    for cell, resolution in waiting.items():
        by_python.setdefault(wanted[cell].python, {})[cell] = resolution
    furnished: dict[str, Furnished] = {}
    for python, resolutions in by_python.items():
        interpreter = workshop.interpreters[python]
        empty = await hollow(
            workshop.uv,
            interpreter.path,
            build=interpreter.build,
            root=workshop.cache / "pythons",
            work=workshop.work / "drafts",
        )
        parts = split(resolutions)
        for cell, resolution in resolutions.items():
            furnished[cell] = Furnished(
                wanted=wanted[cell],
                python=empty,
                base=parts.base,
                own=parts.own[cell],
                overrides=resolution.overrides,
            )
    return furnished


def _host(furnished: Mapping[str, Furnished], layers: Layers, workshop: Workshop) -> Host:
    plain = PlainHost(
        uv=workshop.uv,
        recipe=workshop.recipe,
        interpreters={name: each.path for name, each in workshop.interpreters.items()},
    )
    if not can_fork():
        if furnished:
            workshop.say("a fresh process and environment for each cell: forking is not safe here")
        return plain
    return WarmHost(
        suite=workshop.suite,
        furnished=furnished,
        layers=layers,
        plain=plain,
        cache=workshop.cache,
        work=workshop.work,
        scenarios=workshop.scenarios,
        say=workshop.say,
    )
