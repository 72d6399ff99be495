"""Cells side by side, as many as there are cores."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from compat.errors import CompatError
from compat.plan.model import PlannedCell
from compat.record.model import Record
from compat.run.cell import Bench, probe


class Progress(Protocol):
    """Somebody who is told how a run goes."""

    def started(self, cell: str) -> None:
        """Take note that a cell has started."""

    def finished(self, record: Record) -> None:
        """Take note that a cell has ended, and how."""


def run_cells(
    cells: Sequence[PlannedCell],
    bench: Bench,
    *,
    jobs: int,
    keep: Callable[[Record], None],
    progress: Progress,
) -> dict[str, Record]:
    """Run cells, ``jobs`` at a time, and return their records by cell id.

    ``keep`` stores each record the moment its cell ends. Raises what ``keep`` raises, and
    KeyboardInterrupt; in both cases no process of a cell is left.
    """
    return asyncio.run(_run(cells, bench, jobs, keep, progress))


async def _run(
    cells: Sequence[PlannedCell],
    bench: Bench,
    jobs: int,
    keep: Callable[[Record], None],
    progress: Progress,
) -> dict[str, Record]:
    records: dict[str, Record] = {}

    async def work(waiting: Iterator[PlannedCell]) -> None:
        for cell in waiting:
            progress.started(cell.id)
            record = await probe(cell, bench)
            keep(record)
            records[cell.id] = record
            progress.finished(record)

    waiting = iter(cells)
    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(jobs):
                group.create_task(work(waiting))
    except* CompatError as errors:
        raise _first(errors) from None
    return records


def _first(errors: BaseExceptionGroup[CompatError]) -> CompatError:
    """Return one error of a group: the person needs one line, and they have one cause."""
    found: BaseException = errors
    while isinstance(found, BaseExceptionGroup):
        found = found.exceptions[0]
    return found if isinstance(found, CompatError) else CompatError(str(found))
