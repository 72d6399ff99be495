"""From planned cells to records: resolve them, take what is known, run the rest."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence

from compat.environments.lacks import describe_lacks
from compat.environments.layer import Layers
from compat.environments.refusal import Refused
from compat.environments.resolution import Resolution
from compat.environments.resolver import Resolver, Wanted
from compat.errors import DiskError
from compat.plan.model import PlannedCell
from compat.record.model import Record, Status
from compat.run.cell import explain_overrides, record_failure
from compat.run.engine import Keep, Progress, Waiting, probe_all, raise_one_cause
from compat.run.plain_host import PlainHost
from compat.run.provision import furnish, sort_by_layer
from compat.run.warm_host import WarmHost, can_fork
from compat.run.workshop import Workshop


def probe_warm(
    cells: Sequence[PlannedCell], workshop: Workshop, *, keep: Keep, progress: Progress
) -> dict[str, Record]:
    """Find out about cells the fast way, and return their records by cell id.

    ``keep`` takes each the moment it is there, and returns what is kept of it.

    Raises DiskError, what ``keep`` raises, and KeyboardInterrupt.
    """
    return asyncio.run(_probe(cells, workshop, keep, progress))


def find_lagging(cells: Sequence[PlannedCell], workshop: Workshop) -> frozenset[str]:
    """Return the ids of cells for which the index lacks something, or that need an override.

    What they resolve to is kept, so that a run which follows need not ask again. Raises DiskError.
    """
    return asyncio.run(_find_lagging(cells, workshop))


async def _find_lagging(cells: Sequence[PlannedCell], workshop: Workshop) -> frozenset[str]:
    layers, resolver = _make_resolver(workshop)
    wanted = {cell.id: workshop.wanted(cell) for cell in cells}
    try:
        found = await _resolve(cells, wanted, resolver)
    except OSError as error:
        message = f"cannot work in {workshop.cache}: {error.strerror or error}"
        raise DiskError(message) from error
    finally:
        await resolver.close()
        await layers.close()
    return frozenset(
        cell
        for cell, answer in found.items()
        if answer.lacks or (isinstance(answer, Resolution) and answer.overrides)
    )


def _make_resolver(workshop: Workshop) -> tuple[Layers, Resolver]:
    """Return what resolves a run's cells, and the layers that it unpacks releases into."""
    layers = Layers(
        workshop.cache / "layers",
        workshop.uv,
        workshop.containment.level,
        fresh=workshop.fresh,
        say=workshop.say,
    )
    drafts = workshop.work / "resolving"
    drafts.mkdir(parents=True, exist_ok=True)
    store = workshop.cache / "resolutions"
    fresh = workshop.fresh
    return layers, Resolver(workshop.uv, layers, store, drafts, workshop.jobs, fresh=fresh)


async def _probe(
    cells: Sequence[PlannedCell], workshop: Workshop, keep: Keep, progress: Progress
) -> dict[str, Record]:
    wanted = {cell.id: workshop.wanted(cell) for cell in cells}
    layers, resolver = _make_resolver(workshop)
    host = _choose_host(layers, workshop)
    waiting = Waiting()
    resolved: dict[str, Resolution] = {}
    records: dict[str, Record] = {}

    def remember(record: Record) -> Record:
        kept = keep(record)
        if record.status is Status.INSTALL_FAILED:
            resolver.forget(record.cell)
        workshop.results.put(kept, wanted[record.cell], resolved[record.cell])
        return kept

    async def prepare_python(python: str) -> None:
        group = [cell for cell in cells if cell.python == python]
        found = await _resolve(group, wanted, resolver)
        left, known = _sort(group, wanted, found, workshop)
        for record in known:
            progress.started(record.cell)
            records[record.cell] = keep(record)
            progress.finished(record)
        resolved.update(left)
        if left:
            furnished = await furnish(python, left, wanted, workshop)
            if isinstance(host, WarmHost):
                host.expect(furnished)
            waiting.add(sort_by_layer(group, furnished))

    async def prepare() -> None:
        # The cells of one Python run while others are resolved.
        pythons = dict.fromkeys(cell.python for cell in cells)
        try:
            await asyncio.gather(*(prepare_python(python) for python in pythons))
        except OSError as error:
            message = f"cannot work in {workshop.cache}: {error.strerror or error}"
            raise DiskError(message) from error
        finally:
            waiting.close()

    bench = workshop.bench(host, workshop.work)
    try:
        with raise_one_cause():
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(prepare())
                run = tasks.create_task(
                    probe_all(waiting, bench, jobs=workshop.jobs, keep=remember, progress=progress)
                )
    finally:
        await resolver.close()
        await layers.close()
    _tell(len(cells), records, workshop)
    return {**records, **run.result()}


def _tell(cells: int, known: Mapping[str, Record], workshop: Workshop) -> None:
    """Say how many cells an earlier run has measured."""
    taken = sum(record.suite is not None for record in known.values())
    if taken:
        workshop.say(f"{taken} of {cells} cells are taken from earlier runs")


async def _resolve(
    cells: Sequence[PlannedCell], wanted: Mapping[str, Wanted], resolver: Resolver
) -> dict[str, Resolution | Refused]:
    found = await asyncio.gather(*(resolver.resolve(wanted[cell.id]) for cell in cells))
    return {cell.id: answer for cell, answer in zip(cells, found, strict=True)}


def _sort(
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
            known.append(record_failure(cell, answer.status, answer.reason, answer.reason_class))
        elif record := workshop.results.get(wanted[cell.id], answer):
            known.append(explain_overrides(record, describe_lacks(answer.lacks, workshop.uv.day)))
        else:
            waiting[cell.id] = answer
    return waiting, known


def _choose_host(layers: Layers, workshop: Workshop) -> WarmHost | PlainHost:
    if not can_fork():
        workshop.say("a fresh process and environment for each cell: forking is not safe here")
        return workshop.plain
    return WarmHost(
        suite=workshop.suite,
        layers=layers,
        plain=workshop.plain,
        cache=workshop.cache,
        work=workshop.work,
        options=workshop.options,
        fresh=workshop.fresh,
        containment=workshop.containment,
        say=workshop.say,
    )
