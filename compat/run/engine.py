"""Cells side by side, as many as there are cores."""

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from compat.errors import CompatError
from compat.plan.model import PlannedCell
from compat.record.model import Record
from compat.run.cell import Bench, probe

Keep = Callable[[Record], Record]


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
    keep: Keep,
    progress: Progress,
) -> dict[str, Record]:
    """Run cells, ``jobs`` at a time, in a loop of their own; see ``probe_all``."""
    return asyncio.run(probe_all(cells, bench, jobs=jobs, keep=keep, progress=progress))


async def probe_all(
    cells: Sequence[PlannedCell],
    bench: Bench,
    *,
    jobs: int,
    keep: Keep,
    progress: Progress,
) -> dict[str, Record]:
    """Run cells, ``jobs`` at a time, each Python's in the order given; return records by cell id.

    ``keep`` takes each record the moment its cell ends, and returns what is kept of it. Raises what
    ``keep`` raises, and KeyboardInterrupt; in both cases no process of a cell is left.
    """
    waiting = Waiting(cells)
    records: dict[str, Record] = {}

    async def work() -> None:
        while cell := waiting.take():
            progress.started(cell.id)
            record = await probe(cell, bench)
            waiting.done(cell)
            records[cell.id] = keep(record)
            progress.finished(record)

    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(jobs):
                group.create_task(work())
    except* CompatError as errors:
        raise _first(errors) from None
    finally:
        await bench.host.close()
    return records


class Waiting:
    """Cells that wait, handed out so that those who work share a Python only when they must.

    What the cells of one Python have in common is then made ready by one while another works.
    """

    def __init__(self, cells: Iterable[PlannedCell]) -> None:
        self._queues: dict[str, deque[PlannedCell]] = {}
        self._running: Counter[str] = Counter()
        for cell in cells:
            self._queues.setdefault(cell.python, deque()).append(cell)

    def take(self) -> PlannedCell | None:
        """Return the next cell, or None when there is none left."""
        left = [python for python, queue in self._queues.items() if queue]
        if not left:
            return None
        python = min(left, key=lambda name: self._running[name])
        self._running[python] += 1
        return self._queues[python].popleft()

    def done(self, cell: PlannedCell) -> None:
        """Take note that a cell has ended."""
        self._running[cell.python] -= 1


def _first(errors: BaseExceptionGroup[CompatError]) -> CompatError:
    """Return one error of a group: the person needs one line, and they have one cause."""
    found: BaseException = errors
    while isinstance(found, BaseExceptionGroup):
        found = found.exceptions[0]
    return found if isinstance(found, CompatError) else CompatError(str(found))
